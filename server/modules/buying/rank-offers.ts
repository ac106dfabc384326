// What a copy costs once its seller's word is weighed in. Pure, whole minor units, so that a receipt gives the same again.
// Promises: it decides between near-equal prices only. Whoever is chosen by it costs at most a hundredth more than the cheapest.
import { byTotal } from '#offers'
import type { PricedQuote, Quote } from '#sellers'
import { add, compare } from '#platform/money'
import type { Money } from '#platform/money'

const all = 10_000n // basis points

// An order that fails costs the shopper the wait, half a minute where its answer was lost, and the step to the next copy, which may be gone
// or dearer by then. A tenth of the price for that is our judgement, not a measurement.
const failureShare = 1_000n

// Nobody who asks for the cheapest copy wants to pay for reliability beyond this: 15 cents on a book of 15 dollars.
const riskMaxShare = 100n

/** The expected cost of a broken promise, in the quote's currency; nothing for a seller of whom nothing is known, or of an old round. */
export function riskOf({ total, standing }: Pick<PricedQuote, 'total' | 'standing'>): Money {
  const broken = standing ? all - BigInt(standing.keptBasisPoints) : 0n
  const expected = (total.minor * failureShare * broken) / (all * all)
  const most = (total.minor * riskMaxShare) / all
  return { currency: total.currency, minor: expected < most ? expected : most }
}

/** Lowest landed total plus risk first; then as `byTotal` has it. */
export function byExpectedCost(a: PricedQuote, b: PricedQuote): number {
  return compare(add(a.total, riskOf(a)), add(b.total, riskOf(b))) || byTotal(a, b)
}

/** True for a quote that costs no more than `chosen` and lost to it by its seller's record. */
export function isLessReliable(quote: Quote, chosen: PricedQuote): boolean {
  const { total } = quote
  if (total === null || compare(total, chosen.total) > 0) return false
  return compare(riskOf({ ...quote, total }), riskOf(chosen)) > 0
}
