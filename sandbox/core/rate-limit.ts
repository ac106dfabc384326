// A token bucket that holds one second's worth.

export class RateLimit {
  readonly #now: () => number
  #tokens = Number.POSITIVE_INFINITY
  #at = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes a token, or what the request weighs, at this many a second; 0 means no limit. */
  admits(perSecond: number, weight = 1): boolean {
    if (this.left(perSecond) < weight) return false
    this.#tokens -= weight
    return true
  }

  /** How many tokens there are now. */
  left(perSecond: number): number {
    if (perSecond === 0) return Number.POSITIVE_INFINITY
    const now = this.#now()
    const refilled = this.#tokens + ((now - this.#at) / 1000) * perSecond
    this.#at = now
    this.#tokens = Math.min(Math.max(1, perSecond), refilled)
    return this.#tokens
  }
}
