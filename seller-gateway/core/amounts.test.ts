import { currencyExponents } from '@quire/proto/money'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount, readAmount, sum } from './amounts.ts'

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
})

it('sums amounts of one currency only', () => {
  const dollar = { currency: 'USD', minor: 100n }
  expect(sum(dollar, dollar, dollar)).toEqual({ currency: 'USD', minor: 300n })
  expect(() => sum(dollar, { currency: 'EUR', minor: 1n })).toThrow(expect.objectContaining({ kind: 'bad_data' }))
})
