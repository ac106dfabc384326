// How often somebody may do something that costs us more than it costs them. In memory: each process counts for itself, and that is enough.
import { createTokenBucket } from '../core/token-bucket.ts'
import type { TokenBucket } from '../core/token-bucket.ts'
import type { Clock } from '../core/clock.ts'

export interface RateLimit {
  /** Counts one more by `who`. Returns 0, or in how many milliseconds to come back; then nothing was counted. */
  take(who: string): number
}

// Those that came last are remembered; a few hundred bytes each.
const rememberedMax = 10_000

/** Lets each `who` do `burst` at once and `perMinute` in the long run, and all together `all` times as much. */
export function createRateLimit(
  { burst, perMinute, all }: { burst: number; perMinute: number; all: number },
  clock: Clock,
): RateLimit {
  const rate = { burst, perSecond: perMinute / 60 }
  const together = createTokenBucket({ burst: burst * all, perSecond: rate.perSecond * all }, clock)
  const buckets = new Map<string, TokenBucket>()
  return {
    take(who) {
      const bucket = buckets.get(who) ?? createTokenBucket(rate, clock)
      buckets.delete(who) // moves it to the young end
      buckets.set(who, bucket)
      if (buckets.size > rememberedMax) buckets.delete(buckets.keys().next().value as string)
      const waitMs = Math.max(bucket.waitMs(), together.waitMs())
      if (waitMs > 0) return waitMs
      bucket.charge()
      together.charge()
      return 0
    },
  }
}
