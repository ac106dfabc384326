// One look-up at one seller, read by any number of requests, each with its own deadline. Owns: everybody reads it from its beginning; it is
// cancelled when all its readers cancelled; when they only ran out of time it goes on, for the cache.
import type { QuoteAsk, SellerQuote } from './adapter.ts'
import type { Clock } from './clock.ts'
import type { RegisteredSeller } from './registry.ts'
import { CallerGone } from './seller-failure.ts'

/** A seller's quote with where it comes from. */
export interface FetchedQuote {
  quote: SellerQuote
  fetchedAt: Date
  source: 'live' | 'cached' | 'feed'
}

export interface Lookup {
  /** All that it says, from the beginning. Throws what the look-up failed with, or `signal.reason`. */
  follow(signal: AbortSignal): AsyncIterable<FetchedQuote>
  /** All quotes, or null when it failed. Never rejects. */
  ended: Promise<readonly FetchedQuote[] | null>
  /** Aborted when all its readers have left before its end. */
  left: AbortSignal
  startedAt: number
}

// More copies of one book from one seller help nobody; a hostile seller would send a million.
const quotesMax = 200

/** Asks at once. One that is `forCache` ends by itself only, whoever reads along. */
export function createLookup(
  { adapter, policy }: RegisteredSeller,
  ask: QuoteAsk,
  { clock, forCache }: { clock: Clock; forCache: boolean },
): Lookup {
  const quotes: FetchedQuote[] = []
  const startedAt = clock.now()
  const abort = new AbortController()
  const left = new AbortController()
  let outcome: { error: unknown } | 'complete' | null = null
  let followers = 0
  let changed = Promise.withResolvers<void>()

  function announce(): void {
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }

  const asked = policy.ask<SellerQuote>(abort.signal, {
    open: (signal) => adapter.getQuotes(ask, signal),
    take(quote) {
      quotes.push(toFetched(quote, clock))
      announce()
      return quotes.length < quotesMax
    },
  })
  const ended = asked.then(
    () => ((outcome = 'complete'), quotes),
    (error: unknown) => ((outcome = { error }), null),
  )
  void ended.then(announce)

  async function* read(signal: AbortSignal): AsyncGenerator<FetchedQuote> {
    try {
      for (let next = 0; ;) {
        const found = quotes[next]
        if (found) {
          next += 1
          yield found
        } else if (outcome === 'complete') return
        else if (outcome) throw outcome.error
        else await untilChanged(changed.promise, signal)
      }
    } finally {
      followers -= 1
      if (followers === 0 && outcome === null) {
        left.abort()
        if (isCancelled(signal) && !forCache) abort.abort(new CallerGone('cancelled'))
      }
    }
  }

  return {
    ended,
    startedAt,
    left: left.signal,
    follow(signal) {
      followers += 1
      return read(signal)
    },
  }
}

/** False for a reader whose time was up: what it waited for is still worth having. */
function isCancelled({ reason }: AbortSignal): boolean {
  return reason instanceof CallerGone && reason.why === 'cancelled'
}

/** A listed price is as old as its list, however it reached us. */
function toFetched(quote: SellerQuote, clock: Clock): FetchedQuote {
  if (quote.listedAt) return { quote, fetchedAt: quote.listedAt, source: 'feed' }
  return { quote, fetchedAt: new Date(clock.now()), source: 'live' }
}

/** Waits for `changed` or for `signal`, whose reason it then throws. */
async function untilChanged(changed: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  void changed.then(resolve)
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
