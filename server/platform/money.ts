// Money inside the server: integer minor units with a currency, never a float. The wire forms live in @quire/proto/money.
import { exponentOf } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { z } from 'zod'

export type { Money }
export { exponentOf }

/** An amount as it crosses tRPC: `{ currency: 'USD', minor: 1299 }`. */
export const MoneyView = z.strictObject({ currency: z.string().length(3), minor: z.int() })
export type MoneyView = z.infer<typeof MoneyView>

/** An amount a shopper may name: positive, in a currency Quire trades in, at most ten million minor units (a typing-error guard). */
export const MoneyInput = z
  .strictObject({
    currency: z.string().refine(isKnownCurrency, 'is not a currency Quire trades in'),
    minor: z.int().min(1, 'must be more than nothing').max(10_000_000, 'is more than any book here costs'),
  })
  .transform(({ currency, minor }): Money => ({ currency, minor: BigInt(minor) }))

/** `money(1299n, 'USD')` is $12.99. */
export function money(minor: bigint, currency: string): Money {
  exponentOf(currency) // refuses unknown currencies
  return { currency, minor }
}

/** The sum; throws a RangeError when the currencies differ. */
export function add(a: Money, b: Money): Money {
  return { currency: same(a, b), minor: a.minor + b.minor }
}

/** a − b; throws a RangeError when the currencies differ. May be negative. */
export function subtract(a: Money, b: Money): Money {
  return { currency: same(a, b), minor: a.minor - b.minor }
}

/** The same amount the other way. */
export function negate({ minor, currency }: Money): Money {
  return { currency, minor: -minor }
}

/** Negative, zero or positive as a is less than, equal to or more than b; throws a RangeError when the currencies differ. */
export function compare(a: Money, b: Money): number {
  same(a, b)
  return a.minor < b.minor ? -1 : a.minor > b.minor ? 1 : 0
}

/** True when a ≤ b, in one currency. */
export function isAtMost(a: Money, b: Money): boolean {
  return compare(a, b) <= 0
}

/**
 * `share` of `whole`, applied to `amount`: amount × numerator ÷ denominator, rounded half to even on the minor unit.
 * Used to turn a seller's confirmed total back into the shopper's currency at the rate that was quoted.
 */
export function scale(amount: Money, numerator: bigint, denominator: bigint): Money {
  if (denominator <= 0n || numerator < 0n || amount.minor < 0n)
    throw new RangeError('scale needs amounts of at least 0')
  const product = amount.minor * numerator
  const floor = product / denominator
  const twice = (product % denominator) * 2n
  const up = twice > denominator || (twice === denominator && floor % 2n === 1n)
  return { currency: amount.currency, minor: up ? floor + 1n : floor }
}

/** For people, in their notation: `$12.99`. */
export function format(amount: Money, locale = 'en-US'): string {
  return formatterOf(locale, amount.currency).format(toDecimal(amount) as `${number}`)
}

const formatters = new Map<string, Intl.NumberFormat>() // each takes longer to make than a hundred amounts to format

/** At most one for each of the currencies traded in and each locale of the code: neither comes from outside. */
function formatterOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`
  const known = formatters.get(key)
  if (known) return known
  const minimumFractionDigits = exponentOf(currency)
  const made = new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits })
  formatters.set(key, made)
  return made
}

/** The amount as a decimal string: `12.99`. */
export function toDecimal({ currency, minor }: Money): string {
  const digits = exponentOf(currency)
  const isNegative = minor < 0n
  const padded = (isNegative ? -minor : minor).toString().padStart(digits + 1, '0')
  const whole = padded.slice(0, padded.length - digits)
  return (isNegative ? '-' : '') + (digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`)
}

/** → tRPC. Throws a RangeError above the safe integers, which no amount here reaches. */
export function toMoneyView({ currency, minor }: Money): MoneyView {
  const number = Number(minor)
  if (!Number.isSafeInteger(number)) throw new RangeError('amount does not fit a JSON number')
  return { currency, minor: number }
}

function same(a: Money, b: Money): string {
  if (a.currency !== b.currency) throw new RangeError(`cannot mix ${a.currency} and ${b.currency}`)
  return a.currency
}

/** True for the currencies that Quire trades in. */
export function isKnownCurrency(code: string): boolean {
  try {
    exponentOf(code)
    return true
  } catch {
    return false
  }
}
