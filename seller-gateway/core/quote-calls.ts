// Look-ups for quotes at one seller. Owns: how many at a time, and when a second one is sent because the first says nothing.
import { createBudget } from './budget.ts'
import type { Clock } from './clock.ts'
import { createConcurrencyLimit } from './concurrency-limit.ts'
import type { SeatOutcome } from './concurrency-limit.ts'
import { attempt, isTrouble, timeLimit, translate } from './guard.ts'
import type { Guard } from './guard.ts'
import { askHedged } from './hedge.ts'
import { createLatencyQuantile } from './latency-quantile.ts'
import { SellerFailure } from './seller-failure.ts'

/** A look-up for quotes. */
export interface QuoteCall<T> {
  /** Sends it; called again for a hedge or a retry. */
  open(signal: AbortSignal): AsyncIterable<T>
  /** Takes a value; false when no more are wanted. All values are of one and the same call. */
  take(value: T): boolean
}

export interface QuoteCalls {
  /** Asks. Rejects with SellerSkipped (not sent), SellerFailure, what `open` threw, or `signal.reason`. */
  ask<T>(signal: AbortSignal, call: QuoteCall<T>): Promise<void>
  /** True when one more would be turned away. */
  isFull(): boolean
  stats(): { lookUps: number; hedges: number; limit: number; p95Ms: number | null }
}

// Hedges add at most a twentieth to the look-ups, five in one go.
const hedgeShare = { share: 0.05, initial: 0, max: 5 }
// A second call that is sent sooner than this saves nobody anything.
const hedgeFloorMs = 20

/** The look-ups of one seller. */
export function createQuoteCalls(
  limits: { concurrent: number; queued: number; quoteTimeoutMs: number },
  { guard, clock }: { guard: Guard; clock: Clock },
): QuoteCalls {
  const limit = createConcurrencyLimit(limits)
  const latency = createLatencyQuantile(0.95)
  const budget = createBudget(hedgeShare)
  const time = timeLimit(limits.quoteTimeoutMs)
  const count = { lookUps: 0, hedges: 0 }

  /** A hedge is for one slow answer: never where the seller is in trouble, at its rate or at its limit. */
  function admitSecond(): (() => void) | null {
    const seat = guard.isCalm() ? limit.tryEnter() : null
    if (!seat) return null
    const leave = () => seat('ignored')
    if (!budget.take()) {
      leave()
      return null
    }
    count.hedges += 1
    return leave
  }

  /** One attempt, hedged; the time limit is for both calls together. */
  async function askOnce<T>(caller: AbortSignal, { open, take }: QuoteCall<T>): Promise<void> {
    const p95Ms = latency.read()
    const hedgeAfterMs = p95Ms === null ? null : Math.max(hedgeFloorMs, Math.ceil(p95Ms)) // timers cut fractions off
    let hasSpoken = false
    const onFirstWord = (afterMs: number) => {
      hasSpoken = true
      latency.record(afterMs)
    }
    try {
      await attempt(time, caller, (signal) =>
        askHedged({ open, take, signal, clock, hedgeAfterMs, admitSecond, onFirstWord, onLost: guard.heed }),
      )
    } catch (error) {
      if (!(error instanceof SellerFailure)) throw error
      if (error.kind === 'timeout' && !hasSpoken) latency.record(limits.quoteTimeoutMs)
      throw hasSpoken ? asFinal(error) : error
    }
  }

  return {
    async ask(signal, call) {
      guard.checkRate()
      const seat = limit.tryEnter() ?? (await limit.waitInLine(signal))
      let outcome: SeatOutcome = 'ignored'
      try {
        const skip = guard.skipReason() // again: it may have waited
        if (skip) throw skip
        count.lookUps += 1
        budget.earn()
        await guard.breaker.execute(() => guard.retried(signal, () => askOnce(signal, call)), signal)
        outcome = 'answered'
      } catch (error) {
        guard.heed(error)
        if (isOverload(error)) outcome = 'dropped'
        throw translate(error, signal)
      } finally {
        seat(outcome)
      }
    },
    isFull: limit.isFull,
    stats: () => ({ ...count, limit: limit.current(), p95Ms: latency.read() }),
  }
}

/** The same failure of a call whose answer was passed on in part: it must not be repeated. */
function asFinal(error: SellerFailure): SellerFailure {
  const { kind, message, actedOn, retryAfterMs } = error
  return new SellerFailure(kind, message, {
    actedOn,
    isFinal: true,
    cause: error,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

function isOverload(error: unknown): boolean {
  return isTrouble(error) || (error instanceof SellerFailure && error.kind === 'throttled')
}
