// Meridian's messages: what it accepts, and how it shows variants, carts, orders and refusals.
import { z } from 'zod'
import type { Money } from '@quire/proto/money'
import { fromDecimal, toDecimal } from '../../core/amount.ts'
import type { Offer } from '../../core/catalogue.ts'
import type { Address, Order, Tombstone } from '../../core/orders.ts'
import type { Refusal, RefusalCode } from '../../core/refusal.ts'
import { includedVatBasisPoints } from './profile.ts'

const Text = z.string().min(1).max(200)
const OptionalText = z.string().max(200).default('')
const Country = z.string().regex(/^[A-Z]{2}$/)
const ClientMutationId = z.string().min(1).max(64)

export const VariantsArgs = z.strictObject({
  barcode: Text,
  country: Country,
  first: z.number().int().min(1).max(50),
})

export const OrderArgs = z.strictObject({ clientMutationId: ClientMutationId })

export const CartInput = z.strictObject({
  clientMutationId: ClientMutationId,
  lines: z.tuple([z.strictObject({ merchandiseId: Text, quantity: z.literal(1) })]),
  deliveryAddress: z.strictObject({
    name: Text,
    address1: Text,
    address2: OptionalText,
    address3: OptionalText,
    city: Text,
    province: OptionalText,
    zip: Text,
    countryCode: Country,
  }),
})
export type CartInput = z.infer<typeof CartInput>

export const SubmitInput = z.strictObject({
  cartId: Text,
  clientMutationId: ClientMutationId,
  expectedTotal: z
    .strictObject({ amount: z.string(), currencyCode: z.string() })
    .transform(({ amount, currencyCode }, ctx) => {
      const money = fromDecimal(amount, currencyCode)
      if (money) return money
      ctx.addIssue({ code: 'custom', message: 'must be a decimal string of a known currency' })
      return z.NEVER
    }),
})
export type SubmitInput = z.infer<typeof SubmitInput>

export const CancelInput = z.strictObject({ clientMutationId: ClientMutationId })

/** The variants of a book for a country. */
export function toVariant(offer: Offer, country: string, nowMs: number): Record<string, unknown> {
  const { condition, quantity, item, shipping } = offer
  const isHome = country === 'DE'
  return {
    id: variantId(offer.offerId),
    barcode: offer.isbn13,
    title: `Book ${offer.isbn13}, ${condition === 'NEW' ? 'new' : 'with a mark'}`,
    condition,
    availableForSale: quantity > 0,
    quantityAvailable: quantity,
    shipsFrom: 'DE',
    priceValidUntil: new Date(nowMs + priceValidMs).toISOString(),
    taxesIncluded: true,
    price: toMoney(item),
    includedTax: toMoney(vatInside(shipping ? { ...item, minor: item.minor + shipping.minor } : item, country)),
    shippingRate: shipping && {
      title: 'Standard',
      deliveryDaysMin: isHome ? 1 : 3,
      deliveryDaysMax: isHome ? 3 : 12,
      price: toMoney(shipping),
    },
  }
}

/** What a priced cart costs. */
export function toCost({ item, shipping, total }: Record<'item' | 'shipping' | 'total', Money>) {
  return { subtotalAmount: toMoney(item), shippingAmount: toMoney(shipping), totalAmount: toMoney(total) }
}

/** An order, or a reference cancelled before one arrived. */
export function toOrder(order: Order | Tombstone): Record<string, unknown> {
  const { reference, state, orderId } = order
  const known = { id: orderId || null, clientMutationId: reference, status: state }
  if (orderId === '') return { ...known, createdAt: null, lines: [], cost: null }
  const { isbn13, condition, total, at } = order as Order
  return {
    ...known,
    createdAt: at.toISOString(),
    lines: [{ barcode: isbn13, condition, quantity: 1 }],
    cost: { totalAmount: toMoney(total) },
  }
}

/** The address as the engine keeps it. */
export function toAddress({ deliveryAddress: to }: CartInput): Address {
  return {
    recipient: to.name,
    lines: [to.address1, to.address2, to.address3].filter((line) => line !== ''),
    city: to.city,
    region: to.province,
    postalCode: to.zip,
    country: to.countryCode,
  }
}

/** A problem that is not about stock. */
export interface UserError {
  code: string
  field: string[]
  message: string
  currentTotal: unknown
}

export function userError(code: string, message: string, field: string[] = []): UserError {
  return { code, field, message, currentTotal: null }
}

/** A refusal in Meridian's words; null for stock trouble, which is a warning. */
export function toUserError({ code, message, total }: Refusal): UserError | null {
  const name = refusalCodes[code]
  if (name === null) return null
  return { ...userError(name, message), currentTotal: total ? toMoney(total) : null }
}

export function outOfStock(merchandiseId: string): Record<string, unknown> {
  return { code: 'MERCHANDISE_OUT_OF_STOCK', target: merchandiseId, message: 'The item is out of stock' }
}

export function variantId(offerId: string): string {
  return `${variantPrefix}${offerId}`
}

/** A variant's id → the offer's; anything else → an id that no offer has. */
export function offerIdOf(merchandiseId: string): string {
  return merchandiseId.startsWith(variantPrefix) ? merchandiseId.slice(variantPrefix.length) : ''
}

function toMoney(money: Money): { amount: string; currencyCode: string } {
  return { amount: toDecimal(money), currencyCode: money.currency }
}

function vatInside({ currency, minor }: Money, country: string): Money {
  const basisPoints = BigInt(includedVatBasisPoints(country))
  return { currency, minor: (minor * basisPoints) / (10_000n + basisPoints) }
}

const variantPrefix = 'gid://meridian/ProductVariant/'
const priceValidMs = 10 * 60_000

const refusalCodes: Record<RefusalCode, string | null> = {
  NO_SUCH_OFFER: 'MERCHANDISE_NOT_FOUND',
  SOLD_OUT: null,
  PRICE_CHANGED: 'TOTAL_ABOVE_EXPECTED',
  QUOTE_EXPIRED: 'CART_EXPIRED',
  NOT_SENT_THERE: 'NOT_DELIVERABLE',
  REFERENCE_REUSED: 'CLIENT_MUTATION_ID_REUSED',
  ORDER_CANCELLED: 'ORDER_CANCELLED',
  ORDER_NOT_FOUND: 'ORDER_NOT_FOUND',
}
