// Fleet Street's messages: seller.proto on the one side, the engine on the other.
import { status } from '@grpc/grpc-js'
import type { seller as wire } from '@quire/proto'
import { rpcError } from '@quire/proto/errors'
import { fromProtoMoney, toProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import { toTimestamp } from '@quire/proto/time'
import type { Offer } from '../../core/catalogue.ts'
import type { Order, Tombstone } from '../../core/orders.ts'
import type { Refusal, RefusalCode, Trouble } from '../../core/refusal.ts'
import type { PlaceOrder } from '../../core/seller.ts'

/** An offer priced to the door, as a quote; the id carries what an order needs, so that nothing has to be kept. */
export function toQuote(offer: Offer, country: string, expiresAtMs: number): wire.Quote {
  const { shipping, total, isbn13, condition, quantity } = offer
  if (!shipping || !total) throw new RangeError('only complete prices are quoted')
  const isHome = country === 'GB'
  return {
    isbn13,
    quantity,
    quoteId: ['fs', offer.offerId, total.currency, expiresAtMs.toString(36)].join('.'),
    condition: `CONDITION_${condition}`,
    item: toProtoMoney(offer.item),
    shipping: toProtoMoney(shipping),
    tax: toProtoMoney(offer.tax),
    shipsFrom: 'GB',
    deliveryDaysMin: isHome ? 1 : 4,
    deliveryDaysMax: isHome ? 3 : 9,
    expireTime: toTimestamp(new Date(expiresAtMs)),
  }
}

/** What the engine is asked for. Throws INVALID_ARGUMENT naming the field. */
export function toPlaceOrder(request: wire.PlaceOrderRequest__Output): PlaceOrder {
  const reference = requireReference(request.requestId)
  const quote = /^fs\.([\d-]+)\.([A-Z]{3})\.([0-9a-z]+)$/.exec(request.quoteId)
  if (!quote) throw invalid('quote_id', 'is not one of ours')
  const [, offerId = '', currency = '', expiry = ''] = quote
  const limit = readMoney(request)
  if (limit.currency !== currency) throw invalid('limit_total', `must be in ${currency}`)
  const to = request.shipTo
  if (!to) throw invalid('ship_to', 'is missing')
  for (const field of ['recipient', 'city', 'postalCode'] as const)
    if (to[field] === '') throw invalid(`ship_to.${field === 'postalCode' ? 'postal_code' : field}`, 'is missing')
  if (!isCountry(to.country)) throw invalid('ship_to.country', 'must be ISO 3166-1 alpha-2')
  const { recipient, lines, city, region, postalCode, country } = to
  return {
    reference,
    offerId,
    currency,
    limit,
    expiresAtMs: Number.parseInt(expiry, 36),
    shipTo: {
      recipient,
      lines,
      city,
      region,
      postalCode,
      country,
    },
  }
}

/** An order, or a reference cancelled before one arrived: then without an order id. */
export function toOrder(order: Order | Tombstone): wire.Order {
  const base: wire.Order = {
    orderId: order.orderId,
    requestId: order.reference,
    state: `ORDER_STATE_${order.state}`,
    createTime: toTimestamp(order.at),
  }
  if (order.orderId === '') return base
  const { isbn13, condition, total } = order as Order
  return { ...base, isbn13, condition: `CONDITION_${condition}`, total: toProtoMoney(total) }
}

export function requireReference(requestId: string): string {
  if (requestId === '' || requestId.length > 64) throw invalid('request_id', 'must have 1 to 64 characters')
  return requestId
}

export function isCountry(text: string): boolean {
  return /^[A-Z]{2}$/.test(text)
}

export function invalid(field: string, description: string) {
  return rpcError(status.INVALID_ARGUMENT, `${field} ${description}`, { violations: [{ field, description }] })
}

/** A refusal in the contract's codes and reasons. */
export function toRefused({ code, message, total }: Refusal) {
  const { grpc, reason } = refusals[code]
  const metadata = total && { currency: total.currency, minor: total.minor.toString() }
  return rpcError(grpc, message, { reason, ...(metadata && { metadata }) })
}

/** Trouble as status codes; a late order looks like any other that did not answer in time. */
export function toTroubled({ kind, message }: Trouble) {
  if (kind === 'throttled') return rpcError(status.RESOURCE_EXHAUSTED, message, { retryAfterMs: 1000 })
  return rpcError(kind === 'late' ? status.DEADLINE_EXCEEDED : status.UNAVAILABLE, message)
}

function readMoney({ limitTotal }: wire.PlaceOrderRequest__Output): Money {
  if (!limitTotal) throw invalid('limit_total', 'is missing')
  try {
    return fromProtoMoney(limitTotal)
  } catch {
    throw invalid('limit_total', 'is not an amount of a known currency')
  }
}

const refused = status.FAILED_PRECONDITION
const refusals: Record<RefusalCode, { grpc: status; reason: string }> = {
  NO_SUCH_OFFER: { grpc: refused, reason: 'SOLD_OUT' },
  SOLD_OUT: { grpc: refused, reason: 'SOLD_OUT' },
  PRICE_CHANGED: { grpc: refused, reason: 'PRICE_CHANGED' },
  QUOTE_EXPIRED: { grpc: refused, reason: 'QUOTE_EXPIRED' },
  NOT_SENT_THERE: { grpc: refused, reason: 'NOT_SENT_THERE' },
  REFERENCE_REUSED: { grpc: status.ALREADY_EXISTS, reason: 'REQUEST_ID_REUSED' },
  ORDER_CANCELLED: { grpc: refused, reason: 'ORDER_CANCELLED' },
  ORDER_NOT_FOUND: { grpc: status.NOT_FOUND, reason: 'ORDER_NOT_FOUND' },
}
