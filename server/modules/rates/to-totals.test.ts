import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '#platform/money'
import { chooseDemoRates } from './choose-demo.ts'
import type { KnownTotals, RateTables, Totals, TotalsLine } from './model.ts'
import { toShares, toTotals } from './to-totals.ts'

const demo = chooseDemoRates()
const line = (minor: number, quantity = 1, currency = 'USD', id = 'a'): TotalsLine => ({
  id,
  quantity,
  price: money(BigInt(minor), currency),
})

function known(totals: Totals): KnownTotals {
  if (totals.kind !== 'known') throw new Error(totals.reason)
  return totals
}

const minors = ({ goods, shipping, tax, total }: KnownTotals) => [goods, shipping, tax, total].map(({ minor }) => minor)

describe('the demo rates', () => {
  it.each([
    ['New York taxes shipping', { country: 'US', postalCode: '10001' }, 'USD', [2_000n, 499n, 222n, 2_721n]],
    ['California does not', { country: 'US', postalCode: '94105-1234' }, 'USD', [2_000n, 499n, 145n, 2_644n]],
    ['a small corner of New York', { country: 'US', postalCode: '00501' }, 'USD', [2_000n, 499n, 222n, 2_721n]],
    ['a state without tax', { country: 'US', postalCode: '97201' }, 'USD', [2_000n, 499n, 0n, 2_499n]],
    ['Great Britain taxes no books', { country: 'GB', postalCode: 'SW1A 1AA' }, 'GBP', [2_000n, 899n, 0n, 2_899n]],
    ['Germany', { country: 'DE' }, 'EUR', [2_000n, 1_174n, 222n, 3_396n]],
    ['France', { country: 'FR' }, 'EUR', [2_000n, 1_174n, 175n, 3_349n]],
    ['Japan, in yen without a minor unit', { country: 'JP' }, 'JPY', [2_000n, 2_500n, 450n, 4_950n]],
    ['everywhere else', { country: 'NZ' }, 'USD', [2_000n, 2_499n, 0n, 4_499n]],
  ])('%s', (_, destination, currency, parts) => {
    expect(minors(known(toTotals([line(1_000, 2, currency)], destination, demo)))).toEqual(parts)
  })

  it('send free from a worth on', () => {
    const to = { country: 'US', postalCode: '97201' }
    expect(known(toTotals([line(3_499)], to, demo)).shipping.minor).toBe(399n)
    expect(known(toTotals([line(3_500)], to, demo)).shipping.minor).toBe(0n)
  })

  it('say when the tax is an estimate, and name it', () => {
    expect(known(toTotals([line(1_000)], { country: 'US' }, demo))).toMatchObject({ isEstimate: true, taxName: null })
    const there = known(toTotals([line(1_000)], { country: 'US', postalCode: '10001' }, demo))
    expect(there).toMatchObject({ isEstimate: false, taxName: 'New York sales tax' })
    expect(known(toTotals([line(1_000)], { country: 'DE' }, demo))).toMatchObject({ isEstimate: false })
  })

  it('refuse what they do not know', () => {
    const refused = (reason: string) => ({ kind: 'refused', reason })
    expect(toTotals([line(1_000, 1, 'EUR')], { country: 'NZ' }, demo)).toEqual(refused('not_delivered'))
    expect(toTotals([line(1_000), line(1_000, 1, 'EUR')], { country: 'DE' }, demo)).toEqual(refused('currency_mixed'))
    expect(toTotals([line(1_000)], { country: 'DE' }, { shipping: [], tax: [] })).toEqual(refused('not_delivered'))
  })
})

describe('ebooks', () => {
  const ebook = (minor: number, id = 'e'): TotalsLine => ({ ...line(minor, 1, 'USD', id), isDigital: true })

  it('are taxed where they are sold to, and sent nowhere, also where nothing is delivered', () => {
    const totals = known(toTotals([ebook(1_000)], { country: 'US', postalCode: '10001' }, demo))
    expect(minors(totals)).toEqual([1_000n, 0n, 89n, 1_089n])
    expect(totals.days).toBeNull()
    const nowhere: RateTables = { ...demo, shipping: [] }
    expect(minors(known(toTotals([ebook(1_000)], { country: 'DE' }, nowhere)))).toEqual([1_000n, 0n, 70n, 1_070n])
    expect(toTotals([ebook(1_000), line(1_000)], { country: 'DE' }, nowhere)).toMatchObject({ reason: 'not_delivered' })
  })

  it('neither cost delivery nor make that of copies free, and everything still adds up', () => {
    const minor = fc.integer({ min: 1, max: 9_000 })
    const to = fc.constantFrom({ country: 'US', postalCode: '10001' }, { country: 'US', postalCode: '94105' })
    fc.assert(
      fc.property(minor, fc.array(minor, { minLength: 1, maxLength: 5 }), to, (copy, ebooks, place) => {
        const lines = ebooks.map((each, i) => ebook(each, `e${i}`))
        const totals = known(toTotals([line(copy), ...lines], place, demo))
        expect(totals.shipping).toEqual(known(toTotals([line(copy)], place, demo)).shipping)
        const taxes = totals.lines.reduce((sum, { tax }) => sum + tax.minor, totals.shippingTax.minor)
        expect(taxes).toBe(totals.tax.minor)
        expect(totals.total.minor).toBe(totals.goods.minor + totals.shipping.minor + totals.tax.minor)
      }),
    )
  })
})

it.each([0, -1, 1.5, NaN])('takes no line of %s copies', (quantity) => {
  expect(() => toTotals([line(1_000, quantity)], { country: 'US' }, demo)).toThrow(RangeError)
})

it('takes no order of nothing', () => {
  expect(() => toTotals([], { country: 'US' }, demo)).toThrow(RangeError)
})

it('rounds the tax of the order once, half to even, and not line by line', () => {
  const tables = flat({ partsPerMillion: 50_000 })
  // 5 % of 10 is 0.5 each: line by line either nothing or 3 would be taken.
  const three = known(
    toTotals(
      [1, 2, 3].map((i) => line(10, 1, 'USD', String(i))),
      { country: 'US' },
      tables,
    ),
  )
  expect(three.tax.minor).toBe(2n) // of 1.5
  expect(three.lines.map(({ tax }) => tax.minor)).toEqual([1n, 1n, 0n])
  expect(known(toTotals([line(50)], { country: 'US' }, tables)).tax.minor).toBe(2n) // of 2.5
  expect(known(toTotals([line(70)], { country: 'US' }, tables)).tax.minor).toBe(4n) // of 3.5
})

describe('of any order', () => {
  const anyLines = (currency: string) =>
    fc
      .array(fc.record({ minor: fc.integer({ min: 1, max: 10_000_000 }), quantity: fc.integer({ min: 1, max: 99 }) }), {
        minLength: 1,
        maxLength: 50,
      })
      .map((rows) => rows.map(({ minor, quantity }, i) => line(minor, quantity, currency, String(i))))
  const anyOrder = fc.constantFrom('USD', 'JPY', 'KWD').chain((currency) =>
    fc.record({
      lines: anyLines(currency),
      tables: fc
        .record({
          first: fc.integer({ min: 0, max: 5_000 }),
          further: fc.integer({ min: 0, max: 900 }),
          freeFrom: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
          partsPerMillion: fc.integer({ min: 0, max: 1_000_000 }),
          isShippingTaxed: fc.boolean(),
        })
        .map((rates) => flat({ ...rates, currency })),
    }),
  )
  const sum = (amounts: readonly bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)

  it('the parts add up to the total, and none is below zero', () => {
    fc.assert(
      fc.property(anyOrder, ({ lines, tables }) => {
        const totals = known(toTotals(lines, { country: 'US' }, tables))
        const { goods, shipping, shippingTax, tax, total } = totals
        expect(total.minor).toBe(goods.minor + shipping.minor + tax.minor)
        expect(sum(totals.lines.map((each) => each.goods.minor))).toBe(goods.minor)
        expect(sum(totals.lines.map((each) => each.tax.minor)) + shippingTax.minor).toBe(tax.minor)
        const all = [
          ...totals.lines.flatMap((each) => [each.goods, each.tax]),
          goods,
          shipping,
          shippingTax,
          tax,
          total,
        ]
        expect(all.every(({ minor, currency }) => minor >= 0n && currency === lines[0]?.price.currency)).toBe(true)
      }),
    )
  })

  it('the tax is within half a minor unit of the exact one, and a line pays within one of its share', () => {
    fc.assert(
      fc.property(anyOrder, ({ lines, tables }) => {
        const totals = known(toTotals(lines, { country: 'US' }, tables))
        const [rule] = tables.tax
        const rate = BigInt(rule?.partsPerMillion ?? 0)
        const base = totals.goods.minor + (rule?.isShippingTaxed ? totals.shipping.minor : 0n)
        const off = 2n * (totals.tax.minor * 1_000_000n - base * rate)
        expect(off >= -1_000_000n && off <= 1_000_000n).toBe(true)
        for (const { goods, tax } of totals.lines) {
          const lineOff = tax.minor * base - totals.tax.minor * goods.minor
          expect(lineOff > -base && lineOff < base).toBe(true)
        }
      }),
    )
  })

  it('shares add up, and equal weights differ by one at most', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 60 }),
        (whole, weights) => {
          if (sum(weights) === 0n) return
          const shares = toShares(whole, weights)
          expect(sum(shares)).toBe(whole)
          expect(shares.every((share, i) => share >= 0n && (weights[i] !== 0n || share === 0n))).toBe(true)
        },
      ),
    )
    expect(toShares(0n, [0n, 0n])).toEqual([0n, 0n])
    expect(() => toShares(1n, [0n])).toThrow(RangeError)
  })
})

function flat(rates: {
  first?: number
  further?: number
  freeFrom?: number | null
  partsPerMillion: number
  isShippingTaxed?: boolean
  currency?: string
}): RateTables {
  const { first = 0, further = 0, freeFrom = null, partsPerMillion, isShippingTaxed = true, currency = 'USD' } = rates
  return {
    shipping: [
      {
        country: 'US',
        currency,
        firstMinor: BigInt(first),
        furtherMinor: BigInt(further),
        freeFromMinor: freeFrom === null ? null : BigInt(freeFrom),
        daysMin: 1,
        daysMax: 2,
      },
    ],
    tax: [{ country: 'US', postalPrefix: '', name: 'Tax', partsPerMillion, isShippingTaxed }],
  }
}
