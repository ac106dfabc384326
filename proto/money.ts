// Money between its two shapes: integer minor units here, google.type.Money on the wire.
import type { Money__Output } from './gen/google/type/Money.ts'

/** An amount in integer minor units (cents, yen) of an ISO 4217 currency. */
export interface Money {
  readonly currency: string
  readonly minor: bigint
}

/** Decimal places of each currency Quire trades in (ISO 4217). A currency that is not here is refused. */
export const currencyExponents: Readonly<Record<string, number>> = {
  USD: 2,
  EUR: 2,
  GBP: 2,
  CHF: 2,
  CAD: 2,
  AUD: 2,
  NZD: 2,
  SEK: 2,
  NOK: 2,
  DKK: 2,
  PLN: 2,
  CZK: 2,
  INR: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  BHD: 3,
}

/** Decimal places of `currency`; throws a RangeError for one Quire does not trade in. */
export function exponentOf(currency: string): number {
  const exponent = Object.hasOwn(currencyExponents, currency) ? currencyExponents[currency] : undefined
  if (exponent === undefined) throw new RangeError(`unknown currency ${JSON.stringify(currency)}`)
  return exponent
}

/** Minor units → google.type.Money. */
export function toProtoMoney(money: Money): { currencyCode: string; units: string; nanos: number } {
  const scale = 10n ** BigInt(exponentOf(money.currency))
  const nanosPerMinor = 1_000_000_000n / scale
  return {
    currencyCode: money.currency,
    units: (money.minor / scale).toString(),
    nanos: Number((money.minor % scale) * nanosPerMinor),
  }
}

/** google.type.Money → minor units. Throws a RangeError when the amount is not whole minor units of a known currency. */
export function fromProtoMoney(money: Money__Output): Money {
  const scale = 10n ** BigInt(exponentOf(money.currencyCode))
  const nanosPerMinor = 1_000_000_000n / scale
  const nanos = BigInt(money.nanos)
  if (nanos % nanosPerMinor !== 0n)
    throw new RangeError(`${money.currencyCode} has no fraction of ${money.nanos} nanos`)
  return { currency: money.currencyCode, minor: BigInt(money.units) * scale + nanos / nanosPerMinor }
}
