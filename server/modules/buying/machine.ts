// The purchase's states and what leads from one to the next. Data: tests, diagrams and the ops page are made from it.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const purchaseMachine = defineMachine({
  initial: 'REQUESTED',
  states: {
    REQUESTED: { quotesAsked: 'QUOTING', cancelled: 'CANCELLED' },
    QUOTING: {
      offerChosen: 'AUTHORIZING', // nothing is held yet
      nextOfferChosen: 'PLACING', // the hold from before still stands
      noOffer: 'NO_OFFER',
      noOfferLeft: 'RELEASING',
      cancelled: 'CANCELLED',
      cancelRequested: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    AUTHORIZING: {
      held: 'PLACING',
      quotesStale: 'QUOTING',
      actionNeeded: 'ACTION_REQUIRED',
      declined: 'DECLINED',
      noOfferLeft: 'RELEASING',
      cancelRequested: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    ACTION_REQUIRED: {
      actionTaken: 'AUTHORIZING',
      held: 'PLACING', // seen by polling, without a word from the shopper's browser
      quotesStale: 'QUOTING',
      declined: 'DECLINED',
      noOfferLeft: 'RELEASING',
      cancelRequested: 'RELEASING',
      actionExpired: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    PLACING: {
      orderConfirmed: 'CAPTURING',
      nextOfferChosen: 'PLACING',
      quotesStale: 'QUOTING',
      noOfferLeft: 'RELEASING',
      answerLost: 'CONFIRMING',
      stuck: 'NEEDS_REVIEW',
    },
    CONFIRMING: {
      orderConfirmed: 'CAPTURING',
      nextOfferChosen: 'PLACING',
      quotesStale: 'QUOTING',
      noOfferLeft: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    CAPTURING: { captured: 'PURCHASED', captureRefused: 'RELEASING', stuck: 'NEEDS_REVIEW' },
    RELEASING: {
      releasedWithoutOffer: 'NO_OFFER',
      releasedOnCancel: 'CANCELLED',
      releasedUnpaid: 'DECLINED',
      stuck: 'NEEDS_REVIEW',
    },
    PURCHASED: {},
    NO_OFFER: {},
    DECLINED: {},
    CANCELLED: {},
    // Only a person goes on from here; each way leads back into the steps above, or ends with nothing asked of anybody.
    NEEDS_REVIEW: {
      searchResumed: 'CONFIRMING',
      chargeResumed: 'CAPTURING',
      givenUp: 'RELEASING',
      closed: 'CANCELLED', // nothing was ever held
    },
  },
})

export type PurchaseState = StateOf<typeof purchaseMachine>
export type PurchaseTransition = EventOf<typeof purchaseMachine>

/** True when nothing happens any more by itself: the purchase has ended, or waits for a person. */
export function isAtRest(state: PurchaseState): boolean {
  return state === 'NEEDS_REVIEW' || purchaseMachine.isTerminal(state)
}
