// The provider says that a payment changed, or the shopper is back from the bank: look at once instead of in half a minute.
import { inTransaction } from '#platform/db'
import type { CheckoutDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { lockCheckout } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/** Harmless at any time, for any checkout, any number of times. */
export async function notePayment(deps: CheckoutDeps, checkoutId: string): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    const row = await lockCheckout(tx, checkoutId)
    if (row?.checkout.state !== 'ACTION_REQUIRED' || row.checkout.pending?.isInFlight) return null
    return await recordOutcome(deps, tx, row, { type: 'actionTaken', at: deps.clock.now() }, 'payments')
  })
}
