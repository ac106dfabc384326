// The checkout's states and what leads from one to the next. Data: tests, diagrams and the database's table are compared with it.
import { defineMachine } from '#platform/fsm'
import type { EventOf, StateOf } from '#platform/fsm'

export const checkoutMachine = defineMachine({
  initial: 'CREATED',
  states: {
    CREATED: {
      reserved: 'AUTHORIZING', // copies and ebooks of ours, promised in the same transaction
      nothingOwn: 'STARTING_PURCHASES', // only "cheapest" lines: each is paid for by its own purchase
    },
    AUTHORIZING: {
      held: 'CAPTURING',
      actionNeeded: 'ACTION_REQUIRED',
      declined: 'DECLINED',
      cancelRequested: 'RELEASING',
      actionExpired: 'RELEASING', // the bank goes on asking for a shopper whose time is over
      reservationLost: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    ACTION_REQUIRED: {
      actionTaken: 'AUTHORIZING',
      held: 'CAPTURING', // seen by polling, without a word from the shopper's browser
      declined: 'DECLINED',
      cancelRequested: 'RELEASING',
      actionExpired: 'RELEASING',
      reservationLost: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    // The copies have left the shelf: nobody can take them while the provider is silent.
    CAPTURING: {
      captured: 'PAID',
      capturedOwn: 'STARTING_PURCHASES',
      captureRefused: 'RELEASING',
      stuck: 'NEEDS_REVIEW',
    },
    STARTING_PURCHASES: { purchasesStarted: 'PAID', stuck: 'NEEDS_REVIEW' },
    RELEASING: {
      releasedOnCancel: 'CANCELLED',
      releasedUnpaid: 'DECLINED',
      releasedLate: 'EXPIRED',
      stuck: 'NEEDS_REVIEW',
    },
    PAID: {},
    DECLINED: {},
    CANCELLED: {},
    EXPIRED: {},
    // Only a person goes on from here: by asking again, under the first key, what could not be found out, or by letting go what was never charged.
    NEEDS_REVIEW: {
      authorizationResumed: 'AUTHORIZING',
      captureResumed: 'CAPTURING',
      startResumed: 'STARTING_PURCHASES',
      releaseResumed: 'RELEASING',
      givenUp: 'RELEASING', // nobody knows whether the bank holds it: what turns up is let go
    },
  },
})

export type CheckoutState = StateOf<typeof checkoutMachine>
export type CheckoutTransition = EventOf<typeof checkoutMachine>

/** True when nothing happens any more by itself: it has ended, or waits for a person. */
export function isAtRest(state: CheckoutState): boolean {
  return state === 'NEEDS_REVIEW' || checkoutMachine.isTerminal(state)
}
