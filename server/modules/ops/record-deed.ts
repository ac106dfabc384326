// The one way in which staff change anything: who, what and why are written in the transaction of the deed, once a key.
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { refuse } from './model.ts'
import type { OpsDeps } from './model.ts'
import { findDeed, insertDeed } from './queries.ts'
import type { Deed } from './queries.ts'

export type NewDeed = Omit<Deed, 'at'>

/** True when this very deed was done before. Refuses `ops.key_reused` when its key stands for another. */
export async function isDone({ db }: Pick<OpsDeps, 'db'>, deed: NewDeed): Promise<boolean> {
  const known = await findDeed(db, deed.key)
  if (!known) return false
  const isSame = known.accountId === deed.accountId && known.subject === deed.subject && known.action === deed.action
  if (!isSame) throw refuse('key_reused', { key: deed.key })
  return true
}

/** Writes the deed with `detail` and does `work`, both or neither. Null when another press of the same button was quicker. */
export async function recordDeed<T>(
  { db, clock }: Pick<OpsDeps, 'db' | 'clock'>,
  { deed, detail, work }: { deed: NewDeed; detail: object; work: (tx: Tx) => Promise<T> },
): Promise<T | null> {
  return await inTransaction(db, async (tx) => {
    const isFirst = await insertDeed(tx, { ...deed, at: clock.now() }, detail)
    return isFirst ? await work(tx) : null
  })
}
