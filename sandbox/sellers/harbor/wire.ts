// Harbor's messages: what it accepts, and how it shows money, conditions and orders.
import { z } from 'zod'
import type { Money } from '@quire/proto/money'
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import type { Order, Tombstone } from '../../core/orders.ts'
import type { Condition } from '../../core/profile.ts'
import { HarborError } from './errors.ts'

export const conditionNames: Record<Condition, { name: string; id: string }> = {
  NEW: { name: 'Brand New', id: '1000' },
  LIKE_NEW: { name: 'Like New', id: '2750' },
  VERY_GOOD: { name: 'Very Good', id: '4000' },
  GOOD: { name: 'Good', id: '5000' },
  ACCEPTABLE: { name: 'Acceptable', id: '6000' },
}

const Text = z.string().min(1).max(200)
const Reference = z.string().min(1).max(64)

export const Initiate = z.object({
  clientReference: Reference,
  lineItemInputs: z.tuple([z.object({ itemId: Text, quantity: z.literal(1) })]),
  shippingAddress: z.object({
    recipient: Text,
    addressLine1: Text,
    addressLine2: z.string().max(200).optional(),
    addressLine3: z.string().max(200).optional(),
    city: Text,
    stateOrProvince: z.string().max(200).optional(),
    postalCode: Text,
    country: z.string().regex(/^[A-Z]{2}$/),
  }),
  expectedTotal: z.object({ value: z.string(), currency: z.string() }).transform(({ value, currency }, ctx) => {
    const money = fromDecimal(value, currency)
    if (money) return money
    ctx.addIssue({ code: 'custom', message: 'must be a decimal string of a known currency' })
    return z.NEVER
  }),
})
export type Initiate = z.infer<typeof Initiate>

export const Cancel = z.object({ clientReference: Reference })

/** A JSON body of this shape. Throws HarborError 15001 naming the field. */
export function parseBody<T>(schema: z.ZodType<T>, body: string): T {
  const read = schema.safeParse(parseJson(body))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.path.join('.') || 'body'
  throw new HarborError(15001, `${field}: ${issue?.message ?? 'not valid'}`, { field })
}

export function toMoney(money: Money): { value: string; currency: string } {
  return { value: toDecimal(money), currency: money.currency }
}

/** How prices are summed up in sessions and orders. */
export function pricingSummary({ item, shipping, tax, total }: Record<'item' | 'shipping' | 'tax' | 'total', Money>) {
  return {
    priceSubtotal: toMoney(item),
    deliveryCost: toMoney(shipping),
    tax: toMoney(tax),
    total: toMoney(total),
  }
}

export function lineItem({ offerId, isbn13, condition }: Pick<Order, 'offerId' | 'isbn13' | 'condition'>) {
  const { name, id } = conditionNames[condition]
  return { itemId: `v1|${offerId}|0`, gtin: isbn13, quantity: 1, condition: name, conditionId: id }
}

/** An order, or a reference cancelled before one arrived. */
export function toPurchaseOrder(order: Order | Tombstone): Record<string, unknown> {
  const { reference, state } = order
  if (order.orderId === '') return { clientReference: reference, purchaseOrderStatus: state }
  return {
    purchaseOrderId: order.orderId,
    clientReference: reference,
    purchaseOrderStatus: state,
    purchaseOrderCreationDate: order.at.toISOString(),
    lineItems: [lineItem(order as Order)],
    pricingSummary: pricingSummary(order as Order),
  }
}

/** `v1|<offerId>|0` → the offer's id; anything else → an id that no offer has. */
export function offerIdOf(itemId: string): string {
  return /^v1\|([^|]+)\|0$/.exec(itemId)?.[1] ?? ''
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new HarborError(15001, 'The body is not JSON', { field: 'body' })
  }
}
