import type { Clock } from './clock.ts'

/** Counts requests against a seller's published rate. Charges may run into debt; admission then waits until it is paid off. */
export interface TokenBucket {
  /** Milliseconds until one more request is allowed; 0 when it is now. */
  waitMs(): number
  /** Counts one request that leaves. */
  charge(): void
  /** The seller asked us to stop for this long. */
  pause(ms: number): void
}

/** A bucket of `burst` tokens that refills by `perSecond`. */
export function createTokenBucket(rate: { perSecond: number; burst: number }, clock: Clock): TokenBucket {
  let tokens = rate.burst
  let countedAt = clock.now()
  let pausedUntil = 0

  function refill(): void {
    const now = clock.now()
    tokens = Math.min(rate.burst, tokens + (Math.max(0, now - countedAt) / 1000) * rate.perSecond)
    countedAt = now
  }

  return {
    waitMs() {
      refill()
      const owed = tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / rate.perSecond) * 1000)
      return Math.max(owed, pausedUntil - clock.now(), 0)
    },
    charge() {
      refill()
      tokens -= 1
    },
    pause(ms) {
      // A hostile Retry-After must not switch a seller off for a day.
      pausedUntil = Math.max(pausedUntil, clock.now() + Math.min(ms, 60_000))
    },
  }
}
