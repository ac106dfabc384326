import { inTransaction } from '#platform/db'
import { isCancellable } from './decide.ts'
import { refuse } from './model.ts'
import type { CheckoutDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { getCheckoutOf, lockCheckout } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/**
 * The shopper's no, while the bank is asked: the hold is let go and the copies are free. Again changes nothing. Refuses `checkout.not_found` and
 * `checkout.too_late`.
 */
export async function cancelCheckout(deps: CheckoutDeps, id: string, accountId: string): Promise<Turn | null> {
  return await inTransaction(deps.db, async (tx) => {
    await getCheckoutOf(tx, id, accountId)
    const row = await lockCheckout(tx, id)
    if (!row) throw refuse('not_found')
    const { checkout } = row
    if (checkout.wantsCancel) return null
    if (!isCancellable(checkout)) throw refuse('too_late', { state: checkout.state })
    return await recordOutcome(deps, tx, row, { type: 'cancelRequested', at: deps.clock.now() }, `account:${accountId}`)
  })
}
