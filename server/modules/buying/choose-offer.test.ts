// The choice against an oracle that states the rule once more, in other words.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import { conditions } from '#sellers'
import type { PricedQuote, Quote } from '#sellers'
import { chooseOffer, isBuyable } from './choose-offer.ts'
import type { Attempt, Round, Settlement, Terms } from './purchase.ts'

const at = new Date(Date.UTC(2026, 10, 21, 9))
const fromNow = (ms: number) => new Date(at.getTime() + ms)
const isbns = ['9780441172719', '9780340839935']
const sellerIds = ['harbor', 'northgate', 'fleet-street', 'cellar']

const mostly = fc.constantFrom(true, true, true, true, false)
const settlement: fc.Arbitrary<Settlement> = fc.record({
  canLookUp: mostly,
  canCancel: fc.boolean(),
  notFoundFinalAfterMs: fc.constant(null),
})
// Few different prices and days, so that ties come up; edges of every limit.
const total = fc.oneof(
  fc.constantFrom(991n, 996n, 999n, 1_000n, 1_001n).map((minor) => money(minor, 'USD')),
  fc.constant(money(500n, 'EUR')),
)
const quote: fc.Arbitrary<Omit<Quote, 'quoteId'>> = fc
  .record({
    sellerId: fc.constantFrom(...sellerIds),
    isbn13: fc.constantFrom(...isbns, ...isbns, '9780306406157'),
    condition: fc.constantFrom(...conditions, 'UNSPECIFIED' as const),
    total: fc.option(total, { freq: 8 }),
    isSellerTotalKnown: mostly,
    deliveryDays: fc.option(fc.constantFrom({ min: 1, max: 2 }, { min: 1, max: 3 })),
    expiresAt: fc.constantFrom(-1, 1_999, 2_000, 2_000, 60_000, 60_000).map(fromNow),
    isAutoBuyEligible: mostly,
    standing: fc.option(
      fc.constantFrom(0, 8_999, 9_000, 9_700, 10_000).map((keptBasisPoints) => ({ keptBasisPoints, orderCount: 40 })),
    ),
  })
  .map(({ isSellerTotalKnown, standing, ...part }) => ({
    ...part,
    ...(standing && { standing }),
    sellerName: part.sellerId,
    item: part.total ?? money(700n, 'USD'),
    shipping: null,
    tax: null,
    sellerTotal: isSellerTotalKnown ? part.total : null,
    fx: null,
    quantity: 1,
    shipsFrom: null,
    fetchedAt: at,
    source: 'LIVE' as const,
    orderToken: 'token',
  }))
const round: fc.Arbitrary<Round> = fc.record({
  at: fc.constantFrom(0, -1, -29_999, -30_000, -30_001).map(fromNow),
  quotes: fc
    .array(quote, { maxLength: 12 })
    .map((list) => list.map((each, i) => ({ ...each, quoteId: `q${String(i).padStart(2, '0')}` }))),
  coverage: fc.constant({ asked: 4, answered: 4, failed: 0, skipped: 0 }),
  unanswered: fc.constant([]),
  settlements: fc.dictionary(fc.constantFrom(...sellerIds), settlement, { minKeys: 2, noNullPrototype: true }),
})
const terms: fc.Arbitrary<Terms> = fc.record({
  isbns: fc.constantFrom(isbns, isbns.slice(0, 1)),
  conditions: fc.uniqueArray(fc.constantFrom(...conditions), { minLength: 2 }),
  max: fc.constantFrom(1_000n, 5_000n).map((minor) => money(minor, 'USD')),
  destination: fc.constant({ country: 'US' }),
  shipTo: fc.constant({ recipient: 'A', lines: [], city: '', region: '', postalCode: '', country: 'US' }),
  paymentMethod: fc.constant('pm_card_visa'),
})
const ended = fc.constantFrom(
  { state: 'REFUSED', reason: 'SOLD_OUT' } as const,
  { state: 'REFUSED', reason: 'PRICE_CHANGED' } as const,
  { state: 'CANCELLED', reason: 'NOT_MADE' } as const,
  { state: 'CANCELLED', reason: 'CANCELLED_BY_SELLER' } as const,
)
/** A round, terms, and what was tried of the round before: quotes by their place in it. */
const situation = fc
  .tuple(round, terms, fc.array(fc.tuple(fc.nat({ max: 11 }), ended), { maxLength: 5 }))
  .map(([aRound, someTerms, tried]) => {
    const attempts = tried.flatMap(([place, end], i): Attempt[] => {
      const tryOf = aRound.quotes[place]
      const isPriced = tryOf?.total && tryOf.sellerTotal
      const settled = { canLookUp: true, canCancel: true, notFoundFinalAfterMs: null }
      return isPriced ? [{ ordinal: i + 1, quote: tryOf as PricedQuote, at, settlement: settled, ...end }] : []
    })
    return { round: aRound, terms: someTerms, attempts }
  })

/** Eligible, said positively. */
function mayBeBought(
  quoted: Quote,
  { round: { at: askedAt, settlements }, terms: wanted, attempts }: Situation,
): boolean {
  const atSeller = attempts.filter((attempt) => attempt.quote.sellerId === quoted.sellerId)
  const ofQuote = attempts.filter((attempt) => attempt.quote.quoteId === quoted.quoteId)
  const lost = (attempt: Attempt) => attempt.reason === 'NOT_MADE'
  return [
    wanted.isbns.some((isbn) => isbn === quoted.isbn13),
    wanted.conditions.some((condition) => condition === quoted.condition),
    quoted.total?.currency === 'USD' && quoted.total.minor <= wanted.max.minor,
    quoted.sellerTotal !== null,
    quoted.isAutoBuyEligible && settlements[quoted.sellerId]?.canLookUp === true,
    atSeller.length < 3 && atSeller.filter(lost).length < 2,
    ofQuote.length === 0 || (ofQuote.length === 1 && ofQuote.every(lost)),
    at.getTime() - askedAt.getTime() <= 30_000,
    quoted.expiresAt.getTime() - at.getTime() >= 2_000,
  ].every(Boolean)
}
type Situation = { round: Round; terms: Terms; attempts: Attempt[] }

/** The price with a tenth of it for each order that fails, a hundredth at most; in cents, as a person would work it out. */
function weighed({ total: price, standing }: Quote): number {
  const cents = Number(price?.minor)
  const share = (10_000 - (standing?.keptBasisPoints ?? 10_000)) / 10_000
  return cents + Math.floor(Math.min(cents * 0.1 * share, cents * 0.01) + 1e-9)
}
const rank = (quoted: Quote) =>
  [weighed(quoted), Number(quoted.total?.minor), quoted.deliveryDays?.max ?? 9]
    .map((part) => String(part).padStart(9, '0'))
    .concat(quoted.sellerId, quoted.quoteId)
    .join('/')

describe('the chosen copy', () => {
  it('is one that may be bought, and none that may be costs less with its risk; of equals the cheaper, the sooner, then by name', () => {
    let [chosenCount, dearerCount] = [0, 0]
    fc.assert(
      fc.property(situation, (given) => {
        const { chosen } = chooseOffer(given.round, given.terms, given.attempts, at)
        const eligible = given.round.quotes.filter((each) => mayBeBought(each, given))
        expect(chosen === null).toBe(eligible.length === 0)
        if (!chosen) return
        chosenCount++
        expect(eligible).toContain(chosen)
        const cheapest = eligible.map((each) => each.total?.minor ?? 0n).reduce((a, b) => (b < a ? b : a))
        if (chosen.total.minor > cheapest) dearerCount++
        expect(chosen.total.minor * 100n <= cheapest * 101n).toBe(true) // never more than a hundredth above the cheapest
        expect(chosen.total.minor <= given.terms.max.minor).toBe(true)
        expect(rank(chosen)).toBe(eligible.map(rank).toSorted()[0])
      }),
      { numRuns: 5_000 },
    )
    expect(chosenCount).toBeGreaterThan(250)
    expect(dearerCount).toBeGreaterThan(5)
  })

  it('does not depend on the order of the quotes', () => {
    fc.assert(
      fc.property(
        situation.chain((given) =>
          fc.tuple(
            fc.constant(given),
            fc.shuffledSubarray([...given.round.quotes], { minLength: given.round.quotes.length }),
          ),
        ),
        ([{ round: given, terms: wanted, attempts }, quotes]) => {
          const one = chooseOffer(given, wanted, attempts, at)
          const other = chooseOffer({ ...given, quotes }, wanted, attempts, at)
          expect(other.chosen).toBe(one.chosen)
          expect(other.lowest).toBe(one.lowest)
          expect(other.isStale).toBe(one.isStale)
          expect(byId(other.verdicts)).toEqual(byId(one.verdicts))
        },
      ),
      { numRuns: 500 },
    )
  })
})

/** What a verdict on an eligible quote says of it beside the chosen one. */
function isTrueBeside(chosen: PricedQuote, { total: price, standing }: Quote, verdict: string): boolean {
  const kept = (of: Quote['standing']) => of?.keptBasisPoints ?? 10_000
  const minor = price?.minor ?? 0n
  if (verdict === 'LESS_RELIABLE') return minor <= chosen.total.minor && kept(standing) < kept(chosen.standing)
  return verdict !== 'DEARER' || minor >= chosen.total.minor
}

it('gives each quote one verdict, in their order, and each verdict is true', () => {
  const seen = new Set<string>()
  fc.assert(
    fc.property(situation, (given) => {
      const { chosen, verdicts } = chooseOffer(given.round, given.terms, given.attempts, at)
      expect(verdicts.map(({ quoteId }) => quoteId)).toEqual(given.round.quotes.map(({ quoteId }) => quoteId))
      for (const [i, { verdict }] of verdicts.entries()) {
        const each = given.round.quotes[i] as Quote
        seen.add(verdict)
        expect(verdict === 'CHOSEN').toBe(each === chosen)
        expect(['CHOSEN', 'DEARER', 'LESS_RELIABLE'].includes(verdict)).toBe(mayBeBought(each, given))
        if (chosen) expect(isTrueBeside(chosen, each, verdict)).toBe(true)
        if (verdict === 'ABOVE_MAX') expect((each.total?.minor ?? 0n) > given.terms.max.minor).toBe(true)
        if (verdict === 'PART_UNKNOWN') expect(each.total?.currency === 'USD' && each.sellerTotal !== null).toBe(false)
        if (verdict === 'WRONG_EDITION') expect(given.terms.isbns).not.toContain(each.isbn13)
        if (verdict === 'TRIED') expect(given.attempts.map((attempt) => attempt.quote.quoteId)).toContain(each.quoteId)
      }
    }),
    { numRuns: 3_000 },
  )
  expect([...seen].toSorted()).toEqual([
    'ABOVE_MAX',
    'CANNOT_SETTLE',
    'CHOSEN',
    'CONDITION',
    'DEARER',
    'EXPIRED',
    'LESS_RELIABLE',
    'PART_UNKNOWN',
    'SELLER_REFUSED_OFTEN',
    'TRIED',
    'WRONG_EDITION',
  ])
})

it('finds the lowest acceptable price at any height, and says when asking again could help', () => {
  fc.assert(
    fc.property(situation, (given) => {
      const { chosen, verdicts, lowest, isStale } = chooseOffer(given.round, given.terms, given.attempts, at)
      const acceptable = given.round.quotes.filter(
        (each) =>
          given.terms.isbns.includes(each.isbn13) &&
          given.terms.conditions.some((condition) => condition === each.condition) &&
          each.total?.currency === 'USD',
      )
      const prices = acceptable.map((each) => each.total?.minor ?? 0n)
      expect(lowest?.total?.minor ?? null).toBe(prices.length === 0 ? null : prices.reduce((a, b) => (b < a ? b : a)))
      expect(isStale).toBe(!chosen && verdicts.some(({ verdict }) => verdict === 'EXPIRED'))
    }),
    { numRuns: 1_000 },
  )
})

it('waits for no more only for a quote that would be bought', () => {
  fc.assert(
    fc.property(situation, ({ round: given, terms: wanted }) => {
      const settlements = Object.fromEntries(
        sellerIds.map((id) => [id, { canLookUp: true, canCancel: true, notFoundFinalAfterMs: null }]),
      )
      for (const each of given.quotes) {
        const alone = { ...given, at, settlements, quotes: [{ ...each, expiresAt: fromNow(60_000) }] }
        if (each.sellerTotal !== null || each.total === null)
          expect(isBuyable(each, wanted)).toBe(chooseOffer(alone, wanted, [], at).chosen !== null)
      }
    }),
    { numRuns: 500 },
  )
})

function byId<T extends { quoteId: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => a.quoteId.localeCompare(b.quoteId))
}
