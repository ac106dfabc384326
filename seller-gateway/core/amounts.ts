// Amounts from strangers. Owns what a price may look like; refuses everything else as the seller's bad data, never guesses.
import { exponentOf, fromProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { SellerFailure } from './seller-failure.ts'

// No sign, no exponent, no grouping, no leading zeros, at most ten digits before the point.
const plainDecimal = /^(0|[1-9]\d{0,9})(?:\.(\d{1,3}))?$/

/** No book costs more than about 100 000 dollars, pounds or 10 million yen; above that it is a mistake or an attack. */
const maxMinor = (exponent: number) => 10n ** BigInt(5 + Math.max(2, exponent))

export interface AmountRule {
  /** The currencies that this seller may use. */
  currencies: readonly string[]
  /** True for shipping and tax; a book for nothing is a mistake. */
  mayBeZero?: boolean
}

/** A seller's decimal string → minor units. Throws SellerFailure `bad_data`. */
export function parseAmount(text: string, currency: string, rule: AmountRule): Money {
  const exponent = knownExponent(currency, rule)
  const [, units, fraction = ''] = plainDecimal.exec(text) ?? []
  if (units === undefined) throw badAmount(`${quote(text)} is not a price`)
  if (fraction.length > exponent) throw badAmount(`${quote(text)} has more decimals than ${currency}`)
  return checked({ currency, minor: BigInt(units + fraction.padEnd(exponent, '0')) }, rule)
}

/** A seller's google.type.Money → minor units. Throws SellerFailure `bad_data`. */
export function readAmount(
  money: { currencyCode: string; units: string; nanos: number } | null,
  rule: AmountRule,
): Money {
  if (!money) throw badAmount('an amount is missing')
  knownExponent(money.currencyCode, rule)
  try {
    return checked(fromProtoMoney(money), rule)
  } catch (error) {
    if (error instanceof RangeError) throw badAmount(error.message)
    throw error
  }
}

/** A seller's whole minor units, as a JSON number → minor units. Throws SellerFailure `bad_data`. */
export function readMinor(minor: number, currency: string, rule: AmountRule): Money {
  knownExponent(currency, rule)
  if (!Number.isSafeInteger(minor)) throw badAmount(`${minor} is not a whole number of minor units`)
  return checked({ currency, minor: BigInt(minor) }, rule)
}

/** Minor units → the decimal string that sellers understand, with all the currency's decimals. */
export function formatAmount({ currency, minor }: Money): string {
  const exponent = exponentOf(currency)
  const digits = minor.toString().padStart(exponent + 1, '0')
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

/** The sum of amounts of one currency. Throws SellerFailure `bad_data` when they are not. */
export function sum(first: Money, ...rest: Money[]): Money {
  let minor = first.minor
  for (const part of rest) {
    if (part.currency !== first.currency) throw badAmount(`${first.currency} and ${part.currency} in one price`)
    minor += part.minor
  }
  return { currency: first.currency, minor }
}

function checked(money: Money, rule: AmountRule): Money {
  const isTooSmall = rule.mayBeZero ? money.minor < 0n : money.minor <= 0n
  if (isTooSmall || money.minor > maxMinor(exponentOf(money.currency)))
    throw badAmount(`${money.minor} minor units of ${money.currency} cannot be right`)
  return money
}

function knownExponent(currency: string, rule: AmountRule): number {
  if (!rule.currencies.includes(currency)) throw badAmount(`${quote(currency)} is not a currency of this seller`)
  return exponentOf(currency)
}

function badAmount(message: string): SellerFailure {
  return new SellerFailure('bad_data', message)
}

const quote = (text: string) => JSON.stringify(text.slice(0, 40))
