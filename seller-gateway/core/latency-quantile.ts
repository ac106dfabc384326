// How long a seller usually takes: a running quantile of its own latencies, in constant memory.
// DDSketch (Masson, Rim, Lee, PVLDB 12(12), 2019): counts in buckets whose bounds grow by a constant factor. The answer is its bucket's upper
// bound: never below the true quantile of what is counted, and at most 5 % above, so that no more than the share that was asked for lies beyond.
// What is long ago is forgotten: all counts are halved whenever they sum up to `weightMax`.

export interface LatencyQuantile {
  /** Counts one latency, or the time after which nobody waited any longer: as good, as long as it is above the quantile. */
  record(ms: number): void
  /** The quantile in milliseconds; null before there are enough latencies to say so. */
  read(): number | null
}

const growth = 1.05
const logGrowth = Math.log(growth)
// From a millisecond, below which nothing is told apart, to a minute, which no call takes.
const buckets = Math.ceil(Math.log(60_000) / logGrowth) + 1
// So the last 200 to 400 calls count. Where calls differ by chance, the share above the answer for p95 is then 5 % give or take 1.5 (one standard
// deviation, √(0.95 × 0.05 ÷ 200)).
const weightMax = 400
// Fewer say nothing about the slowest twentieth.
const samplesMin = 20

/** The `q`-quantile of what is recorded, 0 < q < 1. */
export function createLatencyQuantile(q: number): LatencyQuantile {
  const weights = new Float64Array(buckets)
  let total = 0
  let samples = 0

  return {
    record(ms) {
      if (total >= weightMax) {
        for (let i = 0; i < buckets; i += 1) weights[i] = (weights[i] ?? 0) / 2
        total /= 2
      }
      const at = bucketOf(ms)
      weights[at] = (weights[at] ?? 0) + 1
      total += 1
      samples += 1
    },
    read() {
      if (samples < samplesMin) return null
      let above = 0
      for (let i = buckets - 1; i > 0; i -= 1) {
        above += weights[i] ?? 0
        if (above > total * (1 - q)) return growth ** i
      }
      return 1
    },
  }
}

function bucketOf(ms: number): number {
  return ms <= 1 ? 0 : Math.min(buckets - 1, Math.ceil(Math.log(ms) / logGrowth))
}
