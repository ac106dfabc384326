// Northgate's messages: what it accepts, and how it shows offers, orders and refusals.
import { z } from 'zod'
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import type { Offer } from '../../core/catalogue.ts'
import type { Order, Tombstone } from '../../core/orders.ts'
import type { Refusal, RefusalCode } from '../../core/refusal.ts'
import type { PlaceOrder } from '../../core/seller.ts'
import type { Content } from './envelope.ts'

const Text = z.string().min(1).max(200)
const OptionalText = z.string().max(200).default('')
const Country = z.string().regex(/^[A-Z]{2}$/)
const Credentials = { AccountNumber: z.string().default(''), Password: z.string().default('') }
const Reference = z.string().min(1).max(64)

export const PriceAndAvailability = z.object({
  ...Credentials,
  EAN13: z.string().min(1).max(13),
  Quantity: z.literal('1'),
  DeliveryCountry: Country,
})

export const PlaceOrderRequest = z.object({
  ...Credentials,
  CustomerReference: Reference,
  EAN13: z.string().min(1).max(13),
  Quantity: z.literal('1'),
  ExpectedTotal: z.string(),
  CurrencyCode: z.string(),
  DeliverTo: z.object({
    Name: Text,
    AddressLine1: Text,
    AddressLine2: OptionalText,
    AddressLine3: OptionalText,
    City: Text,
    Region: OptionalText,
    PostCode: Text,
    Country,
  }),
})

export const ByReference = z.object({ ...Credentials, CustomerReference: Reference })

/** What the engine is asked for; null when ExpectedTotal is no amount. */
export function toPlaceOrder(request: z.infer<typeof PlaceOrderRequest>): PlaceOrder | null {
  const { DeliverTo: to } = request
  const limit = fromDecimal(request.ExpectedTotal, request.CurrencyCode)
  if (!limit) return null
  return {
    reference: request.CustomerReference,
    offerId: `${request.EAN13}-1`, // a wholesaler has one kind of copy
    currency: 'GBP',
    limit,
    shipTo: {
      recipient: to.Name,
      lines: [to.AddressLine1, to.AddressLine2, to.AddressLine3].filter((line) => line !== ''),
      city: to.City,
      region: to.Region,
      postalCode: to.PostCode,
      country: to.Country,
    },
  }
}

/** One book's price and availability; `shipping` and `total` are known because the country is served. */
export function toItemDetail(offer: Offer, country: string, validUntil: Date): Content {
  const { shipping, total } = offer
  if (!shipping || !total) return undefined
  const isHome = country === 'GB'
  return {
    EAN13: offer.isbn13,
    AvailabilityCode: offer.quantity > 0 ? '21' : '31',
    OnHand: offer.quantity > 0 ? String(offer.quantity) : undefined,
    Price: { PriceAmount: toDecimal(offer.item), CurrencyCode: offer.item.currency },
    Carriage: { WeightBand: offer.weightBand, CarriageAmount: toDecimal(shipping) },
    Tax: { TaxRatePercent: (offer.taxBasisPoints / 100).toFixed(1), TaxAmount: toDecimal(offer.tax) },
    TotalAmount: toDecimal(total),
    DispatchFrom: 'GB',
    DeliveryDaysMin: isHome ? '2' : '6',
    DeliveryDaysMax: isHome ? '5' : '14',
    PriceValidUntil: validUntil.toISOString(),
  }
}

/** An order, or a reference cancelled before one arrived. */
export function toOrder(order: Order | Tombstone): Content {
  if (order.orderId === '') return { CustomerReference: order.reference, OrderStatus: order.state }
  const held = order as Order
  return {
    OrderNumber: held.orderId,
    CustomerReference: held.reference,
    OrderStatus: held.state,
    EAN13: held.isbn13,
    Quantity: '1',
    LineAmount: toDecimal(held.item),
    CarriageAmount: toDecimal(held.shipping),
    TaxAmount: toDecimal(held.tax),
    TotalAmount: toDecimal(held.total),
    CurrencyCode: held.total.currency,
    OrderDate: held.at.toISOString(),
  }
}

/** A refusal in Northgate's codes. */
export function toRefused({ code, message, total }: Refusal): Content {
  return {
    ResponseCode: refusalCodes[code],
    Message: total ? `Total ${toDecimal(total)} ${total.currency} is above the expected total` : message,
    ...(total && { TotalAmount: toDecimal(total), CurrencyCode: total.currency }),
  }
}

const refusalCodes: Record<RefusalCode, string> = {
  NO_SUCH_OFFER: '20',
  SOLD_OUT: '21',
  PRICE_CHANGED: '22',
  QUOTE_EXPIRED: '22',
  NOT_SENT_THERE: '23',
  REFERENCE_REUSED: '30',
  ORDER_CANCELLED: '31',
  ORDER_NOT_FOUND: '40',
}
