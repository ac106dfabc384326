// What keeps one seller's trouble from everyone else. Owns, per seller: rate, concurrency, breaker, hedges, retries and time limits, composed once.
// Promises: a look-up may be hedged and retried within a budget, an order never; a call that was not let out has certainly not reached the seller.
import { bulkhead, wrap } from 'cockatiel'
import type { Clock } from './clock.ts'
import { attempt, createGuard, timeLimit, translate } from './guard.ts'
import { createQuoteCalls } from './quote-calls.ts'
import type { QuoteCall } from './quote-calls.ts'
import { SellerSkipped } from './seller-failure.ts'

/** A seller's limits, from its contract. */
export interface SellerLimits {
  /** Quote look-ups at the same time at most, and how many more may wait. Orders have their own, smaller share. */
  concurrent: number
  queued: number
  /** Its published rate. */
  perSecond: number
  burst: number
  /** How long one quote look-up may take. */
  quoteTimeoutMs: number
  /** How long placing, finding or cancelling an order may take. */
  orderTimeoutMs: number
}

/** Calls about orders: a `lookUp` may be repeated, a `place` never is. */
export type CallKind = 'lookUp' | 'place'

export interface SellerPolicy {
  /** Why a quote look-up would not be let out now; null when it would. */
  skipReason(): SellerSkipped | null
  /** Asks for quotes. Rejects with SellerSkipped (not sent), SellerFailure, what `call` threw, or `signal.reason`. */
  ask<T>(signal: AbortSignal, call: QuoteCall<T>): Promise<void>
  /** Runs a call about an order. Rejects likewise. */
  run<T>(kind: CallKind, signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Counts one request against the published rate. */
  charge(): void
  stats(): PolicyStats
}

/** Since the start; for the log and for tests. */
export interface PolicyStats {
  /** Quote look-ups, without the next two. */
  lookUps: number
  hedges: number
  retries: number
  /** Quote look-ups that it may be sent at a time now. */
  limit: number
  /** Until the first word of an answer; null before it was asked often enough. */
  p95Ms: number | null
}

// Orders and their look-ups wait in a short line of their own, so that browsing never keeps a purchase out.
const orderShare = { concurrent: 64, queued: 256 }

/** The policy of one seller. */
export function createPolicy(limits: SellerLimits, clock: Clock): SellerPolicy {
  const guard = createGuard(limits, clock)
  const quotes = createQuoteCalls(limits, { guard, clock })
  const orders = wrap(bulkhead(orderShare.concurrent, orderShare.queued), guard.breaker)
  const time = timeLimit(limits.orderTimeoutMs)

  return {
    skipReason: () => guard.skipReason() ?? (quotes.isFull() ? new SellerSkipped('busy') : null),
    ask: quotes.ask,
    async run(kind, signal, call) {
      guard.checkRate()
      const once = () => attempt(time, signal, call)
      try {
        return await orders.execute(() => (kind === 'place' ? once() : guard.retried(signal, once)), signal)
      } catch (error) {
        guard.heed(error)
        throw translate(error, signal)
      }
    },
    charge: guard.charge,
    stats: () => ({ ...quotes.stats(), retries: guard.retries() }),
  }
}
