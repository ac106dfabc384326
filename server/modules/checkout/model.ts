// What a checkout needs of the world, what a shopper may ask of it, and what they are shown.
import { z } from 'zod'
import { AddressInput } from '#addresses'
import type { StartInput } from '#buying'
import { OrderSummaryView } from '#orders'
import type { OrderState } from '#orders'
import type { PaymentsDeps } from '#payments'
import { Condition, Destination, ShipTo } from '#sellers'
import type { StockGate } from '#stock'
import { defineRefusals } from '#platform/errors'
import type { Ids } from '#platform/ids'
import { MoneyView, add, money, toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import type { Places } from '#platform/places'
import type { Checkout } from './checkout.ts'
import { isCancellable } from './decide.ts'
import { ebookOrderIdOf, orderIdOf } from './keys.ts'
import { checkoutMachine } from './machine.ts'
import type { CheckoutState } from './machine.ts'

/** Those who place wait apart from those who settle, so that a crowd at the door never holds up who has been let in. */
export interface CheckoutPlaces {
  readonly placing: Places
  readonly settling: Places
}

export interface CheckoutDeps extends PaymentsDeps {
  readonly ids: Ids
  /** Turns buyers of what is surely gone away before they reach PostgreSQL. */
  readonly gate: StockGate
  /** For transactions of checkouts: beyond them is waited in memory, not for a connection. */
  readonly places: CheckoutPlaces
  /** Begins the purchase of a "cheapest" line and gives its id; the same key again is the same purchase. */
  startPurchase(input: StartInput, accountId: string): Promise<string>
}

/** A checkout as it is stored. */
export interface StoredCheckout {
  readonly id: string
  readonly accountId: string
  readonly requestHash: string
  /** The fence: grows whenever the step to take changes hands. */
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly checkout: Checkout
}

/** What `checkout.place` takes. */
export const PlaceInput = z.strictObject({
  key: z.string().trim().min(8, 'must be at least 8 characters').max(100),
  /** Of the cart as it was shown: another one is refused with what changed. */
  fingerprint: z.string().min(1).max(100),
  /** One of the address book, or a new one; for ebooks alone, which are sent nowhere, only whose tax it is. */
  address: z.union([z.strictObject({ id: z.uuid() }), z.strictObject({ taxedIn: Destination }), AddressInput]),
  paymentMethod: z.string().regex(/^pm_\w{3,60}$/, 'is not a payment method'),
})
export type PlaceInput = z.infer<typeof PlaceInput>

const states = Object.keys(checkoutMachine.states) as [CheckoutState, ...CheckoutState[]]

export const CheckoutView = z.strictObject({
  id: z.uuid(),
  state: z.enum(states),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** Of ebooks alone only the country, and the postal code where the tax depends on it. */
  shipTo: ShipTo,
  /** Our own copies; empty without any. */
  copies: z.array(
    z.strictObject({
      isbn13: z.string(),
      title: z.string(),
      condition: Condition,
      quantity: z.int(),
      /** price × quantity. */
      item: MoneyView,
    }),
  ),
  /** Ebooks; empty without any. */
  ebooks: z.array(z.strictObject({ isbn13: z.string(), title: z.string(), item: MoneyView })),
  /** Of our own copies and ebooks; absent without any. */
  goods: MoneyView.optional(),
  shipping: MoneyView.optional(),
  tax: MoneyView.optional(),
  total: MoneyView.optional(),
  /** Of our own copies. */
  orderId: z.uuid().optional(),
  /** Of the ebooks. */
  ebookOrderId: z.uuid().optional(),
  actionUrl: z.string().optional(),
  reason: z.string().optional(),
  cancellable: z.boolean(),
  /** The "cheapest" lines. `purchaseId` once it has begun; `reason` when it could not. */
  purchases: z.array(
    z.strictObject({
      isbn13: z.string(),
      title: z.string(),
      conditions: z.array(Condition),
      maxTotal: MoneyView,
      purchaseId: z.uuid().optional(),
      reason: z.string().optional(),
    }),
  ),
})
export type CheckoutView = z.infer<typeof CheckoutView>

/** A checkout as one line of a list. */
export const CheckoutSummaryView = CheckoutView.pick({
  id: true,
  state: true,
  createdAt: true,
  total: true,
  orderId: true,
  ebookOrderId: true,
}).extend({
  /** The titles of our own copies, the ebooks, and the "cheapest" lines, in the cart's order. */
  copies: z.array(z.string()),
  ebooks: z.array(z.string()),
  cheapest: z.array(z.string()),
  orderState: OrderSummaryView.shape.state.optional(),
})
export type CheckoutSummaryView = z.infer<typeof CheckoutSummaryView>

export const refuse = defineRefusals('checkout', {
  not_found: { trpc: 'NOT_FOUND', say: 'We cannot find that checkout.' },
  key_reused: {
    trpc: 'UNPROCESSABLE_CONTENT',
    say: 'This request was already used for another order. Nothing new was ordered. Please check out again.',
  },
  cart_empty: { trpc: 'BAD_REQUEST', say: 'Your cart is empty. Nothing was ordered.' },
  cart_changed: {
    trpc: 'CONFLICT',
    say: 'Your cart is not as you saw it. Nothing was ordered and nothing was charged. Please look at it again.',
  },
  not_deliverable: {
    trpc: 'CONFLICT',
    say: 'We cannot send these books to this address. Nothing was ordered and nothing was charged.',
  },
  address_needed: {
    trpc: 'BAD_REQUEST',
    say: 'Books are sent to an address: please give one. Nothing was ordered and nothing was charged.',
  },
  postal_code_needed: {
    trpc: 'BAD_REQUEST',
    say: 'The tax depends on your postal code: please give it. Nothing was ordered and nothing was charged.',
  },
  cursor_invalid: { trpc: 'BAD_REQUEST', say: 'Please start again from the first page of your orders.' },
  moved_on: {
    trpc: 'CONFLICT',
    say: 'Something has happened to this checkout since you looked. Nothing was done. Please look again.',
  },
  not_safe: { trpc: 'CONFLICT', say: 'By what is known now that is not safe. Nothing was done.' },
  busy: {
    trpc: 'TOO_MANY_REQUESTS',
    say: 'Many people are checking out just now. Nothing was ordered and nothing was charged. Please try again in a moment.',
  },
  too_late: {
    trpc: 'CONFLICT',
    say: 'It is too late to cancel: the payment is being taken. You can cancel the order.',
  },
})

export function toCheckoutView({ id, createdAt, updatedAt, checkout }: StoredCheckout): CheckoutView {
  const { state, terms, actionUrl, reason, purchases } = checkout
  return {
    id,
    state,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    shipTo: terms.shipTo ? { ...terms.shipTo, lines: [...terms.shipTo.lines] } : terms.taxedIn,
    copies: terms.copies.map(({ isbn13, title, condition, quantity, item }) => ({
      isbn13,
      title,
      condition,
      quantity,
      item: toMoneyView(item),
    })),
    ebooks: terms.ebooks.map(({ isbn13, title, item }) => ({ isbn13, title, item: toMoneyView(item) })),
    ...toParts(terms),
    ...toOrders(id, terms),
    ...(actionUrl !== null && { actionUrl }),
    ...(reason !== null && { reason }),
    cancellable: isCancellable(checkout),
    purchases: terms.cheapest.map((line) => {
      const started = purchases.find(({ lineId }) => lineId === line.id)
      return {
        isbn13: line.isbn13,
        title: line.title,
        conditions: [...line.conditions],
        maxTotal: toMoneyView(line.maxTotal),
        ...(started?.purchaseId && { purchaseId: started.purchaseId }),
        ...(started?.reason && { reason: started.reason }),
      }
    }),
  }
}

/** What the copies and ebooks cost, and what delivery and tax add; the lines' parts add up to them. */
function toParts({ copies, ebooks, total }: Checkout['terms']) {
  if (!total) return {}
  const sum = (parts: readonly Money[]) => toMoneyView(parts.reduce(add, money(0n, total.currency)))
  const lines = [...copies, ...ebooks]
  return {
    goods: sum(lines.map(({ item }) => item)),
    shipping: sum(copies.map(({ shipping }) => shipping)),
    tax: sum(lines.map(({ tax }) => tax)),
  }
}

/** What they cost in all, and the orders that they are: one of each source. */
function toOrders(id: string, { copies, ebooks, total }: Checkout['terms']) {
  return {
    ...(total && { total: toMoneyView(total) }),
    ...(copies.length > 0 && { orderId: orderIdOf(id) }),
    ...(ebooks.length > 0 && { ebookOrderId: ebookOrderIdOf(id) }),
  }
}

export function toSummaryView(
  { id, createdAt, checkout: { state, terms } }: StoredCheckout,
  orderState: OrderState | undefined,
): CheckoutSummaryView {
  return {
    id,
    state,
    createdAt: createdAt.toISOString(),
    copies: terms.copies.map(({ title }) => title),
    cheapest: terms.cheapest.map(({ title }) => title),
    ebooks: terms.ebooks.map(({ title }) => title),
    ...toOrders(id, terms),
    ...(orderState && { orderState }),
  }
}
