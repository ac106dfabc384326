import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { refuse } from './model.ts'
import type { RateTables } from './model.ts'
import { listRates, lockRates, replaceRates } from './queries.ts'
import { toFingerprint } from './to-rates-view.ts'

/** Replaces the tables by these; orders that were placed keep what they were told. */
export async function saveRates(db: Db, tables: RateTables): Promise<void> {
  await inTransaction(db, (tx) => replaceRates(tx, tables))
}

/** The same for who has looked at them: refuses `rates.changed` when they are not as `fingerprint` names them. */
export async function updateRates(db: Db, tables: RateTables, fingerprint: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockRates(tx)
    if (toFingerprint(await listRates(tx)) !== fingerprint) throw refuse('changed')
    await replaceRates(tx, tables)
  })
}

/** Fills empty tables with these; false when there is a row already, which is then left as it is. */
export async function ensureRates(db: Db, tables: RateTables): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { shipping, tax } = await listRates(tx)
    if (shipping.length > 0 || tax.length > 0) return false
    await replaceRates(tx, tables)
    return true
  })
}
