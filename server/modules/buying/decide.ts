// The rules of a purchase: decide(purchase, event) → purchase. Pure, total, synchronous; every rule of buying is here or in a
// file beside it that only this one calls. An event that does not fit the state changes nothing.
import { schedule } from '#platform/pending'
import { isAtRest } from './machine.ts'
import { afterCancelOrder, afterFindOrder, afterPlace } from './decide-order.ts'
import { endWithoutOffer, takeNextOffer } from './decide-offer.ts'
import { afterReview } from './decide-review.ts'
import { stuck, to, wait } from './moves.ts'
import type { Decided, Pending, Purchase, PurchaseEvent } from './purchase.ts'

const actionLookMs = 30_000 // a webhook or the shopper's return usually comes first
const actionPatienceMs = 30 * 60_000
// Under a mandate nobody sits there: they read a message first. The provider's own news comes at once, so looking is for lost ones.
const awayLookMs = 10 * 60_000
const awayPatienceMs = 12 * 3_600_000
const quoteTriesMax = 4 // nobody could be asked, four times in a row: then there is no offer

/** What `event` makes of `purchase`. */
export function decide(purchase: Purchase, event: PurchaseEvent): Decided {
  if (isAtRest(purchase.state)) return event.type === 'reviewed' ? afterReview(purchase, event) : stay(purchase)
  switch (event.type) {
    case 'started':
      return purchase.state === 'REQUESTED'
        ? to('quotesAsked', { ...purchase, pending: schedule({ kind: 'quote' }, event.at) })
        : stay(purchase)
    case 'cancelRequested':
      return cancel(purchase, event)
    case 'actionTaken':
      return purchase.state === 'ACTION_REQUIRED'
        ? to('actionTaken', { ...purchase, pending: schedule({ kind: 'checkAction' }, event.at) })
        : stay(purchase)
    case 'resumed':
      return resumed(purchase, event.at)
    case 'faulted':
      return purchase.state === 'REQUESTED' ? stay(purchase) : stuck(purchase, 'FAULT')
    default:
      return purchase.pending ? afterStep(purchase, purchase.pending, event) : stay(purchase)
  }
}

/** True while the shopper may still say no: nothing has been asked of a seller that would have to be undone. */
export function isCancellable(purchase: Purchase): boolean {
  return ['REQUESTED', 'QUOTING', 'AUTHORIZING', 'ACTION_REQUIRED'].includes(purchase.state) && !purchase.wantsCancel
}

function afterStep(purchase: Purchase, pending: Pending, event: PurchaseEvent): Decided {
  switch (pending.step.kind) {
    case 'quote':
      return afterQuote(purchase, pending, event)
    case 'authorize':
    case 'checkAction':
      return afterAuthorize(purchase, event)
    case 'place':
      return afterPlace(purchase, pending, event)
    case 'findOrder':
      return afterFindOrder(purchase, pending, event)
    case 'cancelOrder':
      return afterCancelOrder(purchase, { ...pending, step: pending.step }, event)
    case 'capture':
      return afterCapture(purchase, event)
    case 'void':
      return afterVoid(purchase, event)
  }
}

function afterQuote(purchase: Purchase, pending: Pending, event: PurchaseEvent): Decided {
  switch (event.type) {
    case 'quoted': {
      const known = withRound(purchase, event)
      return known.wantsCancel ? giveUp(known, event.at) : takeNextOffer(known, event.at)
    }
    case 'unsettled':
      if (pending.tries < quoteTriesMax) return wait(purchase, event)
      return endWithoutOffer({ ...purchase, reason: 'NOBODY_ANSWERED' }, event.at)
    default:
      return stay(purchase)
  }
}

function withRound(purchase: Purchase, event: PurchaseEvent & { type: 'quoted' }): Purchase {
  const { at, quotes, coverage, unanswered, settlements } = event
  return { ...purchase, rounds: [...purchase.rounds, { at, quotes, coverage, unanswered, settlements }] }
}

function afterAuthorize(purchase: Purchase, event: PurchaseEvent): Decided {
  switch (event.type) {
    case 'authorized': {
      const held: Purchase = { ...purchase, hold: 'held', actionUrl: null }
      return held.wantsCancel ? giveUp(held, event.at) : takeNextOffer(held, event.at)
    }
    case 'actionRequired':
      return awaitAction(purchase, event)
    case 'declined':
      return to('declined', { ...purchase, hold: 'none', reason: event.reason, pending: null, actionUrl: null })
    case 'unsettled':
      return wait(purchase, event, 'PAYMENT_UNKNOWN')
    default:
      return stay(purchase)
  }
}

/** The bank wants the shopper: wait for them, look now and then, and give up after half an hour, or half a day when they are away. */
function awaitAction(purchase: Purchase, { url, at }: PurchaseEvent & { type: 'actionRequired' }): Decided {
  if (purchase.wantsCancel) return giveUp(purchase, at)
  const since = purchase.actionSince ?? at
  const isAway = purchase.terms.mandate !== undefined
  const patienceMs = isAway ? awayPatienceMs : actionPatienceMs
  if (at.getTime() - since.getTime() >= patienceMs && purchase.state === 'ACTION_REQUIRED') {
    const pending = schedule({ kind: 'void' }, at)
    return to('actionExpired', {
      ...purchase,
      reason: 'ACTION_EXPIRED',
      ending: 'releasedUnpaid',
      actionUrl: null,
      pending,
    })
  }
  const pending = schedule({ kind: 'checkAction' }, at, isAway ? awayLookMs : actionLookMs)
  const waiting: Purchase = { ...purchase, actionUrl: url, actionSince: since, pending }
  return purchase.state === 'ACTION_REQUIRED' ? stay(waiting) : to('actionNeeded', waiting)
}

function afterCapture(purchase: Purchase, event: PurchaseEvent): Decided {
  switch (event.type) {
    case 'captured':
      return to('captured', { ...purchase, hold: 'captured', pending: null })
    case 'captureRefused': {
      // The seller holds an order that nobody will pay for: undo it before anything else is said.
      const ordinal = purchase.attempts.findLast(({ state }) => state === 'CONFIRMED')?.ordinal
      if (ordinal === undefined) return stay(purchase)
      const undo = schedule({ kind: 'cancelOrder', ordinal, why: 'unpaid' }, event.at)
      return to('captureRefused', { ...purchase, reason: event.reason, ending: 'releasedUnpaid', pending: undo })
    }
    case 'unsettled':
      return wait(purchase, event, 'CAPTURE_UNKNOWN')
    default:
      return stay(purchase)
  }
}

function afterVoid(purchase: Purchase, event: PurchaseEvent): Decided {
  switch (event.type) {
    case 'voided':
      return to(purchase.ending ?? 'releasedWithoutOffer', { ...purchase, hold: 'released', pending: null })
    case 'voidRefused':
      return stuck(purchase, `HOLD_NOT_RELEASED: ${event.reason}`)
    case 'unsettled':
      return wait(purchase, event, 'RELEASE_UNKNOWN')
    default:
      return stay(purchase)
  }
}

/** The step was in flight when its driver was lost. Everything but an order may be sent again: it carries the same key. */
function resumed(purchase: Purchase, at: Date): Decided {
  const { pending } = purchase
  if (!pending?.isInFlight) return stay(purchase)
  if (pending.step.kind === 'place') return afterPlace(purchase, pending, { type: 'orderUnknown', at })
  return stay({ ...purchase, pending: { ...pending, isInFlight: false } })
}

function cancel(purchase: Purchase, event: PurchaseEvent): Decided {
  if (!isCancellable(purchase)) return stay(purchase)
  // What was asked of the bank is waited for: only its answer says whether there is a hold to release.
  if (purchase.state === 'AUTHORIZING') return stay({ ...purchase, wantsCancel: true })
  return giveUp(purchase, event.at)
}

/** The shopper's no: at once when nothing was ever asked of the bank, else through the release of the hold. */
function giveUp(purchase: Purchase, at: Date): Decided {
  const wanted: Purchase = { ...purchase, wantsCancel: true, reason: 'BY_SHOPPER', actionUrl: null }
  if (purchase.hold === 'none') return to('cancelled', { ...wanted, pending: null })
  return to('cancelRequested', { ...wanted, ending: 'releasedOnCancel', pending: schedule({ kind: 'void' }, at) })
}

function stay(purchase: Purchase): Decided {
  return { purchase, transition: null }
}
