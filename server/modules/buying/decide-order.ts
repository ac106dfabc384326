// The rules for one seller's order: accepted, refused, lost, found, undone. Nothing else may be tried until it is settled.
import { schedule } from '#platform/pending'
import type { SellerOrder } from '#sellers'
import { compare, scale } from '#platform/money'
import type { Money } from '#platform/money'
import { takeNextOffer } from './decide-offer.ts'
import { stuck, to, wait, withAttempt } from './moves.ts'
import { liveAttempt } from './purchase.ts'
import type { Attempt, Decided, Pending, Purchase, PurchaseEvent, Terms } from './purchase.ts'

const firstLookMs = 1_000 // time for a late order to arrive before we ask for it

export function afterPlace(purchase: Purchase, pending: Pending, event: PurchaseEvent): Decided {
  const attempt = liveAttempt(purchase)
  if (!attempt) return { purchase, transition: null }
  switch (event.type) {
    case 'orderAccepted':
      return orderAccepted(purchase, attempt, event.order, event.at)
    case 'orderRefused':
      return takeNextOffer(withAttempt(purchase, attempt, { state: 'REFUSED', reason: event.reason }), event.at)
    case 'unsettled': // certainly not sent: the same order under the same reference, or the next when that goes on too long
      return pending.tries < 3
        ? wait(purchase, event)
        : takeNextOffer(withAttempt(purchase, attempt, { state: 'REFUSED', reason: 'UNREACHABLE' }), event.at)
    case 'orderUnknown': {
      const lost = withAttempt(purchase, attempt, { state: 'UNKNOWN' })
      return to('answerLost', {
        ...lost,
        pending: schedule({ kind: 'findOrder', ordinal: attempt.ordinal }, event.at, firstLookMs),
      })
    }
    default:
      return { purchase, transition: null }
  }
}

type NotFound = PurchaseEvent & { type: 'orderNotFound' }

export function afterFindOrder(purchase: Purchase, pending: Pending, event: PurchaseEvent): Decided {
  const attempt = liveAttempt(purchase)
  if (!attempt) return { purchase, transition: null }
  switch (event.type) {
    case 'orderAccepted':
      return orderAccepted(purchase, attempt, event.order, event.at)
    case 'orderCancelled':
      return notMade(purchase, attempt, 'CANCELLED_BY_SELLER', event.at)
    case 'orderNotFound':
      return afterNotFound(purchase, attempt, pending, event)
    case 'unsettled':
      return wait(purchase, event, 'SELLER_SILENT')
    default:
      return { purchase, transition: null }
  }
}

/**
 * "Not found" counts only after the time in which an order may still be on its way, and then a tombstone shuts the door. That time runs from
 * the first look-up, since an order may have been sent again after its attempt began, to when this look-up was sent, not answered.
 */
function afterNotFound(purchase: Purchase, attempt: Attempt, pending: Pending, event: NotFound): Decided {
  const { notFoundFinalAfterMs, canCancel } = attempt.settlement
  const sinceMs = pending.firstSentAt ? event.askedAt.getTime() - pending.firstSentAt.getTime() : 0
  const isFinal = notFoundFinalAfterMs !== null && sinceMs >= notFoundFinalAfterMs
  if (!isFinal) return wait(purchase, event, 'SELLER_UNSURE')
  if (!canCancel) return notMade(purchase, attempt, 'NOT_MADE', event.at)
  const tombstone = schedule({ kind: 'cancelOrder', ordinal: attempt.ordinal, why: 'notMade' }, event.at)
  // The patience for this order counts from its first look-up, through look-ups and cancellations alike.
  return { purchase: { ...purchase, pending: { ...tombstone, firstSentAt: pending.firstSentAt } }, transition: null }
}

export function afterCancelOrder(
  purchase: Purchase,
  { step, firstSentAt }: Pending & { step: { kind: 'cancelOrder' } },
  event: PurchaseEvent,
): Decided {
  const attempt = purchase.attempts.find(({ ordinal }) => ordinal === step.ordinal)
  if (!attempt) return { purchase, transition: null }
  switch (event.type) {
    case 'orderCancelled':
      if (step.why === 'unpaid' || step.why === 'givenUp')
        return releaseAfterUndo(purchase, attempt, step.why, event.at)
      return notMade(purchase, attempt, step.why === 'mismatch' ? 'NOT_AS_QUOTED' : 'NOT_MADE', event.at)
    case 'cancelRefused':
      // There is an order after all, and it stays. Lost and now found: look again. Wrong, unpaid or unwanted: a person decides.
      if (step.why !== 'notMade') return stuck(purchase, standing[step.why])
      return {
        purchase: {
          ...purchase,
          pending: {
            ...schedule({ kind: 'findOrder', ordinal: step.ordinal }, event.at, firstLookMs),
            firstSentAt,
          },
        },
        transition: null,
      }
    case 'unsettled':
      return wait(purchase, event, 'SELLER_SILENT')
    default:
      return { purchase, transition: null }
  }
}

const standing = {
  mismatch: 'WRONG_ORDER_STANDS',
  unpaid: 'UNPAID_ORDER_STANDS',
  givenUp: 'UNWANTED_ORDER_STANDS',
} as const

/** The seller holds an order. Charge for it only when it is what was quoted; else undo it and go on. */
function orderAccepted(purchase: Purchase, attempt: Attempt, order: SellerOrder, at: Date): Decided {
  const charge = chargeFor(purchase.terms, attempt, order)
  if (!charge) {
    const undo = schedule({ kind: 'cancelOrder', ordinal: attempt.ordinal, why: 'mismatch' }, at)
    const doubted: Purchase = { ...withAttempt(purchase, attempt, { state: 'UNKNOWN', order }), pending: undo }
    return purchase.state === 'CONFIRMING' ? { purchase: doubted, transition: null } : to('answerLost', doubted)
  }
  const confirmed = withAttempt(purchase, attempt, { state: 'CONFIRMED', order, charge })
  return to('orderConfirmed', { ...confirmed, pending: schedule({ kind: 'capture', ordinal: attempt.ordinal }, at) })
}

/**
 * What the shopper pays for this order, in their currency: the quoted total in proportion (half to even) to what the seller charges of what
 * it quoted. Null when it is another copy than was quoted, costs more, or is in another currency.
 */
export function chargeFor({ max }: Terms, { quote }: Attempt, order: SellerOrder): Money | null {
  const { total, isbn13, condition } = order
  const isAsQuoted = isbn13 === quote.isbn13 && (condition === 'UNSPECIFIED' || condition === quote.condition)
  if (!isAsQuoted || !total || total.currency !== quote.sellerTotal.currency || total.minor <= 0n) return null
  if (compare(total, quote.sellerTotal) > 0) return null
  const charge = scale(quote.total, total.minor, quote.sellerTotal.minor)
  return compare(charge, max) > 0 ? null : charge
}

function notMade(purchase: Purchase, attempt: Attempt, reason: string, at: Date): Decided {
  return takeNextOffer(withAttempt(purchase, attempt, { state: 'CANCELLED', reason }), at)
}

function releaseAfterUndo(purchase: Purchase, attempt: Attempt, why: 'unpaid' | 'givenUp', at: Date): Decided {
  const undone = withAttempt(purchase, attempt, {
    state: 'CANCELLED',
    reason: why === 'unpaid' ? 'UNPAID' : 'GIVEN_UP',
  })
  return { purchase: { ...undone, pending: schedule({ kind: 'void' }, at) }, transition: null }
}
