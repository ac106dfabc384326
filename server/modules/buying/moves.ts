// The few moves every rule is made of.
import { purchaseMachine } from './machine.ts'
import type { PurchaseTransition } from './machine.ts'
import type { Attempt, Decided, Pending, Purchase, PurchaseEvent, Step } from './purchase.ts'

const waitsMs = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] // then every 30 s
const patienceMs = 10 * 60_000 // after this only a person can tell

/** Takes `transition`; a way that the table does not have is a bug and throws. */
export function to(transition: PurchaseTransition, purchase: Purchase): Decided {
  const state = purchaseMachine.next(purchase.state, transition)
  if (state === null) throw new Error(`no way ${transition} from ${purchase.state}`)
  return { purchase: { ...purchase, state }, transition }
}

/** The next step, due now or after `afterMs`. */
export function schedule(step: Step, at: Date, afterMs = 0): Pending {
  return { step, tries: 0, isInFlight: false, firstSentAt: null, dueAt: new Date(at.getTime() + afterMs) }
}

/**
 * The same step again after a growing pause. With `reason`, and when it has been tried for ten minutes, the purchase goes to a
 * person instead: everything known stays known, and the hold stays.
 */
export function wait(purchase: Purchase, event: PurchaseEvent & { afterMs?: number }, reason?: string): Decided {
  const { pending } = purchase
  if (!pending) return { purchase, transition: null }
  const sinceMs = pending.firstSentAt ? event.at.getTime() - pending.firstSentAt.getTime() : 0
  if (reason && sinceMs >= patienceMs) return stuck(purchase, reason)
  const pauseMs = Math.max(event.afterMs ?? 0, pauseAfter(pending.tries))
  const dueAt = new Date(event.at.getTime() + pauseMs)
  return { purchase: { ...purchase, pending: { ...pending, isInFlight: false, dueAt } }, transition: null }
}

/** How long to wait after the n-th try. */
function pauseAfter(tries: number): number {
  return waitsMs[Math.min(Math.max(tries, 1), waitsMs.length) - 1] ?? 30_000
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
