// The rules of a checkout: decide(checkout, event) → checkout. Pure, total, synchronous; every rule is here. An event that does not fit the
// state changes nothing.
import { again, isHopeless, schedule } from '#platform/pending'
import type { Checkout, CheckoutEvent, Decided, Ending, ReviewAction, Step } from './checkout.ts'
import { checkoutMachine, isAtRest } from './machine.ts'
import type { CheckoutState, CheckoutTransition } from './machine.ts'

const actionLookMs = 30_000 // a webhook or the shopper's return usually comes first
/** How long the bank's page is waited for. A reservation lives longer (`reservedMs` in keep-books.ts). */
export const actionPatienceMs = 30 * 60_000

/** What `event` makes of `checkout`. */
export function decide(checkout: Checkout, event: CheckoutEvent): Decided {
  if (isAtRest(checkout.state)) return event.type === 'reviewed' ? afterReview(checkout, event) : stay(checkout)
  switch (event.type) {
    case 'started':
      return begin(checkout, event.at)
    case 'cancelRequested':
      return cancel(checkout, event.at)
    case 'actionTaken':
      return checkout.state === 'ACTION_REQUIRED'
        ? to('actionTaken', { ...checkout, pending: schedule({ kind: 'checkAction' }, event.at) })
        : stay(checkout)
    case 'resumed':
      return stay(
        checkout.pending ? { ...checkout, pending: { ...checkout.pending, isInFlight: false } } : checkout, // sent again under the same key
      )
    case 'faulted':
      return checkout.pending ? stuck(checkout, 'FAULT') : stay(checkout)
    default:
      return afterStep(checkout, event)
  }
}

/** True while the shopper may still say no: no money has been taken, and none is being taken. */
export function isCancellable({ state, wantsCancel }: Checkout): boolean {
  return (state === 'AUTHORIZING' || state === 'ACTION_REQUIRED') && !wantsCancel
}

function begin(checkout: Checkout, at: Date): Decided {
  if (checkout.state !== 'CREATED') return stay(checkout)
  return checkout.terms.total !== null
    ? to('reserved', { ...checkout, pending: schedule({ kind: 'authorize' }, at) })
    : to('nothingOwn', { ...checkout, pending: schedule({ kind: 'startPurchases' }, at) })
}

function afterStep(checkout: Checkout, event: CheckoutEvent): Decided {
  switch (checkout.pending?.step.kind) {
    case undefined:
      return stay(checkout)
    case 'authorize':
    case 'checkAction':
      return afterAuthorize(checkout, event)
    case 'capture':
      return afterCapture(checkout, event)
    case 'void':
      return afterVoid(checkout, event)
    case 'startPurchases':
      return afterStart(checkout, event)
  }
}

function afterAuthorize(checkout: Checkout, event: CheckoutEvent): Decided {
  const { at } = event
  switch (event.type) {
    case 'authorized': {
      const held: Checkout = { ...checkout, actionUrl: null }
      if (held.wantsCancel) return giveUpByShopper(held, at)
      if (event.isTooLate)
        return release('reservationLost', held, { reason: 'RESERVATION_LOST', ending: 'releasedLate', at })
      return to('held', { ...held, pending: schedule({ kind: 'capture' }, at) })
    }
    case 'actionRequired':
      return awaitAction(checkout, event)
    case 'declined':
      return to('declined', { ...checkout, reason: event.reason, pending: null, actionUrl: null })
    case 'unsettled':
      return wait(checkout, event, 'PAYMENT_UNKNOWN')
    default:
      return stay(checkout)
  }
}

/** The bank wants the shopper: wait for them, look now and then, and give up after half an hour. */
function awaitAction(checkout: Checkout, { url, at }: CheckoutEvent & { type: 'actionRequired' }): Decided {
  if (checkout.wantsCancel) return giveUpByShopper(checkout, at)
  const since = checkout.actionSince ?? at
  if (at.getTime() - since.getTime() >= actionPatienceMs)
    return release('actionExpired', checkout, { reason: 'ACTION_EXPIRED', ending: 'releasedLate', at })
  const pending = schedule<Step>({ kind: 'checkAction' }, at, actionLookMs)
  const waiting: Checkout = { ...checkout, actionUrl: url, actionSince: since, pending }
  return checkout.state === 'ACTION_REQUIRED' ? stay(waiting) : to('actionNeeded', waiting)
}

function afterCapture(checkout: Checkout, event: CheckoutEvent): Decided {
  const { at } = event
  switch (event.type) {
    case 'captured':
      return checkout.terms.cheapest.length > 0
        ? to('capturedOwn', { ...checkout, pending: schedule({ kind: 'startPurchases' }, at) })
        : to('captured', { ...checkout, pending: null })
    case 'captureRefused':
      return release('captureRefused', checkout, { reason: event.reason, ending: 'releasedUnpaid', at })
    case 'unsettled':
      return wait(checkout, event, 'CAPTURE_UNKNOWN')
    default:
      return stay(checkout)
  }
}

function afterVoid(checkout: Checkout, event: CheckoutEvent): Decided {
  switch (event.type) {
    case 'voided':
      return to(checkout.ending ?? 'releasedUnpaid', { ...checkout, pending: null })
    case 'voidRefused':
      return stuck(checkout, `HOLD_NOT_RELEASED: ${event.reason}`)
    case 'unsettled':
      return wait(checkout, event, 'RELEASE_UNKNOWN')
    default:
      return stay(checkout)
  }
}

function afterStart(checkout: Checkout, event: CheckoutEvent): Decided {
  switch (event.type) {
    case 'purchasesStarted':
      return to('purchasesStarted', { ...checkout, purchases: event.purchases, pending: null })
    case 'unsettled':
      return wait(checkout, event, 'PURCHASES_NOT_STARTED')
    default:
      return stay(checkout)
  }
}

function cancel(checkout: Checkout, at: Date): Decided {
  if (!isCancellable(checkout)) return stay(checkout)
  // What was asked of the bank is waited for: only its answer says whether there is a hold to release.
  const isAsked = checkout.state === 'AUTHORIZING' || checkout.pending?.isInFlight
  return isAsked ? stay({ ...checkout, wantsCancel: true }) : giveUpByShopper(checkout, at)
}

function giveUpByShopper(checkout: Checkout, at: Date): Decided {
  const wanted: Checkout = { ...checkout, wantsCancel: true }
  return release('cancelRequested', wanted, { reason: 'BY_SHOPPER', ending: 'releasedOnCancel', at })
}

/** Every way out goes through here, or found that the bank holds nothing: the hold is let go before the checkout ends. */
function release(
  transition: CheckoutTransition,
  checkout: Checkout,
  { reason, ending, at }: { reason: string; ending: Ending; at: Date },
): Decided {
  return to(transition, { ...checkout, reason, ending, actionUrl: null, pending: schedule({ kind: 'void' }, at) })
}

const resumedBy: Readonly<Record<Step['kind'], CheckoutTransition>> = {
  authorize: 'authorizationResumed',
  checkAction: 'authorizationResumed',
  capture: 'captureResumed',
  void: 'releaseResumed',
  startPurchases: 'startResumed',
}

/** What a person may do. Money that may have been taken is never let go: only asking says whether it was. */
export function safeActions({ state, stuckAt }: Checkout): readonly ReviewAction[] {
  if (state !== 'NEEDS_REVIEW' || !stuckAt) return []
  const isUncharged = stuckAt.step.kind === 'authorize' || stuckAt.step.kind === 'checkAction'
  return isUncharged ? ['askAgain', 'giveUp'] : ['askAgain']
}

/** A person has the same asked again, or gives up. The call looks before it sends, as after every first try. */
function afterReview(checkout: Checkout, { action, at }: CheckoutEvent & { type: 'reviewed' }): Decided {
  const { stuckAt } = checkout
  if (!stuckAt || !safeActions(checkout).includes(action)) return stay(checkout)
  if (action === 'giveUp')
    return release('givenUp', { ...checkout, stuckAt: null }, { reason: 'GIVEN_UP', ending: 'releasedUnpaid', at })
  // Since when it was first sent stays: look-ups begin there, and one more "unknown" brings it back here.
  const pending = { ...stuckAt, isInFlight: false, dueAt: at }
  return to(resumedBy[stuckAt.step.kind], { ...checkout, reason: null, stuckAt: null, pending })
}

/** The same step again after a growing pause; when it has been tried for ten minutes, the checkout goes to a person instead. */
function wait(checkout: Checkout, event: CheckoutEvent & { type: 'unsettled' }, reason: string): Decided {
  const { pending } = checkout
  if (!pending) return stay(checkout)
  if (isHopeless(pending, event.at)) return stuck(checkout, reason)
  return stay({ ...checkout, pending: again(pending, event) })
}

/** Only a person can tell: everything known stays known, and the hold stays. */
function stuck(checkout: Checkout, reason: string): Decided {
  return to('stuck', { ...checkout, reason, stuckAt: checkout.pending, pending: null })
}

/** Takes `transition`; a way that the table does not have is a bug and throws. */
function to(transition: CheckoutTransition, checkout: Checkout): Decided {
  const state: CheckoutState | null = checkoutMachine.next(checkout.state, transition)
  if (state === null) throw new Error(`no way ${transition} from ${checkout.state}`)
  return { checkout: { ...checkout, state }, transition }
}

function stay(checkout: Checkout): Decided {
  return { checkout, transition: null }
}
