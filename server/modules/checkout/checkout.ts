// The checkout as the pure core sees it: what was consented to, what is known, what to do next. No I/O, no clock, no random.
import type { Condition, Destination, PostalAddress } from '#sellers'
import type { Money } from '#platform/money'
import type { Pending as AnyPending } from '#platform/pending'
import type { CheckoutState, CheckoutTransition } from './machine.ts'

/** So many copies of ours, at what was shown. */
export interface CopyTerms {
  /** The cart's line. */
  readonly id: string
  readonly isbn13: string
  readonly title: string
  readonly condition: Condition
  readonly quantity: number
  /** price × quantity. */
  readonly item: Money
  /** Its shares of what the order costs beside the goods. */
  readonly shipping: Money
  readonly tax: Money
  /** item + shipping + tax; the lines' add up to the order's total. */
  readonly total: Money
}

/** One ebook of ours, at what was shown. */
export interface EbookTerms {
  readonly id: string
  readonly isbn13: string
  readonly title: string
  readonly item: Money
  readonly tax: Money
  /** item + tax. */
  readonly total: Money
}

/** One copy from whoever is cheapest within this landed total: a purchase of its own. */
export interface CheapestTerms {
  readonly id: string
  readonly isbn13: string
  readonly title: string
  readonly conditions: readonly Condition[]
  readonly maxTotal: Money
}

/** What the shopper consented to. Never changes. */
export interface Terms {
  readonly copies: readonly CopyTerms[]
  readonly ebooks: readonly EbookTerms[]
  readonly cheapest: readonly CheapestTerms[]
  /** What the copies and ebooks cost in all; null when there are none. */
  readonly total: Money | null
  /** Null when nothing is sent: ebooks alone. */
  readonly shipTo: PostalAddress | null
  /** Where the tax is of. */
  readonly taxedIn: Destination
  readonly paymentMethod: string
}

/** What became of a "cheapest" line: its purchase, or why none could begin. */
export interface StartedPurchase {
  readonly lineId: string
  readonly purchaseId: string | null
  readonly reason: string | null
}

/** The one call to make next. */
export type Step = { readonly kind: 'authorize' | 'checkAction' | 'capture' | 'void' | 'startPurchases' }

export type Pending = AnyPending<Step>

/** How the release of the hold will end the checkout. */
export type Ending = 'releasedOnCancel' | 'releasedUnpaid' | 'releasedLate'

export interface Checkout {
  readonly state: CheckoutState
  readonly terms: Terms
  readonly pending: Pending | null
  readonly wantsCancel: boolean
  readonly ending: Ending | null
  /** Where the bank wants the shopper; set in ACTION_REQUIRED. */
  readonly actionUrl: string | null
  /** Since when; after half an hour the checkout is given up. */
  readonly actionSince: Date | null
  readonly purchases: readonly StartedPurchase[]
  /** A stable code for DECLINED, CANCELLED, EXPIRED and NEEDS_REVIEW. */
  readonly reason: string | null
  /** In NEEDS_REVIEW: the step that nobody knows the end of. */
  readonly stuckAt: Pending | null
}

export const reviewActions = ['askAgain', 'giveUp'] as const
export type ReviewAction = (typeof reviewActions)[number]

/** What can happen to a checkout. Every event carries when it happened. */
export type CheckoutEvent = { readonly at: Date } & (
  | { readonly type: 'started' }
  | {
      readonly type: 'authorized'
      readonly ref: string
      readonly amount: Money
      /** When the bank lets the hold go by itself, where the provider says so. */
      readonly expiresAt: Date | null
      /** The reservation was given back before the bank answered: the copies may be another's by now. */
      readonly isTooLate?: true
    }
  | { readonly type: 'actionRequired'; readonly ref: string; readonly url: string }
  | { readonly type: 'declined'; readonly reason: string }
  | { readonly type: 'captured' }
  | { readonly type: 'captureRefused'; readonly reason: string }
  | { readonly type: 'voided' }
  | { readonly type: 'voidRefused'; readonly reason: string }
  | { readonly type: 'purchasesStarted'; readonly purchases: readonly StartedPurchase[] }
  /** The step did not come to an end and may be done again: not sent, throttled, or unknown where asking again is safe. */
  | { readonly type: 'unsettled'; readonly afterMs?: number }
  /** A new driver found the step in flight: its driver died, or is too slow to be waited for. */
  | { readonly type: 'resumed' }
  /** The shopper has been at the bank's page, or the provider says that the payment changed. */
  | { readonly type: 'actionTaken' }
  | { readonly type: 'cancelRequested' }
  /** A person, in NEEDS_REVIEW, has the step asked again, or gives up what was never charged. */
  | { readonly type: 'reviewed'; readonly action: ReviewAction }
  /** A step failed in a way that only a change of the program mends. */
  | { readonly type: 'faulted' }
)

/** What `decide` made of an event: the checkout as it now is, and the way it took, null when it stayed where it was. */
export interface Decided {
  readonly checkout: Checkout
  readonly transition: CheckoutTransition | null
}

/** A checkout that has just been asked for. */
export function created(terms: Terms): Checkout {
  return {
    state: 'CREATED',
    terms,
    pending: null,
    wantsCancel: false,
    ending: null,
    actionUrl: null,
    actionSince: null,
    purchases: [],
    reason: null,
    stuckAt: null,
  }
}
