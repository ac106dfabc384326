// A seller's quote → the shopper's currency. Pure.
import { hash } from 'node:crypto'
import type { Money } from '@quire/proto/money'
import type { SellerQuote } from './adapter.ts'
import { sum } from './amounts.ts'
import { convert } from './fx.ts'
import type { FxRate } from './fx.ts'

export interface PricedQuote {
  item: Money
  shipping: Money | null
  tax: Money | null
  /** The sum of the rounded parts; null when one is not known. */
  landedTotal: Money | null
  /** The landed total in the seller's currency; null likewise. */
  sellerTotal: Money | null
}

/** Converts each part alone and sums the rounded parts (the rule is in fx.ts). */
export function priceQuote({ item, shipping, tax }: SellerQuote, rate: FxRate): PricedQuote {
  const converted = {
    item: convert(item, rate),
    shipping: shipping && convert(shipping, rate),
    tax: tax && convert(tax, rate),
  }
  const isComplete = shipping !== null && tax !== null
  return {
    ...converted,
    landedTotal: converted.shipping && converted.tax && sum(converted.item, converted.shipping, converted.tax),
    sellerTotal: isComplete ? sum(item, shipping, tax) : null,
  }
}

/** The same answer of the same seller has the same id, live or from the cache. */
export function toQuoteId(sellerId: string, { quoteRef, isbn13 }: SellerQuote, fetchedAt: Date): string {
  const digest = hash('sha256', JSON.stringify([sellerId, quoteRef, isbn13, fetchedAt.getTime()]), 'base64url')
  return `${sellerId}:${digest.slice(0, 22)}`
}
