// What an order of our own copies and ebooks costs at a destination. Pure. Ebooks are taxed where they are sold to, by the rule of copies, and never
// sent: they neither cost delivery nor count towards its being free. The rounding rule (decision record 0036): tax is taken once of an order, of
// all that is taxed together, rounded half to even on the minor unit; then it is divided among what it was taken of by largest remainder
// (Hamilton's method), so that the parts add up to it and a refund of one line knows its share.
import { add, money, scale } from '#platform/money'
import type { Money } from '#platform/money'
import type { Destination } from '#sellers'
import { everywhereElse } from './model.ts'
import type { RateTables, ShippingRate, TaxRate, Totals, TotalsLine } from './model.ts'

const million = 1_000_000n

/** The totals of at least one line; lines without a whole number of copies are the caller's mistake and throw a RangeError. */
export function toTotals(lines: readonly TotalsLine[], destination: Destination, tables: RateTables): Totals {
  const [first] = lines
  if (!first) throw new RangeError('nothing to add up')
  const { currency } = first.price
  if (lines.some(({ price }) => price.currency !== currency)) return { kind: 'refused', reason: 'currency_mixed' }
  const goodsOf = lines.map(({ price, quantity }) => price.minor * copiesOf(quantity))
  const goods = sum(goodsOf)
  const isSent = lines.some((line) => !line.isDigital)
  const rate = isSent ? chooseShipping(tables.shipping, destination.country, currency) : null
  if (isSent && !rate) return { kind: 'refused', reason: 'not_delivered' }
  const shipping = rate ? shippingOf(rate, lines) : 0n
  const { rule, isEstimate } = chooseTax(tables.tax, destination)
  const parts = taxParts(rule, { goodsOf, shipping, currency })
  const shippingTax = parts.at(-1) ?? 0n
  const tax = sum(parts)
  const of = (minor: bigint): Money => money(minor, currency)
  return {
    kind: 'known',
    lines: lines.map(({ id }, i) => ({ id, goods: of(goodsOf[i] ?? 0n), tax: of(parts[i] ?? 0n) })),
    goods: of(goods),
    shipping: of(shipping),
    shippingTax: of(shippingTax),
    tax: of(tax),
    taxName: rule && rule.partsPerMillion > 0 ? rule.name : null,
    total: add(of(goods), add(of(shipping), of(tax))),
    isEstimate,
    days: rate && { min: rate.daysMin, max: rate.daysMax },
  }
}

/** A country's own rate, or that of everywhere else; null when neither is there in this currency. */
function chooseShipping(rates: readonly ShippingRate[], country: string, currency: string): ShippingRate | null {
  const inCurrency = rates.filter((rate) => rate.currency === currency)
  const own = inCurrency.find((rate) => rate.country === country)
  return own ?? inCurrency.find((rate) => rate.country === everywhereElse) ?? null
}

/** The rule of the longest prefix that the postal code begins with. `isEstimate`: the country has such rules, and no code is given. */
function chooseTax(
  rates: readonly TaxRate[],
  { country, postalCode = '' }: Destination,
): { rule: TaxRate | null; isEstimate: boolean } {
  const code = postalCode.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
  const here = rates.filter((rate) => rate.country === country)
  const [rule = null] = here
    .filter(({ postalPrefix }) => code.startsWith(postalPrefix))
    .toSorted((a, b) => b.postalPrefix.length - a.postalPrefix.length)
  return { rule, isEstimate: code === '' && here.some(({ postalPrefix }) => postalPrefix !== '') }
}

/**
 * `whole` divided in proportion to `weights`, each at least 0, so that the parts add up to it: each part is its exact share rounded down, and
 * what is left goes one by one to those with the largest remainders, the earlier of two equal ones first. All parts are 0 when `whole` is;
 * throws a RangeError when there is something to divide and nothing to divide it among.
 */
export function toShares(whole: bigint, weights: readonly bigint[]): bigint[] {
  const all = sum(weights)
  if (all === 0n) {
    if (whole !== 0n) throw new RangeError('nothing to divide among')
    return weights.map(() => 0n)
  }
  const shares = weights.map((weight) => (whole * weight) / all)
  const left = Number(whole - sum(shares)) // fewer than there are weights
  const byRemainder = weights
    .map((weight, i) => ({ i, remainder: (whole * weight) % all }))
    .toSorted((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : a.i - b.i))
  for (const { i } of byRemainder.slice(0, left)) shares[i] = (shares[i] ?? 0n) + 1n
  return shares
}

function shippingOf(rate: ShippingRate, lines: readonly TotalsLine[]): bigint {
  const sent = lines.filter((line) => !line.isDigital)
  const goods = sum(sent.map(({ price, quantity }) => price.minor * BigInt(quantity)))
  const copies = sum(sent.map(({ quantity }) => BigInt(quantity)))
  const isFree = rate.freeFromMinor !== null && goods >= rate.freeFromMinor
  return isFree ? 0n : rate.firstMinor + rate.furtherMinor * (copies - 1n)
}

/** The tax on each line, and on shipping last. */
function taxParts(
  rule: TaxRate | null,
  { goodsOf, shipping, currency }: { goodsOf: readonly bigint[]; shipping: bigint; currency: string },
): bigint[] {
  const taxed = [...goodsOf, rule?.isShippingTaxed ? shipping : 0n]
  if (!rule) return taxed.map(() => 0n)
  return toShares(scale(money(sum(taxed), currency), BigInt(rule.partsPerMillion), million).minor, taxed)
}

function copiesOf(quantity: number): bigint {
  if (!Number.isSafeInteger(quantity) || quantity < 1) throw new RangeError('a line is a whole number of copies')
  return BigInt(quantity)
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n)
}
