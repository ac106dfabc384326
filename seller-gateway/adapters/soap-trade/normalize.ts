// Pure: a wholesaler's messages → ours.
import type { Money } from '@quire/proto/money'
import type { OrderState, PlaceAsk, SellerOrder, SellerQuote } from '../../core/adapter.ts'
import { formatAmount, parseAmount } from '../../core/amounts.ts'
import { ownValue } from '../../core/parse-answer.ts'
import { OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import type { Fields } from './client.ts'
import type { ItemDetail, Order, OrderAnswer } from './wire.ts'

export interface Context {
  /** The currencies that this seller may use. */
  currencies: readonly string[]
  fetchedAt: Date
}

// ONIX code list 65.
const inStock = '21'
// Without PriceValidUntil, a price is taken to hold this long.
const defaultValidMs = 60_000

const states: Readonly<Record<string, OrderState>> = {
  ACCEPTED: 'ACCEPTED',
  SHIPPED: 'SHIPPED',
  DELIVERED: 'DELIVERED',
  CANCELLED: 'CANCELLED',
}

/** A book's detail → a quote; null when it is not in stock. A wholesaler sells new copies only. */
export function toQuote(detail: ItemDetail, isbn13: string, { currencies, fetchedAt }: Context): SellerQuote | null {
  if (detail.EAN13 !== isbn13) throw new SellerFailure('bad_data', `asked for ${isbn13}, answered for another book`)
  if (detail.AvailabilityCode !== inStock) return null
  const { PriceAmount, CurrencyCode } = detail.Price
  const extra = (text: string | undefined): Money | null =>
    text === undefined ? null : parseAmount(text, CurrencyCode, { currencies, mayBeZero: true })
  return {
    quoteRef: isbn13,
    isbn13,
    condition: 'NEW',
    item: parseAmount(PriceAmount, CurrencyCode, { currencies }),
    shipping: extra(detail.Carriage?.CarriageAmount),
    tax: extra(detail.Tax?.TaxAmount),
    quantity: Number(detail.OnHand ?? 0),
    shipsFrom: detail.DispatchFrom ?? '',
    deliveryDays: { min: Number(detail.DeliveryDaysMin ?? 0), max: Number(detail.DeliveryDaysMax ?? 0) },
    expiresAt: detail.PriceValidUntil
      ? new Date(detail.PriceValidUntil)
      : new Date(fetchedAt.getTime() + defaultValidMs),
  }
}

/** Their order → ours. */
export function toOrder(order: Order, currencies: readonly string[]): SellerOrder {
  const { TotalAmount, CurrencyCode } = order
  return {
    reference: order.CustomerReference,
    sellerOrderId: order.OrderNumber ?? '',
    state: ownValue(states, order.OrderStatus) ?? 'UNSPECIFIED',
    isbn13: order.EAN13 ?? '',
    condition: order.EAN13 ? 'NEW' : 'UNSPECIFIED',
    total: TotalAmount && CurrencyCode ? parseAmount(TotalAmount, CurrencyCode, { currencies }) : null,
    createdAt: order.OrderDate ? new Date(order.OrderDate) : null,
  }
}

/** Our order → the elements of PlaceOrder, in their order. */
export function toOrderFields(ask: PlaceAsk): Fields {
  const { recipient, lines, city, region, postalCode, country } = ask.shipTo
  const [line1 = '', line2 = '', line3 = ''] = lines
  return [
    ['CustomerReference', ask.reference],
    ['EAN13', ask.isbn13],
    ['Quantity', '1'],
    ['ExpectedTotal', formatAmount(ask.limit)],
    ['CurrencyCode', ask.limit.currency],
    [
      'DeliverTo',
      [
        ['Name', recipient],
        ['AddressLine1', line1],
        ['AddressLine2', line2],
        ['AddressLine3', line3],
        ['City', city],
        ['Region', region],
        ['PostCode', postalCode],
        ['Country', country],
      ],
    ],
  ]
}

/** What a ResponseCode means for an order; null when it does not prove anything. */
export function toRefusal(answer: OrderAnswer, currencies: readonly string[]): OrderRefused | null {
  switch (answer.ResponseCode) {
    case '20':
    case '21':
      return new OrderRefused('SOLD_OUT', answer.Message)
    case '22':
      return new OrderRefused('PRICE_CHANGED', answer.Message, newTotal(answer, currencies))
    case '31':
      return new OrderRefused('ORDER_CANCELLED', answer.Message)
    case '30':
      return new OrderRefused('REQUEST_ID_REUSED', answer.Message)
    case '11': // an element that they do not accept
    case '23': // not delivered to this country
      return new OrderRefused('REJECTED', answer.Message)
    default:
      return null
  }
}

/** The new total, if it is said in a way that can be trusted; a refusal is a refusal without it. */
function newTotal({ TotalAmount, CurrencyCode }: OrderAnswer, currencies: readonly string[]): Money | undefined {
  if (TotalAmount === undefined || CurrencyCode === undefined) return undefined
  try {
    return parseAmount(TotalAmount, CurrencyCode, { currencies })
  } catch (error) {
    if (error instanceof SellerFailure) return undefined
    throw error
  }
}
