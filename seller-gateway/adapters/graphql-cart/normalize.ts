// Pure: a GraphQL storefront's messages → ours.
import type { Money } from '@quire/proto/money'
import type { Condition, OrderState, PlaceAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { formatAmount, parseAmount } from '../../core/amounts.ts'
import { ownValue } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { RefusalReason } from '../../core/seller-failure.ts'
import type { Order, Payload, Variant } from './wire.ts'

const conditions: readonly Condition[] = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE']
const states: readonly OrderState[] = ['ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED']

/** One variant → a quote; null for what cannot be bought now or is not delivered there. */
export function toQuote(variant: Variant, isbn13: string, currencies: readonly string[]): SellerQuote | null {
  const { barcode, availableForSale, shippingRate, price, taxesIncluded } = variant
  if (barcode !== isbn13) throw new SellerFailure('bad_data', `asked for ${isbn13}, answered for another book`)
  if (!availableForSale || !shippingRate) return null
  const item = toMoney(price, currencies)
  return {
    quoteRef: variant.id,
    isbn13,
    condition: toCondition(variant.condition),
    item,
    shipping: toMoney(shippingRate.price, currencies, true),
    // VAT that is inside the price is not added again; where it is not inside, nobody says how much it will be.
    tax: taxesIncluded ? { currency: item.currency, minor: 0n } : null,
    quantity: variant.quantityAvailable ?? 0,
    shipsFrom: variant.shipsFrom,
    deliveryDays: { min: shippingRate.deliveryDaysMin, max: shippingRate.deliveryDaysMax },
    expiresAt: new Date(variant.priceValidUntil),
  }
}

/** Their order → ours. */
export function toOrder(order: Order, currencies: readonly string[]): SellerOrder {
  const [line] = order.lines
  return {
    reference: order.clientMutationId,
    sellerOrderId: order.id ?? '',
    state: states.find((state) => state === order.status) ?? 'UNSPECIFIED',
    isbn13: line?.barcode ?? '',
    condition: toCondition(line?.condition),
    total: order.cost ? toMoney(order.cost.totalAmount, currencies) : null,
    createdAt: order.createdAt === null ? null : new Date(order.createdAt),
  }
}

/** Our order → a cart. */
export function toCartInput({ reference, quoteRef, shipTo }: PlaceAsk): unknown {
  const [address1, address2, address3] = shipTo.lines
  const { recipient, city, region, postalCode, country } = shipTo
  return {
    clientMutationId: reference,
    lines: [{ merchandiseId: quoteRef, quantity: 1 }],
    deliveryAddress: {
      name: recipient,
      address1,
      ...(address2 && { address2 }),
      ...(address3 && { address3 }),
      city,
      ...(region && { province: region }),
      zip: postalCode,
      countryCode: country,
    },
  }
}

/** The cart's purchase: the quoted total goes with it, and above it the seller must refuse. */
export function toSubmitInput({ reference, limit }: PlaceAsk, cartId: string): unknown {
  return {
    cartId,
    clientMutationId: reference,
    expectedTotal: { amount: formatAmount(limit), currencyCode: limit.currency },
  }
}

/**
 * What user errors and warnings mean for an order; null when they prove nothing. All but CLIENT_MUTATION_ID_REUSED are documented to have
 * bought nothing. Stock trouble is a warning, and counts only where no user error says more.
 */
export function toRefusal({ userErrors, warnings }: Payload, currencies: readonly string[]): OrderRefused | null {
  const [problem, ...others] = userErrors
  if (!problem) {
    const stock = warnings.find(({ code }) => stockTrouble.has(code))
    return stock ? new OrderRefused('SOLD_OUT', stock.message || stock.code) : null
  }
  const reused = [problem, ...others].find(({ code }) => ownValue(reasons, code) === 'REQUEST_ID_REUSED') // the one that does not mean "not bought"
  const { code, field, message, currentTotal } = reused ?? problem
  const reason = ownValue(reasons, code)
  if (!reason) return null
  const words = [code, field?.join('.'), message].filter((part) => part).join(': ')
  return new OrderRefused(reason, words, currentTotal ? newTotal(currentTotal, currencies) : undefined)
}

/** A seller's amount. Throws SellerFailure `bad_data`. */
export function toMoney(
  { amount, currencyCode }: { amount: string; currencyCode: string },
  currencies: readonly string[],
  mayBeZero = false,
): Money {
  return parseAmount(amount, currencyCode, { currencies, mayBeZero })
}

const stockTrouble = new Set(['MERCHANDISE_OUT_OF_STOCK', 'MERCHANDISE_NOT_ENOUGH_STOCK'])

const reasons: Readonly<Record<string, RefusalReason>> = {
  MERCHANDISE_NOT_FOUND: 'SOLD_OUT',
  NOT_DELIVERABLE: 'REJECTED',
  TOTAL_ABOVE_EXPECTED: 'PRICE_CHANGED',
  CART_EXPIRED: 'QUOTE_EXPIRED',
  CLIENT_MUTATION_ID_REUSED: 'REQUEST_ID_REUSED',
  ORDER_CANCELLED: 'ORDER_CANCELLED',
  INVALID: 'REJECTED',
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
function newTotal(amount: { amount: string; currencyCode: string }, currencies: readonly string[]): Money | undefined {
  try {
    return toMoney(amount, currencies)
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}

function toCondition(text: string | undefined): Condition {
  return conditions.find((condition) => condition === text) ?? 'UNSPECIFIED'
}
