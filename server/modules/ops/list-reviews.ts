import { listReviewLines } from '#buying'
import type { ReviewLine } from '#buying'
import { toMoneyView } from '#platform/money'
import type { OpsDeps, ReviewsView } from './model.ts'
import { sayReason, stillAsking } from './say-review.ts'

const pageSize = 50
const longMs = 2 * 60_000 // most answers that were lost are found within seconds

/** Purchases that need a person, and those that have been asking their seller for two minutes; oldest first. */
export async function listReviews(
  { db, clock }: Pick<OpsDeps, 'db' | 'clock'>,
  after: { createdAt: Date; id: string } | null,
): Promise<ReviewsView> {
  const lostBefore = new Date(clock.now().getTime() - longMs)
  const lines = await listReviewLines(db, { lostBefore, after, limit: pageSize + 1 })
  const page = lines.slice(0, pageSize)
  const last = lines.length > pageSize ? page.at(-1) : undefined
  return {
    purchases: page.map(toLine),
    next: last ? { createdAt: last.createdAt.toISOString(), id: last.id } : null,
  }
}

function toLine({ id, title, state, reason, max, sellerName, orderTotal, createdAt, since }: ReviewLine) {
  return {
    id,
    title,
    state,
    reason,
    what: reason === null ? stillAsking : sayReason(reason).what,
    max: toMoneyView(max),
    sellerName,
    orderTotal: orderTotal && toMoneyView(orderTotal),
    createdAt: createdAt.toISOString(),
    since: since.toISOString(),
  }
}
