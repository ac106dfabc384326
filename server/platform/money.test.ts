import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { currencyExponents } from '@quire/proto/money'
import {
  MoneyInput,
  MoneyView,
  add,
  compare,
  format,
  isAtMost,
  isKnownCurrency,
  money,
  negate,
  scale,
  subtract,
  toDecimal,
  toMoneyView,
} from './money.ts'
import type { Money } from './money.ts'

const currency = fc.constantFrom(...Object.keys(currencyExponents))
const minor = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n })
const amount: fc.Arbitrary<Money> = fc.record({ currency, minor })
const pair = fc.tuple(currency, minor, minor).map(([code, a, b]): [Money, Money] => [money(a, code), money(b, code)])

it('refuses a currency that Quire does not trade in', () => {
  for (const code of ['XYZ', 'usd', '', 'US', '__proto__', 'constructor', 'toString'])
    expect(() => money(1n, code), code).toThrow(RangeError)
  expect(['USD', 'JPY', 'XYZ', 'usd'].map(isKnownCurrency)).toEqual([true, true, false, false])
})

describe('sums', () => {
  it('go forth and back, in any order', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(subtract(add(a, b), b)).toEqual(a)
        expect(add(a, b)).toEqual(add(b, a))
        expect(add(a, negate(a)).minor).toBe(0n)
      }),
    )
  })

  it('and comparisons never mix currencies', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        fc.pre(a.currency !== b.currency)
        for (const mix of [add, subtract, compare, isAtMost])
          expect(() => mix(a, b)).toThrow(new RangeError(`cannot mix ${a.currency} and ${b.currency}`))
      }),
    )
  })

  it('compare as numbers do', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(Math.sign(compare(a, b))).toBe(a.minor === b.minor ? 0 : a.minor < b.minor ? -1 : 1)
        expect(isAtMost(a, b)).toBe(a.minor <= b.minor)
      }),
    )
  })

  it.each([
    [1_299n, 1_300n, -1, true],
    [1_300n, 1_300n, 0, true],
    [1_301n, 1_300n, 1, false],
  ])('say that %i beside %i is %i, and at most as much: %s', (a, b, sign, isNoMore) => {
    expect(compare(money(a, 'USD'), money(b, 'USD'))).toBe(sign)
    expect(isAtMost(money(a, 'USD'), money(b, 'USD'))).toBe(isNoMore)
  })
})

describe('scale', () => {
  const natural = fc.bigInt({ min: 0n, max: 10n ** 12n })
  const positive = fc.bigInt({ min: 1n, max: 10n ** 6n })

  it('gives the nearest whole minor unit, and of two as near the even one', () => {
    fc.assert(
      fc.property(natural, natural, positive, (value, numerator, denominator) => {
        const { minor: got } = scale(money(value, 'EUR'), numerator, denominator)
        // The distance of a whole number from the exact quotient, times the denominator, is a whole number too.
        const distance = (whole: bigint) => magnitude(whole * denominator - value * numerator)
        for (const other of [got - 1n, got + 1n]) {
          expect(distance(got) <= distance(other)).toBe(true)
          if (distance(got) === distance(other)) expect(got % 2n).toBe(0n)
        }
      }),
      {
        examples: [
          [5n, 1n, 2n],
          [15n, 1n, 10n],
          [25n, 1n, 10n],
          [7n, 1n, 2n],
          [0n, 9n, 4n],
        ],
        numRuns: 500,
      },
    )
  })

  it.each([
    [5n, 2n],
    [15n, 8n],
    [25n, 12n],
    [35n, 18n],
  ])('rounds %i halves to %i', (value, rounded) => {
    expect(scale(money(value, 'USD'), 1n, 2n).minor).toBe(rounded)
  })

  it('of the whole is the amount', () => {
    fc.assert(
      fc.property(natural, positive, (value, whole) => {
        expect(scale(money(value, 'JPY'), whole, whole)).toEqual(money(value, 'JPY'))
      }),
    )
  })

  it('takes nothing below zero, and no denominator of zero', () => {
    const refusal = new RangeError('scale needs amounts of at least 0')
    expect(() => scale(money(1n, 'USD'), 1n, 0n)).toThrow(refusal)
    expect(() => scale(money(1n, 'USD'), 1n, -1n)).toThrow(refusal)
    expect(() => scale(money(1n, 'USD'), -1n, 1n)).toThrow(refusal)
    expect(() => scale(money(-1n, 'USD'), 1n, 1n)).toThrow(refusal)
    expect(scale(money(1n, 'USD'), 0n, 1n).minor).toBe(0n)
  })
})

describe('as text', () => {
  it.each([
    [1299n, 'USD', '12.99', '$12.99'],
    [5n, 'USD', '0.05', '$0.05'],
    [-5n, 'USD', '-0.05', '-$0.05'],
    [0n, 'USD', '0.00', '$0.00'],
    [1299n, 'JPY', '1299', '¥1,299'],
    [0n, 'JPY', '0', '¥0'],
    [-7n, 'KRW', '-7', '-₩7'],
    [1299n, 'KWD', '1.299', 'KWD 1.299'],
    [5n, 'BHD', '0.005', 'BHD 0.005'],
    [100_000_000n, 'EUR', '1000000.00', '€1,000,000.00'],
  ])('%i minor units of %s are %s, for people %s', (value, code, decimal, forPeople) => {
    expect(toDecimal(money(value, code))).toBe(decimal)
    expect(format(money(value, code)).replaceAll('\u00A0', ' ')).toBe(forPeople)
  })

  it('loses nothing, however large', () => {
    fc.assert(
      fc.property(amount, (original) => {
        expect(fromDecimal(toDecimal(original), original.currency)).toBe(original.minor)
        const shown = format(original)
        const digits = BigInt(shown.replaceAll(/\D/g, ''))
        expect(shown.includes('-') ? -digits : digits).toBe(original.minor)
      }),
    )
  })

  it('follows the notation of the reader', () => {
    expect(format(money(123_456n, 'EUR'), 'de-DE').replaceAll('\u00A0', ' ')).toBe('1.234,56 €')
  })
})

describe('across tRPC', () => {
  it('goes out as a safe integer or not at all', () => {
    expect(toMoneyView(money(1299n, 'USD'))).toEqual({ currency: 'USD', minor: 1299 })
    const largest = BigInt(Number.MAX_SAFE_INTEGER)
    expect(toMoneyView(money(largest, 'USD')).minor).toBe(Number.MAX_SAFE_INTEGER)
    expect(() => toMoneyView(money(largest + 1n, 'USD'))).toThrow('amount does not fit a JSON number')
  })

  it('comes in as a positive whole number of a known currency', () => {
    expect(MoneyInput.parse({ currency: 'USD', minor: 1299 })).toEqual(money(1299n, 'USD'))
    expect(MoneyInput.parse({ currency: 'KWD', minor: 10_000_000 }).minor).toBe(10_000_000n)
    const wrong = [
      { currency: 'USD', minor: 0 },
      { currency: 'USD', minor: -1 },
      { currency: 'USD', minor: 12.5 },
      { currency: 'USD', minor: 10_000_001 },
      { currency: 'USD', minor: '1299' },
      { currency: 'USD', minor: Number.NaN },
      { currency: 'XXX', minor: 1 },
      { currency: '__proto__', minor: 1 },
      { currency: 'USD', minor: 1, cents: 1 },
    ]
    for (const input of wrong) expect(MoneyInput.safeParse(input).success, JSON.stringify(input)).toBe(false)
  })

  it.each([
    [{ currency: 'USD', minor: 0 }, 'minor', 'must be more than nothing'],
    [{ currency: 'USD', minor: 10_000_001 }, 'minor', 'is more than any book here costs'],
    [{ currency: 'XXX', minor: 1 }, 'currency', 'is not a currency Quire trades in'],
  ])('says of %j what is wrong with its %s: %s', (input, field, message) => {
    expect(MoneyInput.safeParse(input).error?.issues).toMatchObject([{ path: [field], message }])
  })

  it('is shown as a whole number of a currency of three letters, and with nothing else', () => {
    const shown = { currency: 'USD', minor: -1 }
    expect(MoneyView.parse(shown)).toEqual(shown)
    for (const change of [{ currency: 'US' }, { currency: 'USDT' }, { minor: 0.5 }, { minor: '1' }, { cents: 1 }])
      expect(MoneyView.safeParse({ ...shown, ...change }).success, JSON.stringify(change)).toBe(false)
  })
})

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value
}

/** A reader of decimals that shares nothing with the writer: by the point, not by division. */
function fromDecimal(text: string, code: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  expect(fraction).toHaveLength(currencyExponents[code] ?? Number.NaN)
  return BigInt(whole + fraction) * (text.startsWith('-') ? -1n : 1n)
}
