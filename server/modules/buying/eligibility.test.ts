// Which quotes may be bought, one rule a line: each quote would be the only one, but for what the line says.
import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import type { Quote } from '#sellers'
import {
  at,
  attemptOf,
  harbor,
  isbn13,
  northgate,
  otherIsbn13,
  quoteOf,
  roundOf,
  settlement,
  terms,
} from '#testing/purchase-states'
import { chooseOffer, isBuyable } from './choose-offer.ts'
import type { Verdict } from './choose-offer.ts'
import type { Attempt, MandateTerms } from './purchase.ts'

const mandate: MandateTerms = {
  id: 'watch-1',
  target: money(2_000n, 'USD'),
  madeAt: at(-60),
  sellersAllowed: null,
  sellersRefused: null,
}
const verdictOn = (quote: Quote, attempts: readonly Attempt[] = []) =>
  chooseOffer(roundOf([quote]), terms, attempts, at()).verdicts[0]?.verdict

describe('a quote', () => {
  it.each<[string, Verdict, Partial<Quote>]>([
    ['with nothing against it', 'CHOSEN', {}],
    ['at the maximum', 'CHOSEN', { total: money(2_000n, 'USD') }],
    ['a cent above', 'ABOVE_MAX', { total: money(2_001n, 'USD') }],
    ['of another book', 'WRONG_EDITION', { isbn13: otherIsbn13 }],
    ['in the other accepted condition', 'CHOSEN', { condition: 'GOOD' }],
    ['in a condition that is not accepted', 'CONDITION', { condition: 'ACCEPTABLE' }],
    ['in no condition at all', 'CONDITION', { condition: 'UNSPECIFIED' }],
    ['in another currency', 'PART_UNKNOWN', { total: money(1n, 'EUR') }],
    ['with a part unknown', 'PART_UNKNOWN', { total: null, sellerTotal: null }],
    ['with no total in the seller’s currency', 'PART_UNKNOWN', { sellerTotal: null }],
    ['of a seller that cannot settle', 'CANNOT_SETTLE', { isAutoBuyEligible: false }],
    ['good for the two seconds an order takes', 'CHOSEN', { expiresAt: at(2) }],
    ['good for less', 'EXPIRED', { expiresAt: at(1.999) }],
  ])('%s is %s', (_, verdict, changes) => {
    expect(verdictOn({ ...harbor, ...changes })).toBe(verdict)
  })

  it.each([
    ['that can look up', 'CHOSEN', settlement],
    ['that cannot look up', 'CANNOT_SETTLE', { ...settlement, canLookUp: false }],
    ['of which nothing is known', 'CANNOT_SETTLE', undefined],
  ])('of a seller %s is %s', (_, verdict, known) => {
    const round = { ...roundOf([harbor]), settlements: known ? { harbor: known } : {} }
    expect(chooseOffer(round, terms, [], at()).verdicts).toEqual([{ quoteId: harbor.quoteId, verdict }])
  })

  it.each([
    [30, 'CHOSEN', false],
    [30.001, 'EXPIRED', true],
  ])('of a round %f s old is %s', (age, verdict, isStale) => {
    const choice = chooseOffer(roundOf([harbor], at(-age)), terms, [], at())
    expect([choice.verdicts[0]?.verdict, choice.isStale]).toEqual([verdict, isStale])
  })

  it('beside a cheaper one is dearer, and a run-out one does not make the round stale', () => {
    const gone = quoteOf('fleet-street', 100n, { expiresAt: at(1) })
    const { chosen, verdicts, isStale } = chooseOffer(roundOf([northgate, gone, harbor]), terms, [], at())
    expect([chosen, isStale]).toEqual([harbor, false])
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['DEARER', 'EXPIRED', 'CHOSEN'])
  })
})

describe('under a mandate', () => {
  it.each<[string, Verdict, Partial<MandateTerms>]>([
    ['that names no sellers', 'CHOSEN', {}],
    ['for this seller', 'CHOSEN', { sellersAllowed: ['northgate', 'harbor'] }],
    ['for others', 'SELLER_NOT_ALLOWED', { sellersAllowed: ['northgate'] }],
    ['for nobody', 'SELLER_NOT_ALLOWED', { sellersAllowed: [] }],
    ['against others', 'CHOSEN', { sellersRefused: ['northgate'] }],
    ['against this seller', 'SELLER_NOT_ALLOWED', { sellersRefused: ['northgate', 'harbor'] }],
    ['for and against it', 'SELLER_NOT_ALLOWED', { sellersAllowed: ['harbor'], sellersRefused: ['harbor'] }],
  ])('%s, a seller’s quote is %s', (_, verdict, changes) => {
    const covered = { ...terms, mandate: { ...mandate, ...changes } }
    const choice = chooseOffer(roundOf([harbor]), covered, [], at())
    expect(choice.verdicts).toEqual([{ quoteId: harbor.quoteId, verdict }])
    expect(choice.lowest).toBe(verdict === 'CHOSEN' ? harbor : null)
    expect(isBuyable(harbor, covered)).toBe(verdict === 'CHOSEN')
  })
})

describe('what was tried before', () => {
  const refused = { state: 'REFUSED', reason: 'SOLD_OUT' } as const
  const cancelled = { state: 'CANCELLED', reason: 'CANCELLED_BY_SELLER' } as const
  const neverMade = { state: 'CANCELLED', reason: 'NOT_MADE' } as const
  const confirmed = { state: 'CONFIRMED' } as const
  const others = (...ends: Partial<Attempt>[]) =>
    ends.map((end, i) => attemptOf(quoteOf('harbor', BigInt(i)), { ordinal: i + 1, ...end }))

  it.each<[string, Verdict, Attempt[]]>([
    ['two of its quotes refused', 'CHOSEN', others(refused, refused)],
    ['three refused', 'SELLER_REFUSED_OFTEN', others(refused, refused, refused)],
    ['three refused or cancelled', 'SELLER_REFUSED_OFTEN', others(refused, cancelled, cancelled)],
    ['two cancelled', 'CHOSEN', others(cancelled, cancelled)],
    ['one order that never came', 'CHOSEN', others(neverMade)],
    ['two orders that never came', 'SELLER_REFUSED_OFTEN', others(neverMade, neverMade)],
    ['two refused and one that stands', 'CHOSEN', others(refused, refused, confirmed)],
    ['this very quote refused', 'TRIED', [attemptOf(harbor, refused)]],
    ['this very quote cancelled', 'TRIED', [attemptOf(harbor, cancelled)]],
    ['this very quote ordered, and it never came', 'CHOSEN', [attemptOf(harbor, neverMade)]],
    ['this very quote ordered, and it stands', 'TRIED', [attemptOf(harbor, confirmed)]],
    ['a refusal that reads like a lost order', 'TRIED', [attemptOf(harbor, { ...neverMade, state: 'REFUSED' })]],
    ['other sellers refused often', 'CHOSEN', others(refused, refused, refused).map(byAnother)],
  ])('%s: %s', (_, verdict, attempts) => {
    expect(verdictOn(harbor, attempts)).toBe(verdict)
  })

  it('is the quote twice, although neither order came, before its seller is given up', () => {
    const twice = [
      attemptOf(harbor, neverMade),
      attemptOf(quoteOf('northgate', 1n, { quoteId: harbor.quoteId }), neverMade),
    ]
    expect(verdictOn(harbor, twice)).toBe('TRIED')
  })

  function byAnother(attempt: Attempt): Attempt {
    return { ...attempt, quote: { ...attempt.quote, sellerId: 'northgate' } }
  }
})

describe('the lowest price', () => {
  it.each<[string, boolean, Partial<Quote>]>([
    ['above the maximum', true, { total: money(9_999n, 'USD') }],
    ['run out', true, { expiresAt: at(-1) }],
    ['of a seller that cannot settle', true, { isAutoBuyEligible: false }],
    ['with a part unknown', false, { total: null }],
    ['in another currency', false, { total: money(1n, 'EUR') }],
    ['of another book', false, { isbn13: otherIsbn13 }],
    ['in a condition that is not accepted', false, { condition: 'ACCEPTABLE' }],
  ])('may be one %s: %s', (_, counts, changes) => {
    const quote = { ...harbor, ...changes }
    expect(chooseOffer(roundOf([quote]), terms, [], at()).lowest).toBe(counts ? quote : null)
  })

  it('is the lowest', () => {
    expect(chooseOffer(roundOf([northgate, harbor]), terms, [], at()).lowest).toBe(harbor)
  })
})

describe('it is worth waiting for no more', () => {
  it.each<[string, boolean, Partial<Quote>]>([
    ['with a copy that may be bought', true, {}],
    ['with one at the maximum', true, { total: money(2_000n, 'USD') }],
    ['with one above', false, { total: money(2_001n, 'USD') }],
    ['with a part unknown', false, { total: null }],
    ['with one of a seller that cannot settle', false, { isAutoBuyEligible: false }],
    ['with another book', false, { isbn13: otherIsbn13 }],
  ])('%s: %s', (_, isIt, changes) => {
    expect(isBuyable({ ...harbor, ...changes }, { ...terms, isbns: [isbn13] })).toBe(isIt)
  })
})
