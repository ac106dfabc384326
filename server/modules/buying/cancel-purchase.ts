// The shopper's no. What is in flight is waited for; what a seller already has cannot be taken back this way.
import { inTransaction } from '#platform/db'
import { isCancellable } from './decide.ts'
import { refuse } from './model.ts'
import type { BuyingDeps } from './model.ts'
import { lockPurchaseOf } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'
import type { Turn } from './move-on.ts'

/** Refuses `buying.too_late` once a seller has the order; cancelling twice is cancelling once. */
export async function cancelPurchase(deps: BuyingDeps, id: string, accountId: string): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockPurchaseOf(tx, id, accountId)
    const { purchase } = row
    if (purchase.wantsCancel || purchase.state === 'CANCELLED') return null
    if (!isCancellable(purchase)) throw refuse('too_late', { purchaseId: id, state: purchase.state })
    return await recordOutcome(deps, tx, row, { type: 'cancelRequested', at: deps.clock.now() }, `shopper:${accountId}`)
  })
}
