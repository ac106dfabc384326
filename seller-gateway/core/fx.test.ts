import { currencyExponents } from '@quire/proto/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '../config.ts'
import { convert, divideHalfEven, findRate, parseRate } from './fx.ts'
import type { FxRate } from './fx.ts'
import { priceQuote, toQuoteId } from './price-quote.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { fakeQuote } from '../testing/fake-seller.ts'

const table = { base: 'USD', time: new Date('2026-11-20T15:00:00Z'), rates: { GBP: '0.8', JPY: '150', KWD: '0.3' } }
const rateOf = (from: string, to: string) => findRate(table, from, to) as FxRate

describe('findRate', () => {
  it('is 1 and has no time where none is needed', () => {
    expect(findRate(table, 'GBP', 'GBP')).toEqual({ from: 'GBP', to: 'GBP', rate: '1', time: null })
  })
  it('goes through the base, to ten decimals', () => {
    expect(rateOf('GBP', 'USD').rate).toBe('1.25')
    expect(rateOf('USD', 'GBP').rate).toBe('0.8')
    expect(rateOf('KWD', 'GBP').rate).toBe('2.6666666667')
    expect(rateOf('USD', 'GBP').time).toEqual(table.time)
  })
  it('is null for a currency that is not in the table', () => {
    expect(findRate(table, 'USD', 'EUR')).toBeNull()
    expect(findRate(table, 'USD', 'toString')).toBeNull()
  })
})

describe('convert', () => {
  it.each([
    [1000n, 'GBP', 'USD', 1250n],
    [999n, 'USD', 'GBP', 799n], // 799.2
    [1n, 'GBP', 'USD', 1n], // 1.25
    [2n, 'GBP', 'USD', 2n], // 2.5: half to even
    [6n, 'GBP', 'USD', 8n], // 7.5: half to even
    [1000n, 'USD', 'JPY', 1500n],
    [1500n, 'JPY', 'USD', 1000n],
    [1000n, 'USD', 'KWD', 3000n],
  ])('%s %s → %s: %s', (minor, from, to, expected) => {
    expect(convert({ currency: from, minor }, rateOf(from, to))).toEqual({ currency: to, minor: expected })
  })

  it('refuses a rate of another currency', () => {
    const converted = () => convert({ currency: 'JPY', minor: 1n }, rateOf('USD', 'GBP'))
    expect(converted).toThrow(new RangeError('a rate from USD does not convert JPY'))
  })

  it('is off by half a minor unit at most, and can be recomputed from the rate alone', () => {
    const { fx } = loadConfig({})
    const currency = fc.constantFrom('USD', ...Object.keys(fx.rates))
    fc.assert(
      fc.property(currency, currency, fc.bigInt(0n, 10_000_000n), (from, to, minor) => {
        const rate = findRate(fx, from, to) as FxRate
        const converted = convert({ currency: from, minor }, rate)
        const scale = 10n ** BigInt(10 + (currencyExponents[from] ?? 0))
        const exact = minor * parseRate(rate.rate) * 10n ** BigInt(currencyExponents[to] ?? 0)
        const error = converted.minor * scale - exact
        expect(2n * (error < 0n ? -error : error) <= scale).toBe(true)
      }),
    )
  })

  it('never turns a higher price into a lower one', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10_000_000n), fc.bigInt(0n, 10_000_000n), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        const rate = rateOf('JPY', 'GBP')
        expect(
          convert({ currency: 'JPY', minor: low }, rate).minor <= convert({ currency: 'JPY', minor: high }, rate).minor,
        ).toBe(true)
      }),
    )
  })
})

describe('parseRate', () => {
  it.each([
    '0',
    '-1',
    '1e3',
    'NaN',
    '',
    '1.',
    '.5',
    '1,5',
    '0.00000000001',
    '0.00',
    '1.5.2',
    'x1.5',
    '1.5x',
    '1.25 ',
    '1234567890',
    '1.12345678901',
  ])('refuses %j and says so', (text) => {
    expect(() => parseRate(text)).toThrow(new RangeError(`${JSON.stringify(text)} is not an exchange rate`))
  })

  it.each([
    ['1', 10_000_000_000n],
    ['0.0000000001', 1n],
    ['0.8', 8_000_000_000n],
    ['999999999.9999999999', 9_999_999_999_999_999_999n],
  ])('reads %s', (text, scaled) => {
    expect(parseRate(text)).toBe(scaled)
  })
})

it('rounds half to even', () => {
  expect([5n, 15n, 25n, 26n, 24n].map((n) => divideHalfEven(n, 10n))).toEqual([0n, 2n, 2n, 3n, 2n])
})

describe('a rate', () => {
  it('is a whole number without a point, and has no zeros at its end', () => {
    expect([rateOf('JPY', 'USD').rate, rateOf('USD', 'JPY').rate]).toEqual(['0.0066666667', '150'])
    expect(rateOf('GBP', 'JPY')).toEqual({ from: 'GBP', to: 'JPY', rate: '187.5', time: table.time })
  })

  it('is null where only one of the two is known, from either side', () => {
    expect([findRate(table, 'EUR', 'USD'), findRate(table, 'EUR', 'CHF')]).toEqual([null, null])
  })
})

describe('priceQuote', () => {
  const clock = fakeClock()
  it('gives a landed total that is the sum of its rounded parts, whatever they are', () => {
    const part = fc.bigInt(0n, 100_000n).map((minor) => ({ currency: 'USD', minor }))
    fc.assert(
      fc.property(part, part, part, fc.constantFrom('USD', 'GBP', 'JPY'), (item, shipping, tax, to) => {
        const priced = priceQuote(fakeQuote(clock, { item, shipping, tax }), rateOf('USD', to))
        expect(priced.landedTotal?.minor).toBe(priced.item.minor + priced.shipping!.minor + priced.tax!.minor)
        expect(priced.sellerTotal?.minor).toBe(item.minor + shipping.minor + tax.minor)
      }),
    )
  })
  it.each([{ shipping: null }, { tax: null }, { shipping: null, tax: null }])('gives no total with %j', (unknown) => {
    const priced = priceQuote(fakeQuote(clock, unknown), rateOf('USD', 'GBP'))
    expect(priced).toMatchObject({ landedTotal: null, sellerTotal: null })
  })

  it('converts the parts that are known, and only what can be summed has a total', () => {
    const [item, shipping] = [
      { currency: 'USD', minor: 1_000n },
      { currency: 'USD', minor: 250n },
    ]
    const pounds = (minor: bigint) => ({ currency: 'GBP', minor })
    const whole = priceQuote(fakeQuote(clock, { item, shipping, tax: shipping }), rateOf('USD', 'GBP'))
    expect(whole).toEqual({
      item: pounds(800n),
      shipping: pounds(200n),
      tax: pounds(200n),
      landedTotal: pounds(1_200n),
      sellerTotal: { currency: 'USD', minor: 1_500n },
    })
    const part = priceQuote(fakeQuote(clock, { item, shipping, tax: null }), rateOf('USD', 'GBP'))
    expect(part).toEqual({
      item: pounds(800n),
      shipping: pounds(200n),
      tax: null,
      landedTotal: null,
      sellerTotal: null,
    })
  })
})

describe('the id of a quote', () => {
  const clock = fakeClock()
  const quote = fakeQuote(clock, { quoteRef: 'r-1' })
  const at = new Date('2026-11-20T15:00:00Z')
  const id = toQuoteId('harbor', quote, at)

  it('is its seller’s name and 22 characters that say the rest', () => {
    expect(id).toMatch(/^harbor:[\w-]{22}$/)
    expect(toQuoteId('harbor', { ...quote }, new Date(at))).toBe(id)
  })

  it('is another for another seller, reference, book or answer', () => {
    const others = [
      toQuoteId('northgate', quote, at),
      toQuoteId('harbor', { ...quote, quoteRef: 'r-2' }, at),
      toQuoteId('harbor', { ...quote, isbn13: '9780306406157' }, at),
      toQuoteId('harbor', quote, new Date(at.getTime() + 1)),
    ].map((other) => other.split(':')[1])
    expect(new Set([...others, id.split(':')[1]]).size).toBe(5)
  })
})
