import { currencyExponents } from '@quire/proto/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount, readAmount, readMinor, sum } from './amounts.ts'

const currencies = Object.keys(currencyExponents)

describe('parseAmount', () => {
  it.each([
    ['12.34', 'USD', 1234n],
    ['12.3', 'USD', 1230n],
    ['12', 'USD', 1200n],
    ['0.01', 'USD', 1n],
    ['1250', 'JPY', 1250n],
    ['1.234', 'KWD', 1234n],
    ['100000.00', 'USD', 10_000_000n],
  ])('reads %s %s', (text, currency, minor) => {
    expect(parseAmount(text, currency, { currencies })).toEqual({ currency, minor })
  })

  it.each([
    ['NaN', 'USD'],
    ['Infinity', 'USD'],
    ['-1.00', 'USD'],
    ['+1.00', 'USD'],
    ['1e3', 'USD'],
    ['1e309', 'USD'],
    ['0x10', 'USD'],
    ['12,34', 'USD'],
    ['1,234.00', 'USD'],
    [' 12.34', 'USD'],
    ['12.34\n', 'USD'],
    ['12.', 'USD'],
    ['.5', 'USD'],
    ['012.34', 'USD'],
    ['12.345', 'USD'],
    ['12.340', 'USD'],
    ['12.5', 'JPY'],
    ['', 'USD'],
    ['0', 'USD'],
    ['0.00', 'USD'],
    ['100000.01', 'USD'],
    ['1000000000000', 'USD'],
    ['99999999999999999999', 'USD'],
    ['١٢', 'USD'],
    ['12.34', 'usd'],
    ['12.34', 'XXX'],
    ['12.34', ''],
    ['12.34', '__proto__'],
  ])('refuses %j %s', (text, currency) => {
    expect(() => parseAmount(text, currency, { currencies })).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it('refuses a currency that this seller does not use', () => {
    expect(() => parseAmount('1.00', 'EUR', { currencies: ['USD'] })).toThrow(/not a currency of this seller/)
  })

  it.each([
    ['12,34', 'USD', '"12,34" is not a price'],
    ['12.345', 'USD', '"12.345" has more decimals than USD'],
    ['12.34', 'XXX', '"XXX" is not a currency of this seller'],
    ['12.34', 'X'.repeat(99), `"${'X'.repeat(40)}" is not a currency of this seller`],
    ['0.00', 'USD', '0 minor units of USD cannot be right'],
    ['100000.01', 'USD', '10000001 minor units of USD cannot be right'],
  ])('says of %j %s what is wrong', (text, currency, message) => {
    expect(() => parseAmount(text, currency, { currencies })).toThrow(message)
  })

  it.each([
    ['100000.000', 'KWD', 100_000_000n],
    ['10000000', 'JPY', 10_000_000n],
  ])('takes %s %s, the most there is', (text, currency, minor) => {
    expect(parseAmount(text, currency, { currencies }).minor).toBe(minor)
    expect(() => readMinor(Number(minor) + 1, currency, { currencies })).toThrow('cannot be right')
  })

  it('takes nothing for shipping and tax only', () => {
    expect(parseAmount('0.00', 'USD', { currencies, mayBeZero: true }).minor).toBe(0n)
  })

  it('reads back what formatAmount writes, in every currency', () => {
    const money = fc.record({ currency: fc.constantFrom(...currencies), minor: fc.bigInt(1n, 10_000_000n) })
    fc.assert(
      fc.property(money, (one) => {
        expect(parseAmount(formatAmount(one), one.currency, { currencies })).toEqual(one)
      }),
    )
  })

  it('refuses or reads any text, and never throws anything else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseAmount(text, 'USD', { currencies }).minor).toBeGreaterThan(0n)
        } catch (error) {
          expect(error).toMatchObject({ kind: 'bad_data' })
        }
      }),
    )
  })
})

describe('readAmount', () => {
  it.each([
    [{ currencyCode: 'USD', units: '12', nanos: 340_000_000 }, 1234n],
    [{ currencyCode: 'JPY', units: '1250', nanos: 0 }, 1250n],
  ])('reads %j', (money, minor) => expect(readAmount(money, { currencies }).minor).toBe(minor))

  it.each([
    null,
    { currencyCode: '', units: '1', nanos: 0 },
    { currencyCode: 'USD', units: '-1', nanos: 0 },
    { currencyCode: 'USD', units: '0', nanos: -10_000_000 },
    { currencyCode: 'USD', units: '1', nanos: 1 },
    { currencyCode: 'JPY', units: '1', nanos: 500_000_000 },
    { currencyCode: 'USD', units: '9223372036854775807', nanos: 0 },
  ])('refuses %j', (money) => {
    expect(() => readAmount(money, { currencies })).toThrow(expect.objectContaining({ kind: 'bad_data' }))
  })

  it.each([
    [null, 'an amount is missing'],
    [{ currencyCode: 'XXX', units: '1', nanos: 0 }, '"XXX" is not a currency of this seller'],
    [{ currencyCode: 'USD', units: '1', nanos: 1 }, 'USD has no fraction of 1 nanos'],
    [{ currencyCode: 'USD', units: '-1', nanos: 0 }, '-100 minor units of USD cannot be right'],
  ])('says of %j what is wrong', (money, message) => {
    expect(() => readAmount(money, { currencies })).toThrow(message)
  })

  it('is for what the wire can carry: any other fault is ours and stays one', () => {
    const broken = { currencyCode: 'USD', units: 'one', nanos: 0 }
    expect(() => readAmount(broken, { currencies })).toThrow(SyntaxError)
  })
})

describe('readMinor', () => {
  const rule = { currencies: ['USD'] }
  it('reads whole minor units', () => {
    expect(readMinor(1299, 'USD', rule)).toEqual({ currency: 'USD', minor: 1299n })
    expect(readMinor(0, 'USD', { ...rule, mayBeZero: true }).minor).toBe(0n)
  })

  it.each([
    [12.5, 'USD', '12.5 is not a whole number of minor units'],
    [Number.NaN, 'USD', 'NaN is not a whole number of minor units'],
    [2 ** 53, 'USD', '9007199254740992 is not a whole number of minor units'],
    [0, 'USD', '0 minor units of USD cannot be right'],
    [-1, 'USD', '-1 minor units of USD cannot be right'],
    [1, 'EUR', '"EUR" is not a currency of this seller'],
  ])('refuses %s %s and says why', (minor, currency, message) => {
    const read = () => readMinor(minor, currency, rule)
    expect(read).toThrow(expect.objectContaining({ kind: 'bad_data', message }))
  })

  it('takes nothing less than nothing, even for shipping', () => {
    expect(() => readMinor(-1, 'USD', { ...rule, mayBeZero: true })).toThrow('cannot be right')
  })
})

it.each([
  [5n, 'USD', '0.05'],
  [100n, 'USD', '1.00'],
  [5n, 'JPY', '5'],
  [1_250n, 'JPY', '1250'],
  [1_234n, 'KWD', '1.234'],
])('writes %i minor units of %s as %s', (minor, currency, text) => {
  expect(formatAmount({ currency, minor })).toBe(text)
})

it('sums amounts of one currency only', () => {
  const dollar = { currency: 'USD', minor: 100n }
  expect(sum(dollar, dollar, dollar)).toEqual({ currency: 'USD', minor: 300n })
  expect(() => sum(dollar, { currency: 'EUR', minor: 1n })).toThrow(
    expect.objectContaining({ kind: 'bad_data', message: 'USD and EUR in one price' }),
  )
})
