// A purchase in each of its states, for tables of its rules: one book at two sellers, $20.00 at most, at nine o'clock.
import { money } from '#platform/money'
import type { Condition, PricedQuote, Quote, SellerOrder } from '#sellers'
import type { PurchaseState, PurchaseTransition } from '../modules/buying/machine.ts'
import { requested } from '../modules/buying/purchase.ts'
import type { Attempt, Decided, Pending, Purchase, Round, Settlement, Step, Terms } from '../modules/buying/purchase.ts'

export const isbn13 = '9780441172719'
export const otherIsbn13 = '9780306406157'

/** Nine o'clock and so many seconds. */
export function at(seconds = 0): Date {
  return new Date(Date.UTC(2026, 10, 21, 9) + seconds * 1_000)
}

export const terms: Terms = {
  isbns: [isbn13],
  conditions: ['NEW', 'GOOD'] satisfies Condition[],
  max: money(2_000n, 'USD'),
  destination: { country: 'US' },
  shipTo: { recipient: 'A', lines: ['1 Road'], city: 'Town', region: '', postalCode: '12345', country: 'US' },
  paymentMethod: 'pm_card_visa',
}

/** Looks up, cancels, and knows after twenty seconds that an order never came. */
export const settlement: Settlement = { canLookUp: true, canCancel: true, notFoundFinalAfterMs: 20_000 }

/** A new copy, delivered for so many cents, good until long after the tables' last minute. */
export function quoteOf(sellerId: string, cents: bigint, changes: Partial<PricedQuote> = {}): PricedQuote {
  const total = money(cents, 'USD')
  return {
    quoteId: `${sellerId}-${cents}`,
    sellerId,
    sellerName: `The ${sellerId}`,
    isbn13,
    condition: 'NEW',
    item: total,
    shipping: money(0n, 'USD'),
    tax: money(0n, 'USD'),
    total,
    sellerTotal: total,
    fx: null,
    quantity: 1,
    shipsFrom: null,
    deliveryDays: null,
    fetchedAt: at(),
    expiresAt: at(7_200),
    source: 'LIVE',
    orderToken: `token ${sellerId}-${cents}`,
    isAutoBuyEligible: true,
    ...changes,
  }
}

export const harbor = quoteOf('harbor', 1_200n)
export const northgate = quoteOf('northgate', 1_400n)

/** A round whose sellers can all settle a lost order. */
export function roundOf(quotes: readonly Quote[], when = at()): Round {
  const coverage = { asked: 2, answered: 2, failed: 0, skipped: 0 }
  const settlements = Object.fromEntries(quotes.map(({ sellerId }) => [sellerId, settlement]))
  return { at: when, quotes, coverage, unanswered: [], settlements }
}

/** A try to buy `quote`, begun at nine. */
export function attemptOf(quote: PricedQuote, changes: Partial<Attempt> = {}): Attempt {
  return { ordinal: 1, quote, state: 'PLACING', at: at(), settlement, ...changes }
}

/** The order that a seller confirms as it was quoted. */
export function orderOf(quote: PricedQuote, changes: Partial<SellerOrder> = {}): SellerOrder {
  return {
    sellerId: quote.sellerId,
    reference: 'ref-1',
    sellerOrderId: 'H-1',
    state: 'ACCEPTED',
    isbn13: quote.isbn13,
    condition: quote.condition,
    total: quote.sellerTotal,
    ...changes,
  }
}

/** A step that was sent once, at nine, and is being waited for. */
export function sentOf(step: Step, changes: Partial<Pending> = {}): Pending {
  return { step, tries: 1, isInFlight: true, firstSentAt: at(), dueAt: at(), ...changes }
}

/** A step that is due at `dueAt` and was never sent. */
export function dueOf(step: Step, dueAt: Date): Pending {
  return { step, tries: 0, isInFlight: false, firstSentAt: null, dueAt }
}

/** A purchase in `state` as it comes there: harbor's copy is the cheapest, its step is sent. */
export function purchaseIn(state: PurchaseState, changes: Partial<Purchase> = {}): Purchase {
  return { ...requested(terms), state, ...usual[state], ...changes }
}

const rounds = [roundOf([harbor, northgate])]
const withHold = { rounds, hold: 'held' } as const
const confirmed = attemptOf(harbor, { state: 'CONFIRMED', order: orderOf(harbor), charge: harbor.total })

const usual: Readonly<Record<PurchaseState, Partial<Purchase>>> = {
  REQUESTED: {},
  QUOTING: { pending: sentOf({ kind: 'quote' }) },
  AUTHORIZING: { rounds, hold: 'asked', pending: sentOf({ kind: 'authorize' }) },
  ACTION_REQUIRED: {
    rounds,
    hold: 'asked',
    actionUrl: 'https://bank.example/',
    actionSince: at(),
    pending: sentOf({ kind: 'checkAction' }),
  },
  PLACING: { ...withHold, attempts: [attemptOf(harbor)], pending: sentOf({ kind: 'place', ordinal: 1 }) },
  CONFIRMING: {
    ...withHold,
    attempts: [attemptOf(harbor, { state: 'UNKNOWN' })],
    pending: sentOf({ kind: 'findOrder', ordinal: 1 }),
  },
  CAPTURING: { ...withHold, attempts: [confirmed], pending: sentOf({ kind: 'capture', ordinal: 1 }) },
  RELEASING: { ...withHold, ending: 'releasedWithoutOffer', pending: sentOf({ kind: 'void' }) },
  PURCHASED: { rounds, hold: 'captured', attempts: [confirmed] },
  NO_OFFER: { rounds },
  DECLINED: { rounds, reason: 'card_declined' },
  CANCELLED: { reason: 'BY_SHOPPER' },
  NEEDS_REVIEW: { ...withHold, reason: 'CAPTURE_UNKNOWN' },
}

/** All of what a rule answers: the way it took and the changed purchase. What is not named in `changes` stays. */
export function madeOf(before: Purchase, transition: PurchaseTransition | null, changes: Partial<Purchase>): Decided {
  return { transition, purchase: { ...before, ...changes } }
}
