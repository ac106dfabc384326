// When what a seller does live breaks its contract so that it must not be asked any more. Pure.
// Not here: bad minutes (the breaker's), and prices or stock that move (ranking's: they cost a seller its place, not its door).
import { CancelRefused, OrderPending, OrderRefused, SellerFailure } from '../seller-failure.ts'
import type { Outcome } from './promise.ts'

/** Calls to a seller within one hour. */
export interface HourCount {
  /** Whole hours since 1970. */
  hour: number
  calls: number
  failures: number
}

/** What a seller did of late. */
export interface Conduct {
  /** Orders of the last `orderDays`, by outcome; those that did not happen may be left out. */
  orders: Partial<Record<Outcome, number>>
  /** Of the last `callHours`. */
  hours: readonly HourCount[]
}

/** How far back orders are judged. */
export const orderDays = 7
/** How far back calls are judged. */
export const callHours = 24

// One wrong confirmation may be a slip at the seller, and is undone by the purchase itself; the third within a week is how it works.
const wrongOrdersMax = 2
// A seller of thousands of orders a week is not judged by three: a hundredth of them must be wrong.
const wrongShare = 0.01
// An hour counts when something was asked of it at all, and is bad when half of that failed.
const hourCallsMin = 10
const badShare = 0.5
// A morning's outage is not a breach; a quarter of a day, in pieces or in one, is.
const badHoursMax = 5
const failedCallsMin = 200

const wrongs: readonly { outcome: Outcome; what: (count: string) => string }[] = [
  {
    outcome: 'OVERPRICED',
    what: (count) => `${count} confirmed above the quoted total. Refuse such an order with PRICE_CHANGED.`,
  },
  {
    outcome: 'OTHER_REFERENCE',
    what: (count) =>
      `${count} confirmed under another reference than we gave. Answer with the \`request_id\` of the order.`,
  },
  {
    outcome: 'OTHER_TERMS',
    what: (count) =>
      `${count} confirmed for another book, condition or currency than was quoted. Refuse what you cannot sell as quoted.`,
  },
]

/** Why this seller is to be suspended, in sentences for its integrator, with what to mend; null when it is not. */
export function judgeConduct({ orders, hours }: Conduct): string | null {
  const all = Object.values(orders).reduce((sum, count) => sum + count, 0)
  for (const { outcome, what } of wrongs) {
    const count = orders[outcome] ?? 0
    if (count > wrongOrdersMax && count >= all * wrongShare)
      return what(`In the last ${orderDays} days ${count} of ${all} orders were`)
  }
  return judgeCalls(hours)
}

function judgeCalls(hours: readonly HourCount[]): string | null {
  const bad = hours.filter(({ calls, failures }) => calls >= hourCallsMin && failures >= calls * badShare)
  const failures = bad.reduce((sum, hour) => sum + hour.failures, 0)
  if (bad.length <= badHoursMax || failures < failedCallsMin) return null
  return (
    `In ${bad.length} of the last ${callHours} hours at least half of our calls failed, ${failures} in all. ` +
    'See that the endpoint is up and answers within the times of your profile.'
  )
}

const recentCalls = 1_000

/** Failed calls among about the last thousand, in basis points: whole hours, newest first, until there are enough. 0 without calls. */
export function failureBasisPoints(hours: readonly HourCount[]): number {
  let [calls, failures] = [0, 0]
  for (const hour of hours.toSorted((a, b) => b.hour - a.hour)) {
    calls += hour.calls
    failures += hour.failures
    if (calls >= recentCalls) break
  }
  return calls === 0 ? 0 : Math.round((failures / calls) * 10_000)
}

const hourMs = 3_600_000

/** The hour that a moment is in. */
export function hourOf(atMs: number): number {
  return Math.floor(atMs / hourMs)
}

/**
 * Whether a call that ended with `error` (null: with an answer) was the seller's failure. Null for one that says nothing of it: it was never
 * made, our own caller left, or we asked too often.
 */
export function isFailedCall(error: unknown): boolean | null {
  if (error === null || error instanceof OrderRefused || error instanceof CancelRefused) return false
  if (error instanceof OrderPending) return false // paperwork that takes its time
  if (!(error instanceof SellerFailure) || error.kind === 'throttled') return null
  return error.kind !== 'rejected'
}
