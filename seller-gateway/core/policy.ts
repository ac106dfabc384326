// What keeps one seller's trouble from everyone else. Owns, per seller: rate, bulkheads, breaker, retries and time limits, composed once.
// Promises: a look-up may be retried once, an order never; a call that was not let out has certainly not reached the seller.
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  CircuitState,
  ExponentialBackoff,
  SamplingBreaker,
  TaskCancelledError,
  TimeoutStrategy,
  bulkhead,
  circuitBreaker,
  handleWhen,
  retry,
  timeout,
  wrap,
} from 'cockatiel'
import type { IPolicy, TimeoutPolicy } from 'cockatiel'
import type { Clock } from './clock.ts'
import { CallerGone, OrderPending, SellerFailure, SellerSkipped } from './seller-failure.ts'
import { createTokenBucket } from './token-bucket.ts'

/** A seller's limits, from its contract. */
export interface SellerLimits {
  /** Quote look-ups at the same time, and how many more may wait. Orders have their own, smaller share. */
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

/** The three kinds of call; only `place` is never repeated. */
export type CallKind = 'quotes' | 'lookUp' | 'place'

export interface SellerPolicy {
  /** Why a quote look-up would not be let out now; null when it would. */
  skipReason(): SellerSkipped | null
  /** Runs `call` under the policy. Rejects with SellerSkipped (not sent), SellerFailure, what `call` threw, or `signal.reason`. */
  run<T>(kind: CallKind, signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Counts one request against the published rate. */
  charge(): void
}

// Opens when more than half of the calls of the last ten seconds failed, and they were at least five.
const breakerWindow = { threshold: 0.5, duration: 10_000, minimumRps: 0.5 }
// After two seconds one call may try again: a seller that recovers is back at once, one that is down costs one call in two seconds.
const halfOpenAfterMs = 2_000
// Orders and their look-ups wait in a short line of their own, so that browsing never keeps a purchase out.
const orderShare = { concurrent: 64, queued: 256 }
// Retries may add at most a tenth to the calls.
const retryShare = 0.1

/** The policy of one seller. */
export function createPolicy(limits: SellerLimits, clock: Clock): SellerPolicy {
  const bucket = createTokenBucket(limits, clock)
  const budget = createRetryBudget()
  const quoteShare = bulkhead(limits.concurrent, limits.queued)
  const orders = bulkhead(orderShare.concurrent, orderShare.queued)
  let brokenAt = 0
  const breaker = circuitBreaker(
    // A cancelled probe proves nothing: the breaker stays open.
    handleWhen((error) => isTrouble(error) || (error instanceof CallerGone && breaker.state === CircuitState.HalfOpen)),
    { halfOpenAfter: halfOpenAfterMs, breaker: new SamplingBreaker(breakerWindow) },
  )
  breaker.onBreak(() => (brokenAt = Date.now())) // the same clock that cockatiel reads
  const once = retry(
    handleWhen((error) => isRetryable(error) && bucket.waitMs() === 0 && budget.take()),
    { maxAttempts: 1, backoff: new ExponentialBackoff({ initialDelay: 50, maxDelay: 250 }) },
  )
  const stacks: Record<CallKind, IPolicy> = {
    quotes: wrap(quoteShare, breaker, once),
    lookUp: wrap(orders, breaker, once),
    place: wrap(orders, breaker),
  }
  const quoteLimit = timeLimit(limits.quoteTimeoutMs)
  const orderLimit = timeLimit(limits.orderTimeoutMs)
  const limitOf = (kind: CallKind) => (kind === 'quotes' ? quoteLimit : orderLimit)

  return {
    skipReason() {
      const waitMs = bucket.waitMs()
      if (waitMs > 0) return new SellerSkipped('rate_limited', waitMs)
      if (breaker.state === CircuitState.Open && Date.now() - brokenAt < halfOpenAfterMs)
        return new SellerSkipped('breaker_open', halfOpenAfterMs)
      return quoteShare.executionSlots + quoteShare.queueSlots === 0 ? new SellerSkipped('busy') : null
    },
    charge: bucket.charge,
    async run(kind, signal, call) {
      const waitMs = bucket.waitMs()
      if (waitMs > 0) throw new SellerSkipped('rate_limited', waitMs)
      budget.earn()
      try {
        return await stacks[kind].execute(() => attempt(limitOf(kind), signal, call), signal)
      } catch (error) {
        if (error instanceof SellerFailure && error.kind === 'throttled') bucket.pause(error.retryAfterMs ?? 1_000)
        throw translate(error, signal)
      }
    },
  }
}

/** One attempt: its own time limit, and errors that say whether the seller or the caller ended it. */
async function attempt<T>(
  limit: TimeoutPolicy,
  signal: AbortSignal,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) throw signal.reason // it waited in line, or for its second try, until nobody wanted it
  let inner = signal
  try {
    return await limit.execute((context) => call((inner = context.signal)), signal)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (inner.aborted) throw new SellerFailure('timeout', 'no answer in the time it has')
    throw error
  }
}

function translate(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof BulkheadRejectedError) return new SellerSkipped('busy')
  if (error instanceof BrokenCircuitError) return new SellerSkipped('breaker_open', halfOpenAfterMs)
  if (error instanceof TaskCancelledError) return signal.reason
  return error
}

/** Aggressive: it does not wait for a call that ignores its signal. */
function timeLimit(ms: number): TimeoutPolicy {
  return timeout(ms, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false })
}

function isTrouble(error: unknown): boolean {
  if (error instanceof OrderPending) return false
  return error instanceof SellerFailure && (error.kind === 'unavailable' || error.kind === 'timeout')
}

function isRetryable(error: unknown): boolean {
  return error instanceof SellerFailure && error.kind === 'unavailable' && !error.isFinal
}

/** Starts with a little credit, earns a tenth of a retry with every call, holds ten at most. */
function createRetryBudget() {
  let credit = 3
  return {
    earn: () => void (credit = Math.min(10, credit + retryShare)),
    take: () => (credit >= 1 ? ((credit -= 1), true) : false),
  }
}
