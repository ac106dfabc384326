import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromJson, toJson } from '#platform/json'
import { money } from '#platform/money'
import type { PricedQuote } from '#sellers'
import { byExpectedCost, isLessReliable, riskOf } from './rank-offers.ts'
import { requested } from './purchase.ts'
import type { Purchase } from './purchase.ts'
import { toReceipt } from './to-receipt.ts'

const at = new Date(Date.UTC(2026, 10, 21, 9))

function quote(sellerId: string, minor: bigint, keptBasisPoints?: number, currency = 'USD'): PricedQuote {
  const total = money(minor, currency)
  return {
    quoteId: `${sellerId}-q`,
    sellerId,
    sellerName: sellerId,
    isbn13: '9780441172719',
    condition: 'NEW',
    item: total,
    shipping: money(0n, currency),
    tax: money(0n, currency),
    total,
    sellerTotal: total,
    fx: null,
    quantity: 1,
    shipsFrom: null,
    deliveryDays: null,
    fetchedAt: at,
    expiresAt: new Date(at.getTime() + 60_000),
    source: 'LIVE',
    orderToken: 'token',
    isAutoBuyEligible: true,
    ...(keptBasisPoints !== undefined && { standing: { keptBasisPoints, orderCount: 40 } }),
  }
}
const firstOf = (...quotes: PricedQuote[]) => quotes.toSorted(byExpectedCost)[0]?.sellerId

describe('the risk', () => {
  it.each([
    [1_500n, 10_000, 0n],
    [1_500n, 9_900, 1n],
    [1_500n, 9_700, 4n],
    [1_500n, 9_000, 15n],
    [1_500n, 0, 15n],
    [50n, 0, 0n],
    [1_234_567n, 9_999, 12n],
  ])('of a promise broken on %i, kept %i of 10,000 times: %i', (minor, kept, risk) => {
    expect(riskOf(quote('a', minor, kept))).toEqual(money(risk, 'USD'))
    expect(riskOf(quote('a', minor, kept, 'JPY'))).toEqual(money(risk, 'JPY'))
  })

  it('is nothing where nothing is known', () => {
    expect(riskOf(quote('a', 1_500n))).toEqual(money(0n, 'USD'))
  })

  it('never passes a hundredth of the price, and grows with it and with every broken promise', () => {
    const prices = fc.bigInt({ min: 1n, max: 10_000_000n })
    const share = fc.nat({ max: 10_000 })
    fc.assert(
      fc.property(prices, prices, share, share, (price, more, kept, other) => {
        const risk = riskOf(quote('a', price, kept)).minor
        expect(risk >= 0n && risk * 100n <= price).toBe(true)
        expect(riskOf(quote('a', price + more, kept)).minor >= risk).toBe(true)
        expect(riskOf(quote('a', price, Math.min(kept, other))).minor >= risk).toBe(true)
      }),
    )
  })
})

describe('the order', () => {
  it('does not let a seller that breaks its promises win by cents', () => {
    expect(firstOf(quote('faithless', 1_499n, 8_000), quote('faithful', 1_505n, 9_950))).toBe('faithful')
  })

  it('does not let a cheaper one lose by more than a hundredth', () => {
    expect(firstOf(quote('faithless', 1_484n, 0), quote('faithful', 1_500n, 10_000))).toBe('faithless')
    expect(firstOf(quote('faithless', 1_487n, 0), quote('faithful', 1_500n, 10_000))).toBe('faithful')
  })

  it('is that of the totals where nothing is known of anyone', () => {
    const quotes = fc.uniqueArray(fc.bigInt({ min: 1n, max: 100_000n }), { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(quotes, (totals) => {
        const sorted = totals.map((minor, i) => quote(`s${i}`, minor)).toSorted(byExpectedCost)
        expect(sorted.map(({ total }) => total.minor)).toEqual(totals.toSorted((a, b) => (a < b ? -1 : 1)))
      }),
    )
  })

  it('calls a copy less reliable only where it costs no more', () => {
    const chosen = quote('chosen', 1_500n, 9_900)
    expect(isLessReliable(quote('a', 1_499n, 9_000), chosen)).toBe(true)
    expect(isLessReliable(quote('a', 1_500n, 9_000), chosen)).toBe(true)
    expect(isLessReliable(quote('a', 1_501n, 9_000), chosen)).toBe(false)
    expect(isLessReliable(quote('a', 1_500n, 9_900), chosen)).toBe(false)
    expect(isLessReliable({ ...quote('a', 1_499n, 9_000), total: null }, chosen)).toBe(false)
  })
})

describe('the receipt', () => {
  const settlement = { canLookUp: true, canCancel: true, notFoundFinalAfterMs: null }

  function bought(chosen: PricedQuote, ...others: PricedQuote[]): Purchase {
    const quotes = [chosen, ...others]
    const terms = {
      isbns: ['9780441172719'],
      conditions: ['NEW' as const],
      max: money(2_000n, 'USD'),
      destination: { country: 'US' },
      shipTo: { recipient: 'A', lines: [], city: '', region: '', postalCode: '', country: 'US' },
      paymentMethod: 'pm_card_visa',
    }
    const coverage = { asked: quotes.length, answered: quotes.length, failed: 0, skipped: 0 }
    const settlements = Object.fromEntries(quotes.map(({ sellerId }) => [sellerId, settlement]))
    return {
      ...requested(terms),
      state: 'PURCHASED',
      rounds: [{ at, quotes, coverage, unanswered: [], settlements }],
      attempts: [{ ordinal: 1, quote: chosen, state: 'CONFIRMED', at, settlement }],
    }
  }
  const lines = (purchase: Purchase) => toReceipt(purchase)?.quotes.map(({ why, risk }) => [why, risk?.minor])

  it('says what reliability cost, with its parts', () => {
    const purchase = bought(
      quote('faithful', 1_505n, 9_950),
      quote('faithless', 1_499n, 8_000),
      quote('dear', 1_900n, 9_990),
    )
    expect(lines(purchase)).toEqual([
      ['$0.06 dearer than the cheapest, from a seller that keeps more of its promises (99.5 %).', 0],
      ['$0.06 cheaper, but this seller keeps fewer of its promises (80 %).', 14],
      ['Acceptable, but dearer.', 0],
    ])
    expect(toReceipt(fromJson(toJson(purchase)))).toEqual(toReceipt(purchase))
    expect(toReceipt(purchase)?.consent).toContain('Of prices within 1 % of each other')
  })

  it('speaks of promises among equal prices too, and not where the cheapest was taken', () => {
    expect(lines(bought(quote('faithful', 1_500n, 9_950), quote('faithless', 1_500n, 9_000)))).toEqual([
      ['The cheapest acceptable copy, delivered.', 0],
      ['The same price, but this seller keeps fewer of its promises (90 %).', 15],
    ])
  })

  it('is the same as ever for a round from before promises were counted', () => {
    expect(lines(bought(quote('a', 1_499n), quote('b', 1_500n)))).toEqual([
      ['The cheapest acceptable copy, delivered.', undefined],
      ['Acceptable, but dearer.', undefined],
    ])
  })
})
