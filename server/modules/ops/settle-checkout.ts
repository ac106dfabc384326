// A button of a checkout's review page.
import { getCheckoutReview, settleCheckoutReview } from '#checkout'
import type { CheckoutDeps, CheckoutTurn } from '#checkout'
import type { CheckoutActInput, OpsDeps } from './model.ts'
import { isDone, recordDeed } from './record-deed.ts'

/**
 * Does what was pressed, once, and gives the step to drive if one is due. Refuses `checkout.not_found`, `checkout.moved_on`, `checkout.not_safe` and
 * `ops.key_reused`; a refused deed is not written down.
 */
export async function settleCheckout(
  deps: OpsDeps & CheckoutDeps,
  { key, checkoutId, action, reason }: CheckoutActInput,
  accountId: string,
): Promise<CheckoutTurn | null> {
  const deed = { key, accountId, subject: `checkout:${checkoutId}`, action, reason }
  if (await isDone(deps, deed)) return null
  const { row } = await getCheckoutReview(deps.db, checkoutId)
  const { version } = row
  const { state, reason: stuckFor } = row.checkout
  return await recordDeed(deps, {
    deed,
    detail: { version, state, reason: stuckFor },
    work: async (tx) =>
      action === 'note'
        ? null
        : await settleCheckoutReview(deps, tx, { checkoutId, version, action, by: `staff:${accountId}` }),
  })
}
