import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatMoney, plainAmount } from '../../ui/format.ts'
import { maxMinor, parseAmount } from './money-input.ts'

const minorOf = (text: string, currency: string) => {
  const parsed = parseAmount(text, currency)
  return parsed.ok ? parsed.minor : parsed.problem
}

it.each([
  ['14', 1400],
  ['14.00', 1400],
  ['14,00', 1400],
  ['14.5', 1450],
  ['14,5', 1450],
  ['14.', 1400],
  ['0.99', 99],
  [' $14.00 ', 1400],
  ['14,00 €', 1400],
  ['USD 14', 1400],
  ['1,234.50', 123_450],
  ['1.234,50', 123_450],
  ['1 234,50', 123_450],
  ['1’234.50', 123_450],
  ['12,345,678', 'too_large'],
  ['1,234,5', 'not_a_number'],
  ['', 'empty'],
  ['   ', 'empty'],
  ['$', 'not_a_number'],
  ['cheap', 'not_a_number'],
  ['-14', 'not_a_number'],
  ['1e3', 'not_a_number'],
  ['14.00.00', 'not_a_number'],
  ['1,23.4', 'not_a_number'],
  ['.50', 'not_a_number'],
  ['14.001', 'ambiguous'],
  ['1,234', 'ambiguous'],
  ['14.0001', 'too_precise'],
  ['0', 'zero'],
  ['0,00', 'zero'],
  ['100000.01', 'too_large'],
])('reads %j as %j', (text, expected) => {
  expect(minorOf(text, 'USD')).toBe(expected)
})

it('knows currencies without cents', () => {
  expect(minorOf('1,234', 'JPY')).toBe(1234)
  expect(minorOf('¥1400', 'JPY')).toBe(1400)
  expect(minorOf('14.5', 'JPY')).toBe('too_precise')
})

it('reads back whatever Quire itself writes, in any language', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: maxMinor }),
      fc.constantFrom('USD', 'EUR', 'JPY', 'CHF'),
      fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE'),
      (minor, currency, locale) => {
        expect(minorOf(plainAmount({ currency, minor }), currency)).toBe(minor)
        expect(minorOf(formatMoney({ currency, minor }, locale), currency)).toBe(minor)
      },
    ),
  )
})

it('never throws and never goes beyond the guard', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from("0123456789.,' $€-e")) }), (text) => {
      const parsed = parseAmount(text, 'USD')
      if (parsed.ok)
        expect(parsed.minor).toSatisfy((minor: number) => Number.isInteger(minor) && minor > 0 && minor <= maxMinor)
    }),
  )
})
