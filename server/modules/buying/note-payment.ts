// The provider says that a payment changed, or the shopper is back from the bank: look at once instead of in half a minute.
import { inTransaction } from '#platform/db'
import type { BuyingDeps } from './model.ts'
import { lockPurchase } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'
import type { Turn } from './move-on.ts'

/** Harmless at any time, for any purchase, any number of times. */
export async function notePayment(deps: BuyingDeps, purchaseId: string): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockPurchase(tx, purchaseId)
    if (row?.purchase.state !== 'ACTION_REQUIRED' || row.purchase.pending?.isInFlight) return null
    return await recordOutcome(deps, tx, row, { type: 'actionTaken', at: deps.clock.now() }, 'payments')
  })
}
