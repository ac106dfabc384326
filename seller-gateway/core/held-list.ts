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
 * `timeoutMs` ends a fetch. One that all its readers have left goes on when there is no list yet; else it is cancelled, so that whoever comes next
 * does not wait for what is stalled.
 */
export function holdList<T>(
  fetch: (held: T | null, signal: AbortSignal) => Promise<FetchedList<T>>,
  { clock, timeoutMs }: { clock: Clock; timeoutMs: number },
): HeldList<T> {
  const closed = new AbortController()
  let held: (FetchedList<T> & { at: number }) | null = null
  let fetching: Fetch<T> | null = null
  let notBefore = 0

  function begin(): Fetch<T> {
    const over = new AbortController()
    const begun: Fetch<T> = { list: run(), readers: 0, cancel: (reason) => over.abort(reason) }
    begun.list.catch(() => {}) // its readers may have left when it fails
    fetching = begun
    return begun

    async function run(): Promise<T> {
      const startedAt = clock.now() // what the seller says about its age begins no later than the request
      const end = () => over.abort(closed.signal.reason)
      closed.signal.addEventListener('abort', end, { once: true })
      const cancelTimer = clock.after(timeoutMs, () =>
        over.abort(withoutEffect('timeout', 'its price list did not come')),
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
        if (fetching === begun) fetching = null
      }
    }
  }

  async function read(from: Fetch<T>, signal: AbortSignal): Promise<T> {
    from.readers += 1
    try {
      return await untilAborted(from.list, signal)
    } finally {
      from.readers -= 1
      if (signal.aborted && from.readers === 0 && held && fetching === from) {
        fetching = null
        from.cancel(withoutEffect('timeout', 'nobody waited for its price list any longer'))
      }
    }
  }

  return {
    async current(signal) {
      if (signal.aborted) throw signal.reason
      const ageMs = held ? clock.now() - held.at : 0
      if (held && ageMs < held.freshMs) return held.list
      if (held && ageMs < held.freshMs + held.staleMs) {
        if (!fetching && clock.now() >= notBefore) begin()
        return held.list
      }
      return await read(fetching ?? begin(), signal)
    },
    close: () => closed.abort(withoutEffect('unavailable', 'the gateway is closing')),
  }
}

interface Fetch<T> {
  list: Promise<T>
  /** How many wait for it. */
  readers: number
  cancel(reason: SellerFailure): void
}

function withoutEffect(kind: 'timeout' | 'unavailable', message: string): SellerFailure {
  return new SellerFailure(kind, message, { actedOn: 'no' })
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
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
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
