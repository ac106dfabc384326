// What a person may do with a purchase that only a person can settle, and what follows. Each action leads back into the steps of the
// automatic part, with its keys and its checks: nothing that a person presses can do what the program may not.
import { schedule } from '#platform/pending'
import { to, withAttempt } from './moves.ts'
import { liveAttempt } from './purchase.ts'
import type { Attempt, Decided, Pending, Purchase, PurchaseEvent, ReviewAction, Seen, Step } from './purchase.ts'

const quietMinMs = 60_000 // after this long nothing comes any more of a call that was given up (payments/settle-call.ts)

/** What is safe to do now, given what both sides say; empty unless the purchase is in NEEDS_REVIEW. */
export function safeActions(purchase: Purchase, seen: Seen): ReviewAction[] {
  if (purchase.state !== 'NEEDS_REVIEW') return []
  const live = liveAttempt(purchase)
  const isCharged = seen.payment === 'CHARGED' || seen.payment === 'CHARGED_OTHERWISE'
  // Nothing stands at a seller. A void looks first, and is refused where the money was taken.
  if (!live) return isCharged ? [] : ['release']
  if (live.state === 'CONFIRMED') return actionsOnConfirmed(live, seen)
  // No charge was ever asked for before a confirmation, so whatever was charged is somebody else's doing: only looking is safe.
  return isCharged ? ['lookAgain'] : ['lookAgain', ...undoing(live, seen)]
}

/** The seller's confirmation is known. Whether the charge was taken is the provider's word, and nothing is undone without it. */
function actionsOnConfirmed(live: Attempt, seen: Seen): ReviewAction[] {
  const { order, payment, quietMs } = seen
  if (payment === 'CHARGED') return ['capture']
  const isUncharged = (payment === 'HELD' || payment === 'GONE') && quietMs >= quietMinMs
  const mayCharge = payment === 'HELD' && order === 'AS_QUOTED'
  return [...(mayCharge ? (['capture'] as const) : []), ...(isUncharged ? undoing(live, seen) : [])]
}

/** How this attempt can be ended without a book: at the seller, or by its word where it can be told nothing. */
function undoing({ settlement }: Attempt, { order, quietMs }: Seen): ReviewAction[] {
  const { canCancel, notFoundFinalAfterMs } = settlement
  if (order === 'CANCELLED') return ['notBought']
  if (canCancel) return ['cancelOrder']
  const isFinal = order === 'NONE' && quietMs >= Math.max(quietMinMs, notFoundFinalAfterMs ?? 0)
  return isFinal ? ['notBought'] : []
}

/** A person chose an action. One that is not safe by what was seen changes nothing. */
export function afterReview(purchase: Purchase, event: PurchaseEvent & { type: 'reviewed' }): Decided {
  const { action, seen, at } = event
  const live = liveAttempt(purchase)
  if (!safeActions(purchase, seen).includes(action)) return { purchase, transition: null }
  if (action === 'release' || !live) return release(purchase, at)
  const { ordinal } = live
  const resumed = { ...purchase, reason: null, ending: null }
  switch (action) {
    case 'lookAgain': {
      const lost = withAttempt(resumed, live, { state: 'UNKNOWN' })
      return to('searchResumed', { ...lost, pending: schedule({ kind: 'findOrder', ordinal }, at) })
    }
    case 'capture':
      return to('chargeResumed', { ...resumed, pending: lookFirst({ kind: 'capture', ordinal }, at) })
    case 'cancelOrder': {
      const undo = schedule({ kind: 'cancelOrder', ordinal, why: 'givenUp' }, at)
      return to('givenUp', { ...purchase, ...endedByStaff(purchase), pending: undo })
    }
    case 'notBought': {
      const reason = seen.order === 'CANCELLED' ? 'CANCELLED_BY_SELLER' : 'NOT_MADE'
      return release(withAttempt(purchase, live, { state: 'CANCELLED', reason }), at)
    }
  }
}

/** Nothing stands at a seller any more: lets go what is held, and ends. */
function release(purchase: Purchase, at: Date): Decided {
  const ended: Purchase = { ...purchase, ...endedByStaff(purchase) }
  if (purchase.hold === 'none') return to('closed', { ...ended, pending: null })
  return to('givenUp', { ...ended, pending: lookFirst({ kind: 'void' }, at) })
}

function endedByStaff({ ending }: Purchase): Pick<Purchase, 'reason' | 'ending' | 'actionUrl'> {
  return { reason: 'BY_STAFF', ending: ending ?? 'releasedOnCancel', actionUrl: null }
}

/** A call that may have been made before: counted as tried, so that its payment is looked at before anything is sent. */
function lookFirst(step: Step, at: Date): Pending {
  return { ...schedule(step, at), tries: 1 }
}
