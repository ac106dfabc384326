// A person's action on a checkout in NEEDS_REVIEW: safe, or refused. It goes through `decide` like everything else.
import type { Tx } from '#platform/db'
import type { ReviewAction } from './checkout.ts'
import { safeActions } from './decide.ts'
import { refuse } from './model.ts'
import type { CheckoutDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import { lockCheckout } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/**
 * Applies the action in `tx` and gives the step to drive, if one is due. `version` is the checkout's when the person looked at it. Refuses
 * `checkout.not_found`, `moved_on` when anything has happened since, and `not_safe`.
 */
export async function settleReview(
  deps: CheckoutDeps,
  tx: Tx,
  review: { checkoutId: string; version: number; action: ReviewAction; by: string },
): Promise<Turn | null> {
  const { checkoutId, version, action, by } = review
  const row = await lockCheckout(tx, checkoutId)
  if (!row) throw refuse('not_found')
  const { state } = row.checkout
  if (row.version !== version || state !== 'NEEDS_REVIEW') throw refuse('moved_on', { checkoutId, state })
  if (!safeActions(row.checkout).includes(action)) throw refuse('not_safe', { checkoutId, action })
  return await recordOutcome(deps, tx, row, { type: 'reviewed', action, at: deps.clock.now() }, by)
}
