import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { holdMachine } from './machine.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, Hold } from './model.ts'
import { findHold, findHoldEvent, recordHoldEvent } from './hold-queries.ts'
import { lockEbook } from './queries.ts'

interface CancelHold {
  readonly accountId: string
  readonly holdId: string
  readonly key: string
}

/**
 * Leaves the queue. The same key again changes nothing. Refuses `ebooks.hold_not_found`, and `ebooks.hold_over` when a copy is kept for the reader already
 * (it is declined as a loan) or they had left.
 */
export async function cancelHold(deps: EbooksDeps, { accountId, holdId, key }: CancelHold): Promise<Hold> {
  return await inTransaction(deps.db, async (tx) => {
    const { isbn13 } = await getHold(tx, { accountId, holdId })
    const ebook = await lockEbook(tx, isbn13, deps.clock.now())
    if (!ebook) throw new Error(`hold ${holdId} is of no ebook`)
    const hold = await getHold(tx, { accountId, holdId })
    const recorded = await findHoldEvent(tx, holdId, `cancel:${key}`)
    if (recorded !== null) return hold
    const to = holdMachine.next(hold.state, 'cancelled')
    if (to === null) throw refuse('hold_over', { holdId, state: hold.state })
    await recordHoldEvent(tx, hold, to, { event: 'cancelled', key: `cancel:${key}`, by: 'reader', at: ebook.at })
    return { ...hold, state: to }
  })
}

async function getHold(tx: Tx, asked: { accountId: string; holdId: string }): Promise<Hold> {
  const hold = await findHold(tx, asked)
  if (!hold) throw refuse('hold_not_found', { holdId: asked.holdId })
  return hold
}
