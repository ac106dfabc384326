// Papertrail's messages: what it accepts, and how it shows offers, orders and errors.
import { z } from 'zod'
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import type { Offer } from '../../core/catalogue.ts'
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import type { Order, Tombstone } from '../../core/orders.ts'
import type { Condition } from '../../core/profile.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { RefusalCode } from '../../core/refusal.ts'
import type { PlaceOrder } from '../../core/seller.ts'

const Text = z.string().min(1).max(200)

const PutOrder = z.strictObject({
  offer_id: Text,
  max_total: z.strictObject({ amount: z.string(), currency: z.string() }).transform(({ amount, currency }, context) => {
    const money = fromDecimal(amount, currency)
    if (money) return money
    context.addIssue({ code: 'custom', message: 'is no amount' })
    return z.NEVER
  }),
  deliver_to: z.strictObject({
    name: Text,
    street: z.array(Text).min(1).max(3),
    town: Text,
    region: Text.optional(),
    postcode: Text,
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
})

/** An answer that is an error. */
export class PapertrailError extends Error {
  readonly status: number
  readonly code: string
  readonly details: Record<string, unknown>

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

/** The order in a body. Throws PapertrailError `invalid` naming the field. */
export function toPlaceOrder(reference: string, body: string): PlaceOrder {
  const read = PutOrder.safeParse(parseJson(body))
  if (!read.success || reference.length > 64) {
    const field = read.error?.issues[0]?.path.join('.') || (read.success ? 'client_order_id' : 'body')
    throw new PapertrailError(422, 'invalid', `${field} is not valid`, { field })
  }
  const { offer_id: offerId, max_total: limit, deliver_to: to } = read.data
  const { name: recipient, street: lines, town: city, region = '', postcode: postalCode, country } = to
  return { reference, offerId, currency: 'EUR', limit, shipTo: { recipient, lines, city, region, postalCode, country } }
}

/** What it offers of one book. Money is text here and a number there, as such interfaces have it. */
export function toOffers(isbn: string, offers: readonly Offer[], validUntil: Date): Record<string, unknown> {
  return {
    isbn,
    currency: offers[0]?.item.currency,
    ships_from: 'DE',
    valid_until: validUntil.toISOString(),
    offers: offers.map(({ offerId, condition, item, shipping, tax, quantity }) => ({
      offer_id: offerId,
      kind: 'paper',
      grade: grades[condition],
      price: toDecimal(item),
      ...(shipping && { postage: Number(toDecimal(shipping)), vat: Number(toDecimal(tax)) }),
      stock: quantity,
      days: { from: 2, to: 9 },
    })),
  }
}

/** An order, or an order id cancelled before one arrived. */
export function toOrder(order: Order | Tombstone): Record<string, unknown> {
  const status = order.state === 'CANCELLED' ? 'cancelled' : 'placed'
  if (order.orderId === '') return { client_order_id: order.reference, status }
  const { orderId, reference, isbn13, condition, total, at } = order as Order
  return {
    order_no: orderId,
    client_order_id: reference,
    status,
    isbn: isbn13,
    grade: grades[condition],
    total: { amount: toDecimal(total), currency: total.currency },
    placed_at: at.toISOString(),
  }
}

/** Any error of Papertrail's code → its reply. What is not ours is thrown again. */
export function toErrorReply(error: unknown): HttpReply {
  if (error instanceof PapertrailError) return errorReply(error)
  if (error instanceof Refusal) return errorReply(toError(error))
  if (!(error instanceof Trouble)) throw error
  const { kind, message } = error
  if (kind === 'throttled') return errorReply(new PapertrailError(429, 'slow_down', message), { 'retry-after': '1' })
  return errorReply(
    kind === 'late' ? new PapertrailError(504, 'timeout', message) : new PapertrailError(500, 'internal', message),
  )
}

function errorReply({ status, code, message, details }: PapertrailError, headers = {}): HttpReply {
  return json(status, { error: { code, message, ...details } }, headers)
}

function toError({ code, message, total }: Refusal): PapertrailError {
  const { status = 409, name } = codes[code]
  return new PapertrailError(
    status,
    name,
    message,
    total && { total: { amount: toDecimal(total), currency: total.currency } },
  )
}

const codes: Record<RefusalCode, { status?: number; name: string }> = {
  NO_SUCH_OFFER: { name: 'sold_out' },
  SOLD_OUT: { name: 'sold_out' },
  PRICE_CHANGED: { name: 'price_changed' },
  QUOTE_EXPIRED: { name: 'price_changed' },
  NOT_SENT_THERE: { name: 'not_delivered_there' },
  REFERENCE_REUSED: { name: 'order_id_reused' },
  ORDER_CANCELLED: { name: 'order_cancelled' },
  ORDER_NOT_FOUND: { status: 404, name: 'no_such_order' },
}

const grades: Record<Condition, string> = {
  NEW: 'new',
  LIKE_NEW: 'as_new',
  VERY_GOOD: 'very_good',
  GOOD: 'good',
  ACCEPTABLE: 'worn',
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
