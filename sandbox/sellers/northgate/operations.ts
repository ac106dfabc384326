// Northgate's four operations: elements in, elements out. They throw Refusal and BadElement.
import type { z } from 'zod'
import { Refusal } from '../../core/refusal.ts'
import type { Seller } from '../../core/seller.ts'
import type { Content } from './envelope.ts'
import { ByReference, PlaceOrderRequest, PriceAndAvailability } from './wire.ts'
import { toItemDetail, toOrder, toPlaceOrder } from './wire.ts'

export interface Operation {
  kind: 'read' | 'place' | 'cancel'
  act: (seller: Seller, fields: unknown) => Content
}

export const operations: Readonly<Record<string, Operation>> = {
  PriceAndAvailability: {
    kind: 'read',
    act: answering(PriceAndAvailability, (seller, { EAN13, DeliveryCountry }) => {
      const [offer] = seller.catalogue.offers(EAN13, DeliveryCountry, 'GBP')
      if (!offer) throw new Refusal('NO_SUCH_OFFER', 'Not in our catalogue')
      if (!offer.shipping) throw new Refusal('NOT_SENT_THERE', `Not delivered to ${DeliveryCountry}`)
      const validUntil = new Date(seller.now() + priceValidMs)
      return { ...done('OK'), ItemDetail: toItemDetail(offer, DeliveryCountry, validUntil) }
    }),
  },
  PlaceOrder: {
    kind: 'place',
    act: answering(PlaceOrderRequest, (seller, request) => {
      const wanted = toPlaceOrder(request)
      if (!wanted) throw new BadElement('ExpectedTotal: must be an amount of CurrencyCode')
      return { ...done('Order accepted'), Order: toOrder(seller.place(wanted)) }
    }),
  },
  OrderStatus: {
    kind: 'read',
    act: answering(ByReference, (seller, { CustomerReference }) => ({
      ...done('OK'),
      Order: toOrder(seller.get(CustomerReference)),
    })),
  },
  CancelOrder: {
    kind: 'cancel',
    act: answering(ByReference, (seller, { CustomerReference }) => ({
      ...done('Order cancelled'),
      Order: toOrder(seller.cancel(CustomerReference)),
    })),
  },
}

/** A request with a wrong element; ResponseCode 11. */
export class BadElement extends Error {}

function answering<T>(schema: z.ZodType<T>, act: (seller: Seller, request: T) => Content): Operation['act'] {
  return (seller, fields) => {
    const read = schema.safeParse(fields)
    if (read.success) return act(seller, read.data)
    const [issue] = read.error.issues
    throw new BadElement(`${issue?.path.join('/') || 'request'}: ${issue?.message ?? 'not valid'}`)
  }
}

function done(message: string): { ResponseCode: string; Message: string } {
  return { ResponseCode: '00', Message: message }
}

const priceValidMs = 15 * 60_000
