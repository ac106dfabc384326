import { listCheckoutReviews } from '#checkout'
import type { CheckoutReviewLine } from '#checkout'
import { toMoneyView } from '#platform/money'
import type { CheckoutsView, OpsDeps } from './model.ts'
import { sayCheckoutReason, stillOpen } from './say-checkout.ts'

const pageSize = 50

/** Checkouts that need a person, and those that do not move on; oldest first. */
export async function listCheckouts(
  deps: Pick<OpsDeps, 'db' | 'clock'>,
  after: { createdAt: Date; id: string } | null,
): Promise<CheckoutsView> {
  const lines = await listCheckoutReviews(deps, { after, limit: pageSize + 1 })
  const page = lines.slice(0, pageSize)
  const last = lines.length > pageSize ? page.at(-1) : undefined
  return {
    checkouts: page.map(toLine),
    next: last ? { createdAt: last.createdAt.toISOString(), id: last.id } : null,
  }
}

function toLine({ id, state, reason, total, createdAt, since }: CheckoutReviewLine) {
  return {
    id,
    state,
    reason,
    what: reason === null ? stillOpen : sayCheckoutReason(reason).what,
    total: total && toMoneyView(total),
    createdAt: createdAt.toISOString(),
    since: since.toISOString(),
  }
}
