// Amounts as the sandbox's sellers write and compute them.
import { exponentOf } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'

/** 1299 USD → "12.99"; 1299 JPY → "1299". */
export function toDecimal({ currency, minor }: Money): string {
  const exponent = exponentOf(currency)
  if (exponent === 0) return minor.toString()
  const digits = minor.toString().padStart(exponent + 1, '0')
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** "12.5", "12.50" or "12" → minor units; null when it is not a plain non-negative decimal of that currency. */
export function fromDecimal(text: string, currency: string): Money | null {
  const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(text)
  if (!found || !isKnownCurrency(currency)) return null
  const exponent = exponentOf(currency)
  const fraction = found[2] ?? ''
  if (fraction.length > exponent) return null
  return { currency, minor: BigInt(found[1] + fraction.padEnd(exponent, '0')) }
}

/** Journal and control shape: whole minor units as a JSON number. */
export function toView({ currency, minor }: Money): { currency: string; minor: number } {
  return { currency, minor: Number(minor) }
}

/** Adds amounts of one currency. */
export function sum(first: Money, ...rest: Money[]): Money {
  let minor = first.minor
  for (const money of rest) {
    if (money.currency !== first.currency) throw new RangeError(`${money.currency} is not ${first.currency}`)
    minor += money.minor
  }
  return { currency: first.currency, minor }
}

/** A share of an amount in basis points, rounded half up. */
export function share(money: Money, basisPoints: number): Money {
  return { currency: money.currency, minor: (money.minor * BigInt(basisPoints) + 5_000n) / 10_000n }
}

/** US cents → the sellers' own list price in another currency. The sellers' rates are theirs, fixed, and not today's. */
export function fromUsdCents(cents: number, currency: string): Money {
  const rate = listRates[currency]
  if (rate === undefined) throw new RangeError(`no list price in ${currency}`)
  return { currency, minor: BigInt(Math.round(cents * rate)) }
}

export function isKnownCurrency(currency: string): boolean {
  try {
    exponentOf(currency)
    return true
  } catch {
    return false
  }
}

const listRates: Readonly<Record<string, number>> = { USD: 1, GBP: 0.78, EUR: 0.92, CHF: 0.81, JPY: 1.5 }
