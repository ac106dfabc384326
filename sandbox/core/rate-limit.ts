// A token bucket that holds one second's worth.

export class RateLimit {
  readonly #now: () => number
  #tokens = Number.POSITIVE_INFINITY
  #at = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** Takes a token at this many a second; 0 means no limit. */
  admits(perSecond: number): boolean {
    if (perSecond === 0) return true
    const now = this.#now()
    const refilled = this.#tokens + ((now - this.#at) / 1000) * perSecond
    this.#at = now
    this.#tokens = Math.min(Math.max(1, perSecond), refilled)
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
