import { expect, it } from 'vitest'
import { readIsbn13, readPrice, readWhole } from './read-input.ts'

it.each([
  ['12', 'USD', 1_200],
  ['12.5', 'USD', 1_250],
  [' 12,50 ', 'EUR', 1_250],
  ['1200', 'JPY', 1_200],
])('reads %s %s', (text, currency, minor) => {
  expect(readPrice(text, currency)).toEqual({ currency, minor })
})

it.each(['', '0', '-1', '1.234', '1,234.50', 'twelve', '12.'])('does not guess what the price %s means', (text) => {
  expect(readPrice(text, 'USD')).toBeNull()
})

it('reads whole numbers within their bounds', () => {
  expect(['-2', '−2', '+3', '0', '1.5', '', '9999999', 'x'].map((text) => readWhole(text, -5, 5))).toEqual([
    -2,
    -2,
    3,
    0,
    null,
    null,
    null,
    null,
  ])
  expect(readWhole('6', -5, 5)).toBeNull()
})

it('reads an ISBN as it is printed', () => {
  expect(readIsbn13('978-0-14-143951-8')).toBe('9780141439518')
  expect(readIsbn13('0141439513')).toBeNull()
})
