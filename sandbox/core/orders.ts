// The orders that a seller holds: its own books, against which ours are checked.
import type { Money } from '@quire/proto/money'
import { toView } from './amount.ts'
import type { Condition } from './profile.ts'

export interface Order {
  /** The buyer's reference. */
  reference: string
  /** The seller's number. */
  orderId: string
  offerId: string
  isbn13: string
  condition: Condition
  state: OrderState
  item: Money
  shipping: Money
  tax: Money
  total: Money
  at: Date
  history: { state: OrderState; at: Date; by: 'seller' | 'buyer' }[]
  /** What was asked for, to tell a repeated request from another one. */
  asked: { offerId: string; currency: string; limit: Money; shipTo: Address }
}

export type OrderState = 'ACCEPTED' | 'CANCELLED'

/** A reference that was cancelled before any order arrived. */
export interface Tombstone {
  reference: string
  state: 'CANCELLED'
  orderId: ''
  at: Date
}

export interface Address {
  recipient: string
  lines: string[]
  city: string
  region: string
  postalCode: string
  country: string
}

/** How the journal shows an order. */
export function toOrderView(order: Order): Record<string, unknown> {
  const { reference, orderId, isbn13, condition, state } = order
  return {
    reference,
    orderId,
    isbn13,
    condition,
    state,
    total: toView(order.total),
    parts: {
      item: toView(order.item),
      shipping: toView(order.shipping),
      tax: toView(order.tax),
    },
    at: order.at.toISOString(),
    history: order.history.map((entry) => ({
      ...entry,
      at: entry.at.toISOString(),
    })),
  }
}
