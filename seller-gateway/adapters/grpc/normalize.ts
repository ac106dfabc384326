// Pure: quire.seller.v1 → ours.
import { fromTimestamp } from '@quire/proto/time'
import type { SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { readAmount } from '../../core/amounts.ts'
import { fromProtoCondition, fromProtoOrderState } from '../../core/proto-names.ts'
import { SellerFailure } from '../../core/seller-failure.ts'
import type { Order, Quote } from './wire.ts'

/** Their quote → ours. The contract wants complete prices, so a missing part is bad data. */
export function toQuote(quote: Quote, isbn13: string, currencies: readonly string[]): SellerQuote {
  if (quote.isbn13 !== isbn13) throw new SellerFailure('bad_data', `asked for ${isbn13}, answered for another book`)
  return {
    quoteRef: quote.quoteId,
    isbn13: quote.isbn13,
    condition: fromProtoCondition(quote.condition),
    item: readAmount(quote.item, { currencies }),
    shipping: readAmount(quote.shipping, { currencies, mayBeZero: true }),
    tax: readAmount(quote.tax, { currencies, mayBeZero: true }),
    quantity: quote.quantity,
    shipsFrom: quote.shipsFrom,
    deliveryDays: { min: quote.deliveryDaysMin, max: quote.deliveryDaysMax },
    expiresAt: fromTimestamp(quote.expireTime),
  }
}

/** Their order → ours. */
export function toOrder(order: Order, currencies: readonly string[]): SellerOrder {
  return {
    reference: order.requestId,
    sellerOrderId: order.orderId,
    state: fromProtoOrderState(order.state),
    isbn13: order.isbn13,
    condition: fromProtoCondition(order.condition),
    total: order.total && readAmount(order.total, { currencies }),
    createdAt: order.createTime && fromTimestamp(order.createTime),
  }
}
