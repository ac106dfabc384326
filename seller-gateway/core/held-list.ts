// A seller's price list, held in memory. Owns when a new one is fetched: never twice at once, in the background where the seller allows that
// (RFC 5861's stale-while-revalidate), before answering where it does not. An idle gateway fetches nothing.
import type { Clock } from './clock.ts'
import { SellerFailure } from './seller-failure.ts'

/** A list as it was fetched, with how long its seller lets it be used. */
export interface FetchedList<T> {
  list: T
  /** For this long it may be used unasked. */
  freshMs: number
  /** And for this long after that, while a new one is fetched. */
  staleMs: number
}

export interface HeldList<T> {
  /** The list to answer from. Throws what fetching threw, or `signal.reason`. */
  current(signal: AbortSignal): Promise<T>
  /** Cancels a fetch under way. */
  close(): void
}

// After a fetch in the background failed, the next try waits this long: readers are served meanwhile.
const retryAfterMs = 5_000

/**
 * A list that `fetch` brings; it is given the list held so far, for a conditional request or a delta, and a signal that no single reader owns.
 * `timeoutMs` ends a fetch.
 */
export function holdList<T>(
  fetch: (held: T | null, signal: AbortSignal) => Promise<FetchedList<T>>,
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number },
): HeldList<T> {
  const closed = new AbortController()
  let held: (FetchedList<T> & { at: number }) | null = null
  let fetching: Promise<T> | null = null
  let notBefore = 0

  async function renew(): Promise<T> {
    const startedAt = clock.now() // what the seller says about its age begins no later than the request
    const over = new AbortController()
    const end = () => over.abort(closed.signal.reason)
    closed.signal.addEventListener('abort', end, { once: true })
    const cancelTimer = clock.after(timeoutMs, () =>
      over.abort(new SellerFailure('timeout', 'its price list did not come', { actedOn: 'no' })),
    )
    try {
      const fetched = await fetch(held?.list ?? null, over.signal)
      held = { ...fetched, at: startedAt }
      notBefore = 0
      return fetched.list
    } catch (error) {
      notBefore = clock.now() + retryAfterMs
      throw error
    } finally {
      cancelTimer()
      closed.signal.removeEventListener('abort', end)
      fetching = null
    }
  }

  return {
    async current(signal) {
      if (signal.aborted) throw signal.reason
      const ageMs = held ? clock.now() - held.at : 0
      if (held && ageMs < held.freshMs) return held.list
      if (held && ageMs < held.freshMs + held.staleMs) {
        if (!fetching && clock.now() >= notBefore) (fetching = renew()).catch(() => {}) // whoever may not use the old one will see
        return held.list
      }
      return await untilAborted((fetching ??= renew()), signal)
    },
    close: () => closed.abort(new SellerFailure('unavailable', 'the gateway is closing', { actedOn: 'no' })),
  }
}

/** What `Cache-Control` allows, in ms; without a word, nothing. */
export function readValidity(cacheControl: string | undefined): { freshMs: number; staleMs: number } {
  const secondsOf = (name: string) => {
    const [, digits] = new RegExp(`(?:^|[\\s,])${name}=(\\d{1,6})(?:$|[\\s,])`).exec(cacheControl ?? '') ?? []
    return Number(digits ?? 0) * 1000
  }
  return { freshMs: secondsOf('max-age'), staleMs: secondsOf('stale-while-revalidate') }
}

/** Waits for what others wait for too; leaving does not end it. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => {}) // this reader may have left when it fails
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
