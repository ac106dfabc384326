// The receipt: the decision, explained. Made from the stored facts alone, so making it again gives the same.
import { toQuoteView } from '#sellers'
import { format } from '#platform/money'
import { chooseOffer } from './choose-offer.ts'
import type { Verdict } from './choose-offer.ts'
import type { Receipt } from './model.ts'
import type { Attempt, Purchase, Round, Terms } from './purchase.ts'

/** Null when no seller was ever heard. */
export function toReceipt(purchase: Purchase): Receipt | null {
  const bought = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  const decidedAt = bought?.at ?? purchase.rounds.at(-1)?.at
  const round = purchase.rounds.findLast(({ at }) => decidedAt !== undefined && at <= decidedAt)
  if (!round || !decidedAt) return null
  const before = bought ? purchase.attempts.filter(({ ordinal }) => ordinal < bought.ordinal) : purchase.attempts
  const { verdicts } = chooseOffer(round, purchase.terms, before, decidedAt)
  const verdictOf = new Map(verdicts.map(({ quoteId, verdict }) => [quoteId, verdict]))
  const quotes = round.quotes.map((quote) => {
    const verdict = verdictOf.get(quote.quoteId) ?? 'DEARER'
    const isBought = verdict === 'CHOSEN' && bought !== undefined
    return {
      ...toQuoteView(quote),
      verdict: isBought ? ('CHOSEN' as const) : ('PASSED_OVER' as const),
      why: why(verdict, quote.quoteId, purchase.terms, before),
    }
  })
  return {
    decidedAt: decidedAt.toISOString(),
    quotes,
    coverage: round.coverage,
    unanswered: unanswered(round),
    consent: consent(purchase.terms),
  }
}

function why(verdict: Verdict, quoteId: string, terms: Terms, attempts: readonly Attempt[]): string {
  if (verdict !== 'TRIED') return whys[verdict](format(terms.max))
  const reason = attempts.findLast(({ quote }) => quote.quoteId === quoteId)?.reason ?? ''
  return tried[reason] ?? 'Ordered, but the seller could not sell it.'
}

const whys: Record<Exclude<Verdict, 'TRIED'>, (max: string) => string> = {
  CHOSEN: () => 'The cheapest acceptable copy, delivered.',
  DEARER: () => 'Acceptable, but dearer.',
  ABOVE_MAX: (max) => `Above your maximum of ${max}.`,
  PART_UNKNOWN: () => 'Shipping or tax is not known, so the full price is not.',
  WRONG_EDITION: () => 'Not an edition you accept.',
  CONDITION: () => 'Not in a condition you accept.',
  CANNOT_SETTLE: () => 'This seller cannot confirm orders reliably enough for us to buy from automatically.',
  EXPIRED: () => 'The price had run out by then.',
  SELLER_REFUSED_OFTEN: () => 'This seller had already said no several times.',
}

const tried: Readonly<Record<string, string>> = {
  SOLD_OUT: 'Ordered, but it had just been sold.',
  PRICE_CHANGED: 'Ordered, but the price had gone up.',
  QUOTE_EXPIRED: 'Ordered, but the price had run out.',
  UNREACHABLE: 'The seller could not be reached with the order.',
  NOT_MADE: 'Ordered, but the order never arrived.',
  NOT_AS_QUOTED: 'Ordered, but something else was confirmed; that order was cancelled.',
  UNPAID: 'Ordered, but the payment could not be taken; the order was cancelled.',
}

function unanswered({ unanswered: silent }: Round): Receipt['unanswered'] {
  return silent.map(({ sellerName, why: code }) => ({ sellerName, why: silences[code] ?? 'Did not answer.' }))
}

const silences: Readonly<Record<string, string>> = {
  ASKING: 'Had not answered when we decided.',
  TIMEOUT: 'Did not answer in time.',
  UNAVAILABLE: 'Could not be reached.',
  THROTTLED: 'Asked us to slow down.',
  BAD_DATA: 'Sent an answer that could not be read.',
  AUTH: 'Did not let us in.',
  REJECTED: 'Declined to quote.',
  BREAKER_OPEN: 'Not asked: it has been failing.',
  RATE_LIMITED: 'Not asked: too many questions in a short time.',
  BUSY: 'Not asked: it is busy.',
  NOT_ELIGIBLE: 'Not asked: it does not ship there.',
}

function consent({ max, conditions }: Terms): string {
  const words = conditions.map((condition) => condition.toLowerCase().replace('_', ' '))
  return `One copy, ${words.join(' or ')}, from the cheapest seller at or below ${format(max)} delivered; only its price is charged.`
}
