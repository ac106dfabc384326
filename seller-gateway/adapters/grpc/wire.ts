// The contract's messages are checked by protobuf; what it cannot check is here: what must be filled in.
import { z } from 'zod'

const Count = z.int().min(0).max(1_000_000)
// Their parts may be anything that fits into an integer; what they mean is in google/protobuf/timestamp.proto and google/type/money.proto.
const Nanos = z.int().min(0).max(999_999_999)
const Timestamp = z.object({ seconds: z.string().regex(/^\d{1,12}$/, 'must be seconds since 1970'), nanos: Nanos })
const Money = z.object({ currencyCode: z.string(), units: z.string(), nanos: Nanos })

export const Quote = z.object({
  quoteId: z.string().min(1).max(512),
  isbn13: z.string().max(13),
  condition: z.unknown(),
  item: Money,
  shipping: Money,
  tax: Money,
  quantity: Count,
  shipsFrom: z.string().max(2),
  deliveryDaysMin: Count,
  deliveryDaysMax: Count,
  expireTime: Timestamp,
})
export type Quote = z.infer<typeof Quote>

export const Order = z.object({
  orderId: z.string().max(256),
  requestId: z.string().max(64),
  state: z.unknown(),
  isbn13: z.string().max(13),
  condition: z.unknown(),
  total: Money.nullable(),
  createTime: Timestamp.nullable(),
})
export type Order = z.infer<typeof Order>
