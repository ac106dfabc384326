// One line of a goods-in file as goods, or what is wrong with which field of it.
import { parseIsbn } from '#platform/isbn'
import { exponentOf, isKnownCurrency, money } from '#platform/money'
import type { Money } from '#platform/money'
import { Condition } from '#sellers'
import { Quantity, copiesMax } from './model.ts'
import type { StockLine } from './model.ts'

export const goodsColumns = {
  required: ['isbn13', 'condition', 'quantity'],
  optional: ['price', 'currency'],
} as const

export interface LineFault {
  readonly field: string
  readonly reason: string
}

/** The dearest copy that is not a typing error, in minor units; MoneyInput's limit. */
const priceMinorMax = 10_000_000n

/**
 * Reads `isbn13` (any written form), `condition` (NEW, or “like new” as people write it), `quantity`, and, where it is new or its price
 * changes, `price` with a point (12.50) and its `currency` (USD when left out).
 */
export function parseGoods(
  fields: Readonly<Record<string, string>>,
): { goods: StockLine & { price?: Money } } | { fault: LineFault } {
  const read = (name: string) => (fields[name] ?? '').trim()
  const isbn = parseIsbn(read('isbn13'))
  if (!('isbn13' in isbn)) return fault('isbn13', 'is not a valid ISBN')
  const condition = Condition.safeParse(
    read('condition')
      .toUpperCase()
      .replaceAll(/[\s-]+/g, '_'),
  )
  if (!condition.success) return fault('condition', `is none of ${Condition.options.join(', ')}`)
  const quantity = Quantity.safeParse(/^\d+$/.test(read('quantity')) ? Number(read('quantity')) : Number.NaN)
  if (!quantity.success) return fault('quantity', `is not a whole number of copies from 1 to ${copiesMax}`)
  const line = { isbn13: isbn.isbn13, condition: condition.data, quantity: quantity.data }
  if (read('price') === '') return { goods: line }
  const price = parsePrice(read('price'), read('currency').toUpperCase() || 'USD')
  return 'fault' in price ? price : { goods: { ...line, price } }
}

function parsePrice(text: string, currency: string): Money | { fault: LineFault } {
  if (!isKnownCurrency(currency)) return fault('currency', 'is not a currency that Quire trades in')
  const digits = exponentOf(currency)
  const [, whole, part = ''] = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim()) ?? []
  if (whole === undefined || part.length > digits) return fault('price', `is not an amount such as ${sample(digits)}`)
  const minor = BigInt(whole + part.padEnd(digits, '0'))
  return minor > 0n && minor <= priceMinorMax ? money(minor, currency) : fault('price', 'is not the price of a book')
}

const sample = (digits: number) => (digits === 0 ? '1250' : `12.${'50'.padEnd(digits, '0').slice(0, digits)}`)

function fault(field: string, reason: string): { fault: LineFault } {
  return { fault: { field, reason } }
}
