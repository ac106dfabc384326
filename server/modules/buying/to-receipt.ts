// The receipt: the decision, explained. Made from the stored facts alone, so making it again gives the same.
import { toQuoteView } from '#sellers'
import type { PricedQuote, Quote, Standing } from '#sellers'
import { compare, format, subtract, toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { chooseOffer } from './choose-offer.ts'
import type { Verdict } from './choose-offer.ts'
import { riskOf } from './rank-offers.ts'
import type { Receipt } from './model.ts'
import type { Attempt, Purchase, Round, Terms } from './purchase.ts'

/** Null when no seller was ever heard. */
export function toReceipt(purchase: Purchase): Receipt | null {
  const bought = purchase.attempts.find(({ state }) => state === 'CONFIRMED')
  const decidedAt = bought?.at ?? purchase.rounds.at(-1)?.at
  const round = purchase.rounds.findLast(({ at }) => decidedAt !== undefined && at <= decidedAt)
  if (!round || !decidedAt) return null
  const before = bought ? purchase.attempts.filter(({ ordinal }) => ordinal < bought.ordinal) : purchase.attempts
  const { verdicts, chosen } = chooseOffer(round, purchase.terms, before, decidedAt)
  const verdictOf = new Map(verdicts.map(({ quoteId, verdict }) => [quoteId, verdict]))
  const cheapest = cheapestOf(round.quotes, verdictOf)
  const quotes = round.quotes.map((quote) => {
    const verdict = verdictOf.get(quote.quoteId) ?? 'DEARER'
    const isBought = verdict === 'CHOSEN' && bought !== undefined
    const { total, standing } = quote
    return {
      ...toQuoteView(quote),
      verdict: isBought ? ('CHOSEN' as const) : ('PASSED_OVER' as const),
      why: why(verdict, { quote, chosen, cheapest, terms: purchase.terms, attempts: before }),
      ...(total && standing && { risk: toMoneyView(riskOf({ total, standing })) }),
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

/** The lowest total among the quotes that could be bought; null when none could. */
function cheapestOf(quotes: readonly Quote[], verdictOf: ReadonlyMap<string, Verdict>): Money | null {
  const rivals: readonly (Verdict | undefined)[] = ['CHOSEN', 'LESS_RELIABLE']
  const totals = quotes.flatMap(({ quoteId, total }) =>
    total && rivals.includes(verdictOf.get(quoteId)) ? [total] : [],
  )
  return totals.toSorted(compare)[0] ?? null
}

interface Compared {
  quote: Quote
  chosen: PricedQuote | null
  cheapest: Money | null
  terms: Terms
  attempts: readonly Attempt[]
}

function why(verdict: Verdict, { quote, chosen, cheapest, terms, attempts }: Compared): string {
  switch (verdict) {
    case 'CHOSEN':
      return whyChosen(quote, cheapest)
    case 'LESS_RELIABLE':
      return whyLessReliable(quote, chosen)
    case 'TRIED': {
      const reason = attempts.findLast((attempt) => attempt.quote.quoteId === quote.quoteId)?.reason ?? ''
      return tried[reason] ?? 'Ordered, but the seller could not sell it.'
    }
    default:
      return whys[verdict](format(terms.max))
  }
}

function whyChosen({ total, standing }: Quote, cheapest: Money | null): string {
  if (!total || !cheapest || compare(total, cheapest) <= 0) return 'The cheapest acceptable copy, delivered.'
  const difference = format(subtract(total, cheapest))
  return `${difference} dearer than the cheapest, from a seller that keeps more of its promises${share(standing)}.`
}

function whyLessReliable({ total, standing }: Quote, chosen: PricedQuote | null): string {
  const isCheaper = total && chosen && compare(total, chosen.total) < 0
  const price = isCheaper ? `${format(subtract(chosen.total, total))} cheaper` : 'The same price'
  return `${price}, but this seller keeps fewer of its promises${share(standing)}.`
}

/** " (97.4 %)" */
function share(standing: Standing | undefined): string {
  if (!standing) return ''
  const percent = (standing.keptBasisPoints / 100).toFixed(1).replace(/\.0$/, '')
  return ` (${percent} %)`
}

const whys: Record<Exclude<Verdict, 'TRIED' | 'CHOSEN' | 'LESS_RELIABLE'>, (max: string) => string> = {
  DEARER: () => 'Acceptable, but dearer.',
  ABOVE_MAX: (max) => `Above your maximum of ${max}.`,
  PART_UNKNOWN: () => 'Shipping or tax is not known, so the full price is not.',
  WRONG_EDITION: () => 'Not an edition you accept.',
  SELLER_NOT_ALLOWED: () => 'From a seller that you did not allow for this standing purchase.',
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

function consent({ max, conditions, mandate }: Terms): string {
  const words = conditions.map((condition) => condition.toLowerCase().replace('_', ' '))
  return `${mandate ? standing(mandate) : ''}One copy, ${words.join(' or ')}, from the cheapest seller at or below ${format(max)} delivered; only its price is charged. Of prices within 1 % of each other, that of the seller that keeps more of its promises.`
}

/** Which consent, when nobody was asked this time. */
function standing({ id, target, madeAt }: NonNullable<Terms['mandate']>): string {
  const day = madeAt.toISOString().slice(0, 10)
  return `Under your standing purchase of ${day} (${id}), which waited for ${format(target)} or less. `
}
