// A person's action on a purchase in NEEDS_REVIEW: safe by what both sides said, or refused. It goes through `decide` like everything else.
import type { Tx } from '#platform/db'
import { safeActions } from './decide-review.ts'
import { refuse } from './model.ts'
import type { BuyingDeps } from './model.ts'
import type { Turn } from './move-on.ts'
import type { ReviewAction, Seen } from './purchase.ts'
import { lockPurchase } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'

/**
 * Applies the action in `tx` and gives the step to drive, if one is due. `version` is the purchase's when both sides were looked at.
 * Refuses `buying.not_found`, `moved_on` when anything has happened since, and `not_safe`.
 */
export async function settleReview(
  deps: BuyingDeps,
  tx: Tx,
  review: { purchaseId: string; version: number; action: ReviewAction; seen: Seen; by: string },
): Promise<Turn | null> {
  const { purchaseId, version, action, seen, by } = review
  const row = await lockPurchase(tx, purchaseId)
  if (!row) throw refuse('not_found')
  const { state } = row.purchase
  if (row.version !== version || state !== 'NEEDS_REVIEW') throw refuse('moved_on', { purchaseId, state })
  if (!safeActions(row.purchase, seen).includes(action)) throw refuse('not_safe', { purchaseId, action, seen })
  return await recordOutcome(deps, tx, row, { type: 'reviewed', action, seen, at: deps.clock.now() }, by)
}
