// Lantern's messages: what it accepts, and how it shows money, products and orders. wire.md has examples.
import { z } from 'zod'
import type { Money } from '@quire/proto/money'
import type { Offer } from '../../core/catalogue.ts'
import type { Address, Order, Tombstone } from '../../core/orders.ts'
import type { Condition } from '../../core/profile.ts'
import { AcpError } from './errors.ts'
import { isEbook } from './profile.ts'

const Text = z.string().max(200)
const Minor = z.int().min(0).max(1e12)
const Reference = z.string().min(1).max(64)

const AddressBody = z.object({
  name: Text,
  line_one: Text,
  line_two: Text.optional(),
  city: Text,
  state: Text.optional(),
  country: z.string().regex(/^[A-Z]{2}$/),
  postal_code: Text,
})

const FulfillmentDetails = z.object({ address: AddressBody.optional() })

export const CreateSession = z.object({
  currency: z.string().regex(/^[a-z]{3}$/),
  line_items: z.tuple([z.object({ id: Text.min(1) })]),
  capabilities: z.record(z.string(), z.unknown()),
  fulfillment_details: FulfillmentDetails.optional(),
  metadata: z.object({ client_reference_id: Reference.optional() }).optional(),
})

export const UpdateSession = z.object({ fulfillment_details: FulfillmentDetails })

export const DelegatePayment = z.object({
  payment_method: z.object({ type: z.literal('seller_backed'), handler_id: z.literal('lantern_credit') }),
  allowance: z.object({
    reason: z.literal('one_time'),
    max_amount: Minor,
    currency: z.string().regex(/^[a-z]{3}$/),
    checkout_session_id: Text.min(1),
    merchant_id: z.literal('lantern'),
    expires_at: z.iso.datetime(),
  }),
  risk_signals: z.array(z.unknown()).min(1),
  metadata: z.record(z.string(), z.string()),
})
export type Allowance = z.infer<typeof DelegatePayment>['allowance']

export const CompleteSession = z.object({
  payment_data: z.object({
    handler_id: z.literal('lantern_credit'),
    instrument: z.object({ type: Text, credential: z.object({ type: Text, token: Text.min(1) }) }),
  }),
})

export const CancelOrder = z.object({ client_reference_id: Reference })

/** A body of this shape. Throws AcpError `invalid` naming the field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const param = (issue?.path ?? []).reduce<string>(
    (path, part) => path + (typeof part === 'number' ? `[${part}]` : `.${String(part)}`),
    '$',
  )
  throw new AcpError('invalid', `${param}: ${issue?.message ?? 'is not valid'}`, param)
}

/** ACP's address → the engine's. */
export function toAddress(body: z.infer<typeof AddressBody>): Address {
  return {
    recipient: body.name,
    lines: [body.line_one, body.line_two ?? ''].filter((line) => line !== ''),
    city: body.city,
    region: body.state ?? '',
    postalCode: body.postal_code,
    country: body.country,
  }
}

/** One line of a list of totals. */
export function total(type: string, text: string, { minor }: Money): Record<string, unknown> {
  return { type, display_text: text, amount: Number(minor) }
}

type Parts = Record<'item' | 'shipping' | 'tax' | 'total', Money>

export function totalsOf({ item, shipping, tax, total: sum }: Parts): Record<string, unknown>[] {
  return [
    total('items_base_amount', 'Item', item),
    total('subtotal', 'Subtotal', item),
    total('fulfillment', 'Shipping', shipping),
    total('tax', 'Tax', tax),
    total('total', 'Total', sum),
  ]
}

/** What the feed says of one copy. */
export function toVariant({ offerId, isbn13, condition, item, quantity }: Offer): Record<string, unknown> {
  return {
    id: itemIdOf(offerId),
    title: isEbook(offerId) ? 'Ebook' : 'Paper',
    condition: conditionNames[condition],
    barcodes: [{ type: 'GTIN', value: isbn13 }],
    price: { amount: Number(item.minor), currency: item.currency },
    availability: { available: quantity > 0, status: quantity > 0 ? 'in_stock' : 'out_of_stock' },
    variant_options: [{ name: 'Format', value: isEbook(offerId) ? 'ebook' : 'paper' }],
  }
}

/** An order, or a reference cancelled before one arrived. */
export function toOrder(order: Order | Tombstone, sessionId: string): Record<string, unknown> {
  const { reference, state } = order
  if (order.orderId === '') return { type: 'order', client_reference_id: reference, status: 'canceled' }
  const held = order as Order
  const isCancelled = state === 'CANCELLED'
  const url = `https://lantern.example/orders/${held.orderId}`
  return {
    type: 'order',
    id: held.orderId,
    checkout_session_id: sessionId,
    client_reference_id: reference,
    permalink_url: url,
    status: isCancelled ? 'canceled' : 'confirmed',
    created_at: held.at.toISOString(),
    currency: held.total.currency.toLowerCase(),
    line_items: [lineOf(held)],
    fulfillments: [fulfillmentOf(held, url)],
    adjustments: isCancelled ? [cancellationOf(held)] : [],
    totals: totalsOf(held),
  }
}

function lineOf(order: Order): Record<string, unknown> {
  const isCancelled = order.state === 'CANCELLED'
  return {
    id: 'li_1',
    title: `Book ${order.isbn13}`,
    product_id: itemIdOf(order.offerId),
    barcodes: [{ type: 'GTIN', value: order.isbn13 }],
    condition: conditionNames[order.condition],
    quantity: { ordered: 1, current: isCancelled ? 0 : 1, fulfilled: isEbook(order.offerId) ? 1 : 0 },
    unit_price: Number(order.item.minor),
    status: isCancelled ? 'removed' : 'processing',
  }
}

function fulfillmentOf({ offerId, state }: Order, url: string): Record<string, unknown> {
  if (isEbook(offerId))
    return { id: 'ful_1', type: 'digital', status: 'delivered', digital_delivery: { access_url: `${url}/file` } }
  return { id: 'ful_1', type: 'shipping', status: state === 'CANCELLED' ? 'canceled' : 'processing' }
}

function cancellationOf({ history, total: { minor, currency } }: Order): Record<string, unknown> {
  const at = history.at(-1)?.at ?? new Date(0)
  return {
    id: 'adj_1',
    type: 'cancellation',
    occurred_at: at.toISOString(),
    status: 'completed',
    amount: Number(minor),
    currency: currency.toLowerCase(),
  }
}

function itemIdOf(offerId: string): string {
  return `lt_${offerId}`
}

/** An item's id → the offer's; anything else → an id that no offer has. */
export function offerIdOf(itemId: string): string {
  return /^lt_(.+)$/.exec(itemId)?.[1] ?? ''
}

const conditionNames: Record<Condition, string> = {
  NEW: 'new',
  LIKE_NEW: 'like_new',
  VERY_GOOD: 'very_good',
  GOOD: 'good',
  ACCEPTABLE: 'acceptable',
}
