// The few moves every rule is made of.
import { again, isHopeless } from '#platform/pending'
import { purchaseMachine } from './machine.ts'
import type { PurchaseTransition } from './machine.ts'
import type { Attempt, Decided, Purchase, PurchaseEvent } from './purchase.ts'

/** Takes `transition`; a way that the table does not have is a bug and throws. */
export function to(transition: PurchaseTransition, purchase: Purchase): Decided {
  const state = purchaseMachine.next(purchase.state, transition)
  if (state === null) throw new Error(`no way ${transition} from ${purchase.state}`)
  return { purchase: { ...purchase, state }, transition }
}

/**
 * The same step again after a growing pause. With `reason`, and when it has been tried for ten minutes, the purchase goes to a
 * person instead: everything known stays known, and the hold stays.
 */
export function wait(purchase: Purchase, event: PurchaseEvent & { afterMs?: number }, reason?: string): Decided {
  const { pending } = purchase
  if (!pending) return { purchase, transition: null }
  if (reason && isHopeless(pending, event.at)) return stuck(purchase, reason)
  return { purchase: { ...purchase, pending: again(pending, event) }, transition: null }
}

/** Only a person can tell. */
export function stuck(purchase: Purchase, reason: string): Decided {
  return to('stuck', { ...purchase, reason, pending: null })
}

/** The purchase with this attempt changed. */
export function withAttempt(
  purchase: Purchase,
  attempt: Attempt,
  change: Partial<Pick<Attempt, 'state' | 'reason' | 'order' | 'charge'>>,
): Purchase {
  return {
    ...purchase,
    attempts: purchase.attempts.map((other) => (other.ordinal === attempt.ordinal ? { ...other, ...change } : other)),
  }
}
