// One order as a promise: what its seller quoted, and whether it kept to it. Pure.
// Promises: an order counts once, however often and in whatever order it is placed again, looked up or reported: the gravest thing that was
// ever seen of it stands. What is not known counts as nothing.
import type { Money } from '@quire/proto/money'
import type { Condition, SellerOrder } from '../adapter.ts'
import type { QuotedCopy } from '../order-token.ts'
import { OrderRefused, SellerFailure, SellerSkipped } from '../seller-failure.ts'
import type { RefusalReason } from '../seller-failure.ts'

/**
 * How an order stands as a promise; the later in this list stands over the earlier. OPEN: not known yet. NOT_COUNTED: says nothing of the
 * seller (the quote had run out, or we took the order back). OTHER_TERMS: another book, condition or currency.
 */
export const outcomes = [
  'OPEN',
  'NOT_COUNTED',
  'SOLD_OUT',
  'PRICE_RAISED',
  'KEPT',
  'CANCELLED',
  'OTHER_TERMS',
  'OVERPRICED',
  'OTHER_REFERENCE',
] as const
export type Outcome = (typeof outcomes)[number]

/** What was quoted and then ordered. */
export interface QuotedTerms {
  isbn13: string
  condition: Condition
  /** The landed total in the seller's currency. */
  total: Money
  /** Until when the quote held, in milliseconds since 1970. */
  expiresAtMs: number
}

/** An order that was placed, as far as its outcome is known. */
export interface OrderPromise {
  sellerId: string
  /** Our reference. */
  reference: string
  quoted: QuotedTerms
  placedAtMs: number
  outcome: Outcome
  /** True once we asked for its cancellation: that it is cancelled then says nothing of the seller. */
  isTakenBack: boolean
}

/** Something seen of an order. */
export type PromiseEvent =
  | { type: 'placed'; quoted: QuotedTerms }
  | { type: 'refused'; reason: RefusalReason }
  /** In the seller's answer, or by a look-up. */
  | { type: 'seen'; order: SellerOrder }
  /** The seller itself says that it cancelled. */
  | { type: 'cancelReported' }
  /** We are about to cancel it. */
  | { type: 'takenBack' }

/** An event, of which order, and when. */
export interface Noted {
  sellerId: string
  reference: string
  atMs: number
  event: PromiseEvent
}

// A seller's clock may be ahead of ours by this much before its "expired" is a promise broken early.
const clockSkewMs = 5_000

/** The promise of an order that has just been placed; null for any other event, which says too little to judge by. */
export function openPromise({ sellerId, reference, atMs, event }: Noted): OrderPromise | null {
  if (event.type !== 'placed') return null
  return { sellerId, reference, quoted: event.quoted, placedAtMs: atMs, outcome: 'OPEN', isTakenBack: false }
}

/** What `noted` makes of the promise; the same again changes nothing. */
export function settlePromise(promise: OrderPromise, { event, atMs }: Noted): OrderPromise {
  switch (event.type) {
    case 'placed':
      return promise
    case 'takenBack':
      return promise.isTakenBack ? promise : { ...graver(promise, 'NOT_COUNTED'), isTakenBack: true }
    case 'refused':
      return graver(promise, judgeRefusal(promise, event.reason, atMs))
    case 'cancelReported':
      return graver(promise, promise.isTakenBack ? 'NOT_COUNTED' : 'CANCELLED')
    case 'seen':
      return graver(promise, judgeOrder(promise, event.order))
  }
}

/** How placing an order ended: with the seller's answer, or with an error. */
export type PlacingEnd = { order: SellerOrder } | { error: unknown }

/** What an end of placing says: nothing when the order certainly never reached the seller, the least when nobody knows. */
export function eventsOfPlacing(copy: QuotedCopy, end: PlacingEnd): PromiseEvent[] {
  const { isbn13, condition, total, expiresAtMs } = copy
  const placed: PromiseEvent = { type: 'placed', quoted: { isbn13, condition, total, expiresAtMs } }
  if ('order' in end) return [placed, { type: 'seen', order: end.order }]
  const { error } = end
  if (error instanceof OrderRefused) return [placed, { type: 'refused', reason: error.reason }]
  const wasNeverMade = error instanceof SellerSkipped || (error instanceof SellerFailure && error.actedOn === 'no')
  return wasNeverMade ? [] : [placed]
}

function graver(promise: OrderPromise, judged: Outcome): OrderPromise {
  return outcomes.indexOf(judged) > outcomes.indexOf(promise.outcome) ? { ...promise, outcome: judged } : promise
}

/** No refusal breaks a quote that had run out when it came. */
function judgeRefusal({ quoted }: OrderPromise, reason: RefusalReason, atMs: number): Outcome {
  const leftMs = quoted.expiresAtMs - atMs
  switch (reason) {
    case 'SOLD_OUT':
    case 'REJECTED': // it quoted for this very place
      return leftMs >= 0 ? 'SOLD_OUT' : 'NOT_COUNTED'
    case 'PRICE_CHANGED':
      return leftMs >= 0 ? 'PRICE_RAISED' : 'NOT_COUNTED'
    case 'QUOTE_EXPIRED': // a quote that ends before its own time was withdrawn
      return leftMs >= clockSkewMs ? 'SOLD_OUT' : 'NOT_COUNTED'
    case 'ORDER_CANCELLED': // by whom, only a look-up shows: a tombstone of ours says the same
      return 'NOT_COUNTED'
    case 'REQUEST_ID_REUSED': // an order stands under our reference; only a look-up says which
      return 'OPEN'
  }
}

function judgeOrder({ quoted, reference, isTakenBack }: OrderPromise, order: SellerOrder): Outcome {
  if (order.state === 'CANCELLED') return isTakenBack || order.sellerOrderId === '' ? 'NOT_COUNTED' : 'CANCELLED'
  if (order.reference !== reference) return 'OTHER_REFERENCE'
  const isOtherCondition = order.condition !== 'UNSPECIFIED' && order.condition !== quoted.condition
  if (order.isbn13 !== quoted.isbn13 || isOtherCondition) return 'OTHER_TERMS'
  if (!order.total || order.total.currency !== quoted.total.currency) return 'OTHER_TERMS'
  return order.total.minor > quoted.total.minor ? 'OVERPRICED' : 'KEPT'
}
