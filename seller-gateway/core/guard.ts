// What all calls to one seller share: its published rate, its breaker, its retry budget, and how a failure reads from outside.
import {
  BrokenCircuitError,
  BulkheadRejectedError,
  CircuitState,
  SamplingBreaker,
  TaskCancelledError,
  TimeoutStrategy,
  circuitBreaker,
  handleWhen,
  timeout,
} from 'cockatiel'
import type { CircuitBreakerPolicy, IBreaker, TimeoutPolicy } from 'cockatiel'
import { createBudget } from './budget.ts'
import type { Clock } from './clock.ts'
import { CallerGone, OrderPending, SellerFailure, SellerSkipped } from './seller-failure.ts'
import { createTokenBucket } from './token-bucket.ts'

export interface Guard {
  breaker: CircuitBreakerPolicy
  /** Why no call is let out now; null when one may be. */
  skipReason(): SellerSkipped | null
  /** Throws SellerSkipped when the published rate is used up. */
  checkRate(): void
  /** True while nothing is known against the seller: the only time for a call that is not needed. */
  isCalm(): boolean
  /** Runs `attempt`, and once more after a failure that cannot have had an effect twice, as far as the budget goes. */
  retried<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T>
  /** Heeds a seller that asked us to slow down. */
  heed(error: unknown): void
  /** Counts one request against the published rate. */
  charge(): void
  retries(): number
}

// Opens when more than two fifths of the calls of the last ten seconds failed, and they were at least five: a seller that fails every second
// time is down often enough, also after the few retries that there are.
const breakerWindow = { threshold: 0.4, duration: 10_000, minimumRps: 0.5 }
// Or when so many failed one after the other: a seller that fell silent is known to be so long before it outweighs a good ten seconds.
const inARowMax = 10
// After two seconds one call may try again: a seller that recovers is back at once, one that is down costs one call in two seconds.
const halfOpenAfterMs = 2_000
// Retries add at most a tenth to the calls, ten in one go; the first may be sent at once, for a connection that the seller had closed.
const retryShare = { share: 0.1, initial: 1, max: 10 }
// Long enough for a seller to take connections again, short enough for a reader; spread, so that the retries of many do not meet.
const retryPauseMs = { min: 25, max: 100 }

/** The guard of one seller. */
export function createGuard(rate: { perSecond: number; burst: number }, clock: Clock): Guard {
  const bucket = createTokenBucket(rate, clock)
  const budget = createBudget(retryShare)
  const { breaker, isOpen } = createBreaker()
  let retries = 0

  return {
    breaker,
    skipReason() {
      const waitMs = bucket.waitMs()
      if (waitMs > 0) return new SellerSkipped('rate_limited', waitMs)
      return isOpen() ? new SellerSkipped('breaker_open', halfOpenAfterMs) : null
    },
    checkRate() {
      const waitMs = bucket.waitMs()
      if (waitMs > 0) throw new SellerSkipped('rate_limited', waitMs)
    },
    isCalm: () => breaker.state === CircuitState.Closed && bucket.waitMs() === 0,
    async retried(signal, attempt) {
      budget.earn()
      try {
        return await attempt()
      } catch (error) {
        if (!isRetryable(error) || bucket.waitMs() > 0 || !budget.take()) throw error
        retries += 1
        await pause(clock, signal)
        return await attempt()
      }
    },
    heed(error) {
      if (error instanceof SellerFailure && error.kind === 'throttled') bucket.pause(error.retryAfterMs ?? 1_000)
    },
    charge: bucket.charge,
    retries: () => retries,
  }
}

/** `isOpen`: no call is let out now, or one is out to see whether any can be; nobody waits for what it finds. */
function createBreaker(): { breaker: CircuitBreakerPolicy; isOpen: () => boolean } {
  let brokenAt = 0
  const breaker = circuitBreaker(
    // A cancelled probe proves nothing: the breaker stays open.
    handleWhen((error) => isTrouble(error) || (error instanceof CallerGone && breaker.state === CircuitState.HalfOpen)),
    { halfOpenAfter: halfOpenAfterMs, breaker: countFailures() },
  )
  breaker.onBreak(() => (brokenAt = Date.now())) // the same clock that cockatiel reads
  return {
    breaker,
    isOpen: () =>
      breaker.state === CircuitState.HalfOpen ||
      (breaker.state === CircuitState.Open && Date.now() - brokenAt < halfOpenAfterMs),
  }
}

/** Says when to open: by share, or by failures in a row. */
function countFailures(): IBreaker {
  const byShare = new SamplingBreaker(breakerWindow)
  let inARow = 0
  return {
    state: null, // only for breakers that outlive their process
    success(state) {
      inARow = 0
      byShare.success(state)
    },
    failure(state) {
      inARow += 1
      return byShare.failure(state) || inARow >= inARowMax
    },
  }
}

/** One attempt: its own time limit, and errors that say whether the seller or the caller ended it. */
export async function attempt<T>(
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

/** Aggressive: it does not wait for a call that ignores its signal. */
export function timeLimit(ms: number): TimeoutPolicy {
  return timeout(ms, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false })
}

/** What the parts throw → what callers know: SellerSkipped, SellerFailure, `signal.reason`. */
export function translate(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof BulkheadRejectedError) return new SellerSkipped('busy')
  if (error instanceof BrokenCircuitError) return new SellerSkipped('breaker_open', halfOpenAfterMs)
  if (error instanceof TaskCancelledError) return signal.reason
  return error
}

/** True for what a seller that is down or overloaded does. */
export function isTrouble(error: unknown): boolean {
  if (error instanceof OrderPending) return false
  return error instanceof SellerFailure && (error.kind === 'unavailable' || error.kind === 'timeout')
}

function isRetryable(error: unknown): boolean {
  return error instanceof SellerFailure && error.kind === 'unavailable' && !error.isFinal
}

async function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const ms = retryPauseMs.min + Math.random() * (retryPauseMs.max - retryPauseMs.min)
  const cancelTimer = clock.after(ms, resolve)
  const onAbort = () => resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  await promise
  cancelTimer()
  signal.removeEventListener('abort', onAbort)
}
