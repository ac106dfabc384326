// What a wholesaler's SOAP trade service says. Empty elements are omitted, so nearly everything may be missing.
import { z } from 'zod'

const Text = z.string().max(4_000)
const Count = z.string().regex(/^\d{1,6}$/)

/** The envelope: one element in the body, a fault or the operation's answer. */
export const Envelope = z.object({ Envelope: z.object({ Body: z.record(z.string(), z.unknown()) }) })

export const Fault = z.object({ faultcode: Text.default(''), faultstring: Text.default('') })

/** What every answer begins with. */
export const Verdict = z.object({ ResponseCode: z.string().regex(/^\d\d$/), Message: Text.default('') })

const ItemDetail = z.object({
  EAN13: Text,
  AvailabilityCode: Text,
  OnHand: Count.optional(),
  Price: z.object({ PriceAmount: Text, CurrencyCode: Text }),
  Carriage: z.object({ CarriageAmount: Text }).optional(),
  Tax: z.object({ TaxAmount: Text }).optional(),
  DispatchFrom: Text.optional(),
  DeliveryDaysMin: Count.optional(),
  DeliveryDaysMax: Count.optional(),
  PriceValidUntil: z.iso.datetime().optional(),
})
export type ItemDetail = z.infer<typeof ItemDetail>

export const PriceAndAvailability = Verdict.extend({ ItemDetail: ItemDetail.optional() })

const Order = z.object({
  OrderNumber: Text.optional(),
  CustomerReference: Text,
  OrderStatus: Text,
  EAN13: Text.optional(),
  TotalAmount: Text.optional(),
  CurrencyCode: Text.optional(),
  OrderDate: z.iso.datetime().optional(),
})
export type Order = z.infer<typeof Order>

export const OrderAnswer = Verdict.extend({
  Order: Order.optional(),
  TotalAmount: Text.optional(),
  CurrencyCode: Text.optional(),
})
export type OrderAnswer = z.infer<typeof OrderAnswer>
