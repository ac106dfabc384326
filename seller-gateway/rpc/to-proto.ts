// Our types → the contract's messages.
import type { gateway } from '@quire/proto'
import { toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { toTimestamp } from '@quire/proto/time'
import type { SellerOrder } from '../core/adapter.ts'
import type { FxRate } from '../core/fx.ts'
import type { FetchedQuote } from '../core/lookup.ts'
import type { OrderTokens } from '../core/order-token.ts'
import { priceQuote, toQuoteId } from '../core/price-quote.ts'
import { toProtoCondition, toProtoOrderState } from '../core/proto-names.ts'
import { settlesUnknownOutcome } from '../core/registry.ts'
import type { RegisteredSeller } from '../core/registry.ts'
import type { KeptShare } from '../core/standing/kept-share.ts'

const sources = {
  live: 'QUOTE_SOURCE_LIVE',
  cached: 'QUOTE_SOURCE_CACHED',
  feed: 'QUOTE_SOURCE_FEED',
} as const satisfies Record<FetchedQuote['source'], gateway.QuoteSource>

/** A quote as it goes out, with what the summary compares. */
export interface OutgoingQuote {
  message: gateway.Quote
  quoteId: string
  /** Minor units of the request's currency; null when a part is not known. */
  landedMinor: bigint | null
}

/** A seller's quote in the request's currency, with the token to order it with. */
export function toProtoQuote(
  { quote, fetchedAt, source }: FetchedQuote,
  {
    seller,
    rate,
    tokens,
    standing,
  }: { seller: RegisteredSeller; rate: FxRate; tokens: OrderTokens; standing: KeptShare },
): OutgoingQuote {
  const { id: sellerId, name: sellerName } = seller.entry
  const priced = priceQuote(quote, rate)
  const { sellerTotal, landedTotal } = priced
  const quoteId = toQuoteId(sellerId, quote, fetchedAt)
  const message: gateway.Quote = {
    quoteId,
    sellerId,
    sellerName,
    isbn13: quote.isbn13,
    condition: toProtoCondition(quote.condition),
    item: toProtoMoney(priced.item),
    shipping: optional(priced.shipping),
    tax: optional(priced.tax),
    landedTotal: optional(landedTotal),
    sellerTotal: optional(sellerTotal),
    fxRate: rate.rate,
    fxTime: rate.time && toTimestamp(rate.time),
    quantity: quote.quantity,
    shipsFrom: quote.shipsFrom,
    deliveryDaysMin: quote.deliveryDays.min,
    deliveryDaysMax: quote.deliveryDays.max,
    fetchTime: toTimestamp(fetchedAt),
    expireTime: toTimestamp(quote.expiresAt),
    source: sources[source],
    // Without a total there is no limit to order under, so there is nothing to order with.
    orderToken: sellerTotal ? tokens.seal(toCopy(sellerId, quote, sellerTotal)) : '',
    autoBuyEligible: sellerTotal !== null && quote.condition !== 'UNSPECIFIED' && settlesUnknownOutcome(seller),
    standing,
  }
  return { message, quoteId, landedMinor: landedTotal?.minor ?? null }
}

/** A seller's order. */
export function toProtoOrder(sellerId: string, order: SellerOrder): gateway.Order {
  return {
    sellerId,
    requestId: order.reference,
    sellerOrderId: order.sellerOrderId,
    state: toProtoOrderState(order.state),
    isbn13: order.isbn13,
    condition: toProtoCondition(order.condition),
    total: optional(order.total),
    createTime: order.createdAt && toTimestamp(order.createdAt),
  }
}

function toCopy(sellerId: string, quote: FetchedQuote['quote'], total: Money) {
  const { quoteRef, isbn13, condition, expiresAt } = quote
  return { sellerId, quoteRef, isbn13, condition, total, expiresAtMs: expiresAt.getTime() }
}

function optional(money: Money | null) {
  return money && toProtoMoney(money)
}
