// Which copy to buy. Pure: the same round and terms give the same answer, which is how a receipt is checked later.
import { byTotal } from '#offers'
import type { PricedQuote, Quote } from '#sellers'
import { compare, isAtMost } from '#platform/money'
import { byExpectedCost, isLessReliable } from './rank-offers.ts'
import { settlementOf } from './purchase.ts'
import type { Attempt, Round, Terms } from './purchase.ts'

/** Why a quote was not bought; CHOSEN for the one that was. */
export type Verdict =
  | 'CHOSEN'
  | 'DEARER'
  | 'LESS_RELIABLE'
  | 'ABOVE_MAX'
  | 'PART_UNKNOWN'
  | 'WRONG_EDITION'
  | 'SELLER_NOT_ALLOWED'
  | 'CONDITION'
  | 'CANNOT_SETTLE'
  | 'EXPIRED'
  | 'TRIED'
  | 'SELLER_REFUSED_OFTEN'

export interface Choice {
  /** The eligible quote that is to be bought, or null. */
  readonly chosen: PricedQuote | null
  /** One verdict a quote, in the order of the round. */
  readonly verdicts: readonly { readonly quoteId: string; readonly verdict: Verdict }[]
  /** The cheapest acceptable copy at any price; null when none was found. */
  readonly lowest: Quote | null
  /** True when nothing is eligible now, but asking again could change that: a quote has only run out. */
  readonly isStale: boolean
}

const placingMs = 2_000 // a quote must outlive the time an order takes to reach the seller
const ageMaxMs = 30_000 // an older quote says little about what is on the shelf now
const refusalsMax = 3
const lossesMax = 2

/**
 * Chooses the cheapest eligible quote of a round at the time `at`; of prices within a hundredth of each other that of the seller that
 * keeps more of its promises (rank-offers.ts); ties go to the sooner delivery, then by name (`byTotal`).
 * Eligible: an acceptable edition in an acceptable condition, from a seller that the mandate covers if there is one, every part of its price known, at or below the maximum, from a
 * seller whose silence can be settled, not run out, and not tried before.
 */
export function chooseOffer(round: Round, terms: Terms, attempts: readonly Attempt[], at: Date): Choice {
  const judged = round.quotes.map((quote) => ({ quote, verdict: judge(quote, round, terms, attempts, at) }))
  const eligible = judged.filter(({ verdict }) => verdict === null).map(({ quote }) => quote)
  const [chosen = null] = eligible.filter(isPriced).toSorted(byExpectedCost)
  const acceptable = judged.filter(({ quote }) => isAcceptable(quote, terms) === null)
  const [lowest = null] = acceptable
    .map(({ quote }) => quote)
    .filter(({ total }) => total !== null)
    .toSorted(byTotal)
  return {
    chosen,
    verdicts: judged.map(({ quote, verdict }) => ({
      quoteId: quote.quoteId,
      verdict: verdict ?? compared(quote, chosen),
    })),
    lowest,
    isStale: chosen === null && judged.some(({ verdict }) => verdict === 'EXPIRED'),
  }
}

/** True for a quote that would be bought if it were the only one; used to decide when to stop waiting for more. */
export function isBuyable(quote: Quote, terms: Terms): boolean {
  return (
    quote.isAutoBuyEligible &&
    isAcceptable(quote, terms) === null &&
    quote.total !== null &&
    isAtMost(quote.total, terms.max)
  )
}

/** Null when eligible. The order of the questions is the order of the answers a shopper finds most telling. */
function judge(quote: Quote, round: Round, terms: Terms, attempts: readonly Attempt[], at: Date): Verdict | null {
  const unacceptable = isAcceptable(quote, terms)
  if (unacceptable) return unacceptable
  if (!isPriced(quote)) return 'PART_UNKNOWN'
  if (compare(quote.total, terms.max) > 0) return 'ABOVE_MAX'
  if (!quote.isAutoBuyEligible || !settlementOf(round, quote.sellerId).canLookUp) return 'CANNOT_SETTLE'
  if (isGivenUp(quote.sellerId, attempts)) return 'SELLER_REFUSED_OFTEN'
  if (wasTried(quote, attempts)) return 'TRIED'
  const nowMs = at.getTime()
  const isOld = nowMs - round.at.getTime() > ageMaxMs || quote.expiresAt.getTime() < nowMs + placingMs
  return isOld ? 'EXPIRED' : null
}

/** The verdict on an eligible quote. */
function compared(quote: Quote, chosen: PricedQuote | null): Verdict {
  if (quote === chosen) return 'CHOSEN'
  return chosen && isLessReliable(quote, chosen) ? 'LESS_RELIABLE' : 'DEARER'
}

function isPriced(quote: Quote): quote is PricedQuote {
  return quote.total !== null && quote.sellerTotal !== null
}

function isAcceptable(quote: Quote, terms: Terms): Verdict | null {
  if (!terms.isbns.includes(quote.isbn13)) return 'WRONG_EDITION'
  if (!isCovered(quote.sellerId, terms.mandate)) return 'SELLER_NOT_ALLOWED'
  if (!terms.conditions.some((condition) => condition === quote.condition)) return 'CONDITION'
  if (quote.total && quote.total.currency !== terms.max.currency) return 'PART_UNKNOWN'
  return null
}

/** A mandate covers the sellers that its shopper named, or all but those. */
function isCovered(sellerId: string, mandate: Terms['mandate']): boolean {
  if (!mandate) return true
  const { sellersAllowed, sellersRefused } = mandate
  return !sellersRefused?.includes(sellerId) && (sellersAllowed?.includes(sellerId) ?? true)
}

/** Three times no is enough, and so are two orders that never arrived: each of those costs the shopper half a minute. */
function isGivenUp(sellerId: string, attempts: readonly Attempt[]): boolean {
  const ended = attempts.filter(
    ({ quote, state }) => quote.sellerId === sellerId && (state === 'REFUSED' || state === 'CANCELLED'),
  )
  return ended.length >= refusalsMax || ended.filter(({ reason }) => reason === 'NOT_MADE').length >= lossesMax
}

/** A quote that was refused stays refused; one whose order was lost and settled as never made may be tried once more. */
function wasTried(quote: Quote, attempts: readonly Attempt[]): boolean {
  const tried = attempts.filter(({ quote: { quoteId } }) => quoteId === quote.quoteId)
  return tried.some(({ state, reason }) => state !== 'CANCELLED' || reason !== 'NOT_MADE') || tried.length > 1
}
