// Checkouts for the people who look after them: which need a person, and everything that is known here of one.
import type { Clock } from '#platform/clock'
import type { Db } from '#platform/db'
import type { Log } from '#platform/log'
import type { ReviewAction } from './checkout.ts'
import { actionPatienceMs, safeActions } from './decide.ts'
import { paymentIdOf } from './keys.ts'
import { refuse } from './model.ts'
import type { StoredCheckout } from './model.ts'
import { findCheckout } from './queries.ts'
import { listHistory, listReviewLines } from './review-queries.ts'
import type { HistoryRow, ReviewLine } from './review-queries.ts'

/** The bank's page is waited for, then its answer and the release, ten minutes each at most: what is open after that does not move on. */
const stuckAfterMs = actionPatienceMs + 30 * 60_000
const shownMax = 50 // more than a person looks through before the cause is found

export interface Review {
  readonly row: StoredCheckout
  readonly history: readonly HistoryRow[]
  readonly paymentId: string
  /** What a person may do now. */
  readonly actions: readonly ReviewAction[]
}

/** Any checkout, in whatever state. Refuses `checkout.not_found`. */
export async function getReview(db: Db, id: string): Promise<Review> {
  const row = await findCheckout(db, id)
  if (!row) throw refuse('not_found')
  const history = await listHistory(db, id) // after the row, so that it has the step that the row has come to
  return { row, history, paymentId: paymentIdOf(id), actions: safeActions(row.checkout) }
}

/** Those that need a person, and those that do not move on; oldest first, after the given one. */
export async function listReviews(
  { db, clock }: { db: Db; clock: Clock },
  { after = null, limit = shownMax }: { after?: { createdAt: Date; id: string } | null; limit?: number } = {},
): Promise<ReviewLine[]> {
  return await listReviewLines(db, { openBefore: new Date(clock.now().getTime() - stuckAfterMs), after, limit })
}

/** Says aloud which checkouts are stuck: the alert. Runs every five minutes. */
export async function noteStuck(deps: { db: Db; clock: Clock; log: Log }): Promise<void> {
  for (const [state, stuck] of Map.groupBy(await listReviews(deps), (line) => line.state)) {
    const [oldest] = stuck
    if (oldest)
      deps.log.error(
        { state, count: stuck.length, checkoutId: oldest.id, since: oldest.since },
        'checkouts are stuck; docs/runbook.md',
      )
  }
}
