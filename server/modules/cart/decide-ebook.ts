// An ebook line beside what it costs now, and what its shopper has of it already. Pure.
import type { EbookSale } from '#ebooks'
import { compare } from '#platform/money'
import type { CartLine, Change, EbookLine, PricedEbook } from './model.ts'

/** The line with all that changed since it was accepted; without a price when it cannot be bought. */
export function decideEbook(line: EbookLine, sale: EbookSale | undefined): PricedEbook {
  if (sale?.standing) return { ...line, price: null, changes: [{ kind: sale.standing }] }
  const price = priceIn(sale, line.accepted.currency)
  if (!price) return { ...line, price: null, changes: [{ kind: 'not_sold' }] }
  const difference = compare(price, line.accepted)
  if (difference === 0) return { ...line, price, changes: [] }
  const change: Change = { kind: difference > 0 ? 'price_up' : 'price_down', before: line.accepted, now: price }
  return { ...line, price, changes: [change] }
}

/** What it costs in this currency; null when it is not sold in it. */
export function priceIn(sale: EbookSale | undefined, currency: string) {
  return sale?.prices.find((each) => each.currency === currency) ?? null
}

export function isEbook(line: CartLine): line is EbookLine {
  return line.kind === 'ebook'
}
