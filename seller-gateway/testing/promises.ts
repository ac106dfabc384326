// Orders as promises, for the tests of standings.
import type { SellerOrder } from '../core/adapter.ts'
import type { Noted, PromiseEvent, QuotedTerms } from '../core/standing/promise.ts'

export const placedAtMs = Date.parse('2026-11-21T10:00:00Z')

/** What was quoted: a good copy for 12.34 dollars, for ten minutes more. */
export const quoted: QuotedTerms = {
  isbn13: '9780340839935',
  condition: 'GOOD',
  total: { currency: 'USD', minor: 1_234n },
  expiresAtMs: placedAtMs + 600_000,
}

/** The order as its seller should confirm it. */
export function orderAsQuoted(change: Partial<SellerOrder> = {}): SellerOrder {
  return {
    reference: 'att-1',
    sellerOrderId: 'S-1',
    state: 'ACCEPTED',
    isbn13: quoted.isbn13,
    condition: quoted.condition,
    total: quoted.total,
    createdAt: new Date(placedAtMs),
    ...change,
  }
}

export const placed: PromiseEvent = { type: 'placed', quoted }
export const seen = (change: Partial<SellerOrder> = {}): PromiseEvent => ({
  type: 'seen',
  order: orderAsQuoted(change),
})

/** An event of the order `att-1` (or `change.reference`) at Papertrail, as soon as it was placed. */
export function noted(event: PromiseEvent, change: Partial<Omit<Noted, 'event'>> = {}): Noted {
  const { reference = 'att-1' } = change
  return { sellerId: 'papertrail', atMs: placedAtMs, ...change, reference, event: named(event, reference) }
}

/** What is seen as quoted is seen under the order's own reference, whichever that is. */
function named(event: PromiseEvent, reference: string): PromiseEvent {
  if (event.type !== 'seen' || event.order.reference !== 'att-1') return event
  return { ...event, order: { ...event.order, reference } }
}
