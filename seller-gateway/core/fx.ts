// Currency conversion. Pure.
// The rounding rule: the rate is fixed first, to 10 decimals; each part of a price (item, shipping, tax) is converted alone and
// rounded half to even to the minor unit; the landed total is the sum of the rounded parts. So a quote can be recomputed by anyone
// from the amounts and the rate it carries, and its parts always add up.
import { exponentOf } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'

/** Rates of one day: units of each currency for one unit of `base`, as decimal strings. */
export interface FxTable {
  base: string
  time: Date
  rates: Readonly<Record<string, string>>
}

/** Units of `to` for one of `from`. */
export interface FxRate {
  from: string
  to: string
  /** A decimal; "1" when the currencies are the same. */
  rate: string
  /** When it was set; null when none was needed. */
  time: Date | null
}

const decimals = 10
const one = 10n ** BigInt(decimals)
const decimalRate = /^\d{1,9}(?:\.\d{1,10})?$/

/** The rate between two currencies, or null when the table does not have it. */
export function findRate(table: FxTable, from: string, to: string): FxRate | null {
  if (from === to) return { from, to, rate: '1', time: null }
  const fromRate = scaledOf(table, from)
  const toRate = scaledOf(table, to)
  if (fromRate === null || toRate === null) return null
  return { from, to, rate: toDecimal(divideHalfEven(toRate * one, fromRate)), time: table.time }
}

/** Converts one amount by the rule above. Throws a RangeError when the rate is for another currency. */
export function convert(money: Money, rate: FxRate): Money {
  if (money.currency !== rate.from) throw new RangeError(`a rate from ${rate.from} does not convert ${money.currency}`)
  if (rate.from === rate.to) return money
  const numerator = money.minor * parseRate(rate.rate) * 10n ** BigInt(exponentOf(rate.to))
  return { currency: rate.to, minor: divideHalfEven(numerator, one * 10n ** BigInt(exponentOf(rate.from))) }
}

/** A decimal rate → units of 10⁻¹⁰. Throws a RangeError for anything but a plain positive decimal. */
export function parseRate(text: string): bigint {
  const [units = '', fraction = ''] = text.split('.')
  const scaled = decimalRate.test(text) ? BigInt(units + fraction.padEnd(decimals, '0')) : 0n
  if (scaled <= 0n) throw new RangeError(`${JSON.stringify(text)} is not an exchange rate`)
  return scaled
}

/** n ÷ d for n ≥ 0 and d > 0, rounded to the nearest integer and, half way, to the even one. */
export function divideHalfEven(n: bigint, d: bigint): bigint {
  const quotient = n / d
  const twice = 2n * (n % d)
  if (twice < d || (twice === d && quotient % 2n === 0n)) return quotient
  return quotient + 1n
}

function scaledOf(table: FxTable, currency: string): bigint | null {
  if (currency === table.base) return one
  const text = Object.hasOwn(table.rates, currency) ? table.rates[currency] : undefined
  return text === undefined ? null : parseRate(text)
}

function toDecimal(scaled: bigint): string {
  const fraction = (scaled % one).toString().padStart(decimals, '0').replace(/0+$/, '')
  return fraction === '' ? `${scaled / one}` : `${scaled / one}.${fraction}`
}
