// Chance, seeded. Owns every random choice of the sandbox: the same seed gives the same world and the same run of faults.
// There are two kinds: `uniform` is a pure function of its names (prices, stock), an `Rng` is a stream of draws (faults, latency).

/** A number in [0, 1) that depends on nothing but its arguments. */
export function uniform(...names: (string | number)[]): number {
  return hash(names.join('\u0000')) / 4_294_967_296
}

/** A stream of draws. Streams with different names do not disturb each other. */
export class Rng {
  #state: number

  constructor(...names: (string | number)[]) {
    this.#state = hash(names.join('\u0000'))
  }

  /** The next number in [0, 1) (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  /** True with probability `rate`. Draws also when the rate is 0, so that changing one rate does not shift later draws. */
  chance(rate: number): boolean {
    return this.next() < rate
  }

  /** A latency in ms from the log-normal distribution with this median and 99th percentile, at most twice the latter. */
  latencyMs({ p50, p99 }: LatencyMs): number {
    const z = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next())
    if (p50 === 0) return 0
    const sigma = Math.log(p99 / p50) / z99
    return Math.min(p50 * Math.exp(sigma * z), 2 * p99)
  }
}

/** A latency distribution: median and 99th percentile in milliseconds. */
export interface LatencyMs {
  p50: number
  p99: number
}

// The 99th percentile of the standard normal distribution.
const z99 = 2.3263

// FNV-1a, then MurmurHash3's finalizer, so that neighbouring ISBNs get unrelated numbers.
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
