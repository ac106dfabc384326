// The purchase as the pure core sees it: what was consented to, what is known, what to do next. No I/O, no clock, no random.
import type {
  Condition,
  Coverage,
  Destination,
  PlaceRefusal,
  PostalAddress,
  PricedQuote,
  Quote,
  SellerOrder,
} from '#sellers'
import type { Money } from '#platform/money'
import type { Pending as AnyPending } from '#platform/pending'
import type { PurchaseState, PurchaseTransition } from './machine.ts'

/** What the shopper consented to. Never changes. */
export interface Terms {
  /** Acceptable editions; the first is the one that was looked at. */
  readonly isbns: readonly string[]
  readonly conditions: readonly Condition[]
  /** The most that may be charged, delivered. Never told to a seller. */
  readonly max: Money
  readonly destination: Destination
  readonly shipTo: PostalAddress
  readonly paymentMethod: string
  /** Absent when the shopper asked for this purchase themselves. */
  readonly mandate?: MandateTerms
}

/** The standing consent under which nobody was asked again. */
export interface MandateTerms {
  /** That of its watch. */
  readonly id: string
  /** The price that the watch waited for. */
  readonly target: Money
  readonly madeAt: Date
  /** The provider's customer whose saved card is charged; absent in purchases from before mandates were confirmed by banks. */
  readonly customer?: string
  /** Null: all but those refused. */
  readonly sellersAllowed: readonly string[] | null
  readonly sellersRefused: readonly string[] | null
}

/** What a seller can do about an order whose answer was lost; frozen when its quotes came. */
export interface Settlement {
  readonly canLookUp: boolean
  readonly canCancel: boolean
  /** After this long "not found" means "not made"; null when it never does. */
  readonly notFoundFinalAfterMs: number | null
}

/** One round of quotes and what was made of it. */
export interface Round {
  readonly at: Date
  readonly quotes: readonly Quote[]
  readonly coverage: Coverage
  readonly unanswered: readonly { sellerId: string; sellerName: string; why: string }[]
  readonly settlements: Readonly<Record<string, Settlement>>
}

export type AttemptState = 'PLACING' | 'UNKNOWN' | 'CONFIRMED' | 'REFUSED' | 'CANCELLED'

/** One try to buy one quote. */
export interface Attempt {
  readonly ordinal: number
  readonly quote: PricedQuote
  readonly state: AttemptState
  readonly at: Date
  readonly settlement: Settlement
  /** Why it is REFUSED or CANCELLED. */
  readonly reason?: string
  readonly order?: SellerOrder
  /** What will be, or was, charged; set when confirmed. */
  readonly charge?: Money
}

/** The one remote call to make next. */
export type Step =
  | { readonly kind: 'quote' }
  | { readonly kind: 'authorize' }
  | { readonly kind: 'checkAction' }
  | { readonly kind: 'place'; readonly ordinal: number }
  | { readonly kind: 'findOrder'; readonly ordinal: number }
  | {
      readonly kind: 'cancelOrder'
      readonly ordinal: number
      readonly why: 'notMade' | 'mismatch' | 'unpaid' | 'givenUp'
    }
  | { readonly kind: 'capture'; readonly ordinal: number }
  | { readonly kind: 'void' }

export type Pending = AnyPending<Step>

/** How the release of the hold will end the purchase. */
export type Ending = 'releasedWithoutOffer' | 'releasedOnCancel' | 'releasedUnpaid'

export interface Purchase {
  readonly state: PurchaseState
  readonly terms: Terms
  readonly rounds: readonly Round[]
  readonly attempts: readonly Attempt[]
  readonly hold: 'none' | 'asked' | 'held' | 'captured' | 'released'
  readonly pending: Pending | null
  readonly wantsCancel: boolean
  readonly ending: Ending | null
  /** Where the bank wants the shopper; set in ACTION_REQUIRED. */
  readonly actionUrl: string | null
  /** Since when; after half an hour the purchase is given up. */
  readonly actionSince: Date | null
  /** The cheapest acceptable copy seen, at any price; what NO_OFFER reports. */
  readonly lowestFound: { readonly sellerId: string; readonly sellerName: string; readonly total: Money } | null
  /** A stable code for DECLINED, CANCELLED and NEEDS_REVIEW. */
  readonly reason: string | null
}

/** What a person may do with a purchase in NEEDS_REVIEW; decide-review.ts says when, and what follows. */
export const reviewActions = ['lookAgain', 'capture', 'cancelOrder', 'notBought', 'release'] as const
export type ReviewAction = (typeof reviewActions)[number]

/** What the seller and the provider say when a person looks. */
export interface Seen {
  /** The live attempt's order in its seller's book; UNKNOWN: it does not say, or nothing is to be asked. */
  readonly order: 'AS_QUOTED' | 'OTHER' | 'CANCELLED' | 'NONE' | 'UNKNOWN'
  /** The shopper's money. CHARGED: exactly what the confirmed order costs; GONE: nothing is held any more. */
  readonly payment: 'NONE' | 'HELD' | 'CHARGED' | 'CHARGED_OTHERWISE' | 'GONE' | 'UNKNOWN'
  /** How long nothing has been sent for this purchase. */
  readonly quietMs: number
}

/** What can happen to a purchase. Every event carries when it happened. */
export type PurchaseEvent = { readonly at: Date } & (
  | { readonly type: 'started' }
  | ({ readonly type: 'quoted' } & Omit<Round, 'at'>)
  | {
      readonly type: 'authorized'
      readonly ref: string
      readonly amount: Money
      /** When the bank lets the hold go by itself, where the provider says so. */
      readonly expiresAt?: Date | null
    }
  | { readonly type: 'actionRequired'; readonly ref: string; readonly url: string }
  | { readonly type: 'declined'; readonly reason: string }
  | { readonly type: 'orderAccepted'; readonly order: SellerOrder } // by the answer, or found by look-up
  | { readonly type: 'orderRefused'; readonly reason: PlaceRefusal }
  | { readonly type: 'orderUnknown' }
  /** The seller held no order when it was asked; the answer may be much younger than that. */
  | { readonly type: 'orderNotFound'; readonly askedAt: Date }
  | { readonly type: 'orderCancelled' }
  | { readonly type: 'cancelRefused' }
  | { readonly type: 'captured' }
  | { readonly type: 'captureRefused'; readonly reason: string }
  | { readonly type: 'voided' }
  | { readonly type: 'voidRefused'; readonly reason: string }
  /** The step did not come to an end and may be done again: not sent, throttled, or unknown where asking again is safe. */
  | { readonly type: 'unsettled'; readonly afterMs?: number }
  /** A new driver found the step in flight: its driver died, or is too slow to be waited for. */
  | { readonly type: 'resumed' }
  /** The shopper has been at the bank's page, or the provider says that the payment changed. */
  | { readonly type: 'actionTaken' }
  | { readonly type: 'cancelRequested' }
  /** A person chose what to do, in NEEDS_REVIEW, knowing what both sides say. */
  | { readonly type: 'reviewed'; readonly action: ReviewAction; readonly seen: Seen }
  /** A step failed in a way that only a change of the program mends. */
  | { readonly type: 'faulted' }
)

/** What `decide` made of an event: the purchase as it now is, and the way it took, null when it stayed where it was. */
export interface Decided {
  readonly purchase: Purchase
  readonly transition: PurchaseTransition | null
}

/** A purchase that has just been asked for. */
export function requested(terms: Terms): Purchase {
  return {
    state: 'REQUESTED',
    terms,
    rounds: [],
    attempts: [],
    hold: 'none',
    pending: null,
    wantsCancel: false,
    ending: null,
    actionUrl: null,
    actionSince: null,
    lowestFound: null,
    reason: null,
  }
}

/** The attempt under way or confirmed; at most one. */
export function liveAttempt({ attempts }: Purchase): Attempt | null {
  return attempts.find(({ state }) => state === 'PLACING' || state === 'UNKNOWN' || state === 'CONFIRMED') ?? null
}

/** What `sellerId` can do about a lost order; one of whom nothing is known can do nothing. */
export function settlementOf({ settlements }: Round, sellerId: string): Settlement {
  return settlements[sellerId] ?? { canLookUp: false, canCancel: false, notFoundFinalAfterMs: null }
}
