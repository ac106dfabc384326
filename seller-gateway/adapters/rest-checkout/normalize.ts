// Pure: a marketplace's messages → ours.
import type { Money } from '@quire/proto/money'
import type { Condition, OrderState, PlaceAsk, QuoteAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { parseAmount } from '../../core/amounts.ts'
import { ownValue } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { Item, PurchaseOrder, TroubleItem } from './wire.ts'

export interface Context {
  /** The currencies that this seller may use. */
  currencies: readonly string[]
  /** Where it was found; an order must go to the same. */
  marketplace: string
  fetchedAt: Date
  /** How long the seller lets its prices be kept. */
  validMs: number
}

const conditions: Readonly<Record<string, Condition>> = {
  1000: 'NEW',
  2750: 'LIKE_NEW',
  4000: 'VERY_GOOD',
  5000: 'GOOD',
  6000: 'ACCEPTABLE',
}

const states: Readonly<Record<string, OrderState>> = {
  ACCEPTED: 'ACCEPTED',
  SHIPPED: 'SHIPPED',
  DELIVERED: 'DELIVERED',
  CANCELLED: 'CANCELLED',
}

const dayMs = 24 * 60 * 60 * 1000

/** One item → a quote; null for what is no copy of this book that can be bought now and sent there. */
export function toQuote(item: Item, ask: QuoteAsk, context: Context): SellerQuote | null {
  const [shipping] = item.shippingOptions ?? []
  const isFixedPrice = item.buyingOptions.includes('FIXED_PRICE')
  if (item.gtin !== ask.isbn13 || !isFixedPrice || !item.price || !shipping) return null
  const days = (date: string | undefined) =>
    date ? Math.max(0, Math.ceil((Date.parse(date) - context.fetchedAt.getTime()) / dayMs)) : 0
  const validUntil = context.fetchedAt.getTime() + context.validMs
  return {
    quoteRef: `${context.marketplace}/${item.itemId}`,
    isbn13: item.gtin,
    condition: toCondition(item.conditionId),
    item: amount(item.price, context),
    shipping: shipping.shippingCost ? amount(shipping.shippingCost, context, true) : null,
    tax: item.estimatedTax ? amount(item.estimatedTax, context, true) : null,
    quantity: item.estimatedAvailableQuantity ?? 0,
    shipsFrom: item.itemLocation?.country ?? '',
    deliveryDays: {
      min: days(shipping.minEstimatedDeliveryDate),
      max: days(shipping.maxEstimatedDeliveryDate),
    },
    expiresAt: new Date(item.itemEndDate ? Math.min(validUntil, Date.parse(item.itemEndDate)) : validUntil),
  }
}

/** What `quoteRef` was made of. */
export function parseQuoteRef(quoteRef: string): { marketplace: string; itemId: string } {
  const at = quoteRef.indexOf('/')
  return { marketplace: quoteRef.slice(0, at), itemId: quoteRef.slice(at + 1) }
}

/** Their order → ours. */
export function toOrder(order: PurchaseOrder, currencies: readonly string[]): SellerOrder {
  const [line] = order.lineItems
  return {
    reference: order.clientReference,
    sellerOrderId: order.purchaseOrderId ?? '',
    state: ownValue(states, order.purchaseOrderStatus) ?? 'UNSPECIFIED',
    isbn13: line?.gtin ?? '',
    condition: toCondition(line?.conditionId),
    total: order.pricingSummary ? amount(order.pricingSummary.total, { currencies }) : null,
    createdAt: order.purchaseOrderCreationDate ? new Date(order.purchaseOrderCreationDate) : null,
  }
}

/** Our order → what `initiate` wants. */
export function toSessionAsk(ask: PlaceAsk, itemId: string, expectedTotal: string): unknown {
  const [addressLine1, addressLine2, addressLine3] = ask.shipTo.lines
  const { recipient, city, region, postalCode, country } = ask.shipTo
  return {
    clientReference: ask.reference,
    lineItemInputs: [{ itemId, quantity: 1 }],
    shippingAddress: {
      recipient,
      addressLine1,
      ...(addressLine2 && { addressLine2 }),
      ...(addressLine3 && { addressLine3 }),
      city,
      ...(region && { stateOrProvince: region }),
      postalCode,
      country,
    },
    expectedTotal: { value: expectedTotal, currency: ask.limit.currency },
  }
}

/** What their business errors mean for an order; each of them is documented to have bought nothing, but for 15041. */
export function toRefusal(trouble: TroubleItem, currencies: readonly string[]): OrderRefused | null {
  switch (trouble.errorId) {
    case 15005:
    case 15021: // the item is gone
      return new OrderRefused('SOLD_OUT', trouble.message)
    case 15020:
      return new OrderRefused('PRICE_CHANGED', trouble.message, newTotal(trouble, currencies))
    case 15030:
      return new OrderRefused('QUOTE_EXPIRED', trouble.message)
    case 15042:
      return new OrderRefused('ORDER_CANCELLED', trouble.message)
    case 15041:
      return new OrderRefused('REQUEST_ID_REUSED', trouble.message)
    case 15001: // our body was not understood
    case 15022: // not sent to this country
      return new OrderRefused('REJECTED', trouble.message)
    default:
      return null
  }
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
function newTotal({ parameters }: TroubleItem, currencies: readonly string[]): Money | undefined {
  const value = parameters.find(({ name }) => name === 'total')?.value
  const currency = parameters.find(({ name }) => name === 'currency')?.value
  if (value === undefined || currency === undefined) return undefined
  try {
    return parseAmount(value, currency, { currencies })
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}

function toCondition(id: string | undefined): Condition {
  return ownValue(conditions, id ?? '') ?? 'UNSPECIFIED'
}

function amount(
  { value, currency }: { value: string; currency: string },
  { currencies }: Pick<Context, 'currencies'>,
  mayBeZero = false,
): Money {
  return parseAmount(value, currency, { currencies, mayBeZero })
}
