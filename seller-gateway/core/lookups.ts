// Quote look-ups that requests share. Owns: identical look-ups in flight are one call, a recent answer is kept as long as the seller lets it
// hold, and both are bounded. A look-up whose readers all cancelled is cancelled; one whose readers ran out of time goes on and fills the cache.
import type { QuoteAsk, SellerQuote } from './adapter.ts'
import type { Clock } from './clock.ts'
import type { RegisteredSeller } from './registry.ts'
import { CallerGone, SellerFailure } from './seller-failure.ts'

/** A seller's quote with where it comes from. */
export interface FetchedQuote {
  quote: SellerQuote
  fetchedAt: Date
  source: 'live' | 'cached' | 'feed'
}

export interface Lookups {
  /** The seller's quotes, cached (unless `liveOnly`), joined or asked now. Throws SellerSkipped at once when it may not be asked. */
  follow(
    seller: RegisteredSeller,
    ask: QuoteAsk & { liveOnly: boolean },
    signal: AbortSignal,
  ): AsyncIterable<FetchedQuote>
  /** Forgets what a seller said about a book: an order has just changed it. */
  forget(sellerId: string, isbn13: string): void
}

// More copies of one book from one seller help nobody; a hostile seller would send a million.
const quotesMax = 200
// "No copy" is not kept longer than this: stock comes back.
const keepEmptyMs = 10_000
// A cached price must leave the reader the time to act on it.
const usefulMs = 5_000
// Books kept; a few hundred bytes each.
const booksMax = 10_000

/** Look-ups with their cache. An answer is kept for `keepMs` at most, however long its seller says that it holds. */
export function createLookups(clock: Clock, keepMs: number): Lookups {
  const inFlight = new Map<string, Lookup>()
  const running = new Map<Lookup, string>() // with the book that each will be kept under
  const cache = new Map<string, Map<string, Kept>>()

  function begin(seller: RegisteredSeller, ask: QuoteAsk, key: string): Lookup {
    const skip = seller.policy.skipReason()
    if (skip) throw skip
    const lookup = createLookup(seller, ask, clock)
    const book = bookKey(seller.entry.id, ask.isbn13)
    inFlight.set(key, lookup)
    running.set(lookup, book)
    // One that all its readers have left is cancelled or stalled: whoever comes next asks anew.
    const drop = () => void (inFlight.get(key) === lookup && inFlight.delete(key))
    lookup.left.addEventListener('abort', drop, { once: true })
    void lookup.ended.then((quotes) => {
      drop()
      if (running.delete(lookup) && quotes) keep(book, key, quotes)
    })
    return lookup
  }

  function keep(book: string, key: string, quotes: readonly FetchedQuote[]): void {
    const holds = quotes.map(({ quote }) => quote.expiresAt.getTime() - usefulMs)
    const until = Math.min(clock.now() + (quotes.length === 0 ? Math.min(keepEmptyMs, keepMs) : keepMs), ...holds)
    if (until <= clock.now()) return
    const answers = cache.get(book) ?? new Map<string, Kept>()
    cache.delete(book) // moves it to the young end
    cache.set(book, answers.set(key, { until, quotes: quotes.map(asCached) }))
    if (cache.size > booksMax) dropOldest()
  }

  /** Many at a time: V8's maps keep the places of deleted entries, and whoever looks for the first entry walks over all of them. */
  function dropOldest(): void {
    for (const oldest of cache.keys()) {
      cache.delete(oldest)
      if (cache.size <= (booksMax * 15) / 16) return
    }
  }

  return {
    follow(seller, ask, signal) {
      const key = lookupKey(seller.entry.id, ask)
      const kept = ask.liveOnly ? undefined : cache.get(bookKey(seller.entry.id, ask.isbn13))?.get(key)
      if (kept && kept.until > clock.now()) return replay(kept.quotes)
      const lookup = inFlight.get(key) ?? begin(seller, ask, key)
      return lookup.follow(signal)
    },
    forget(sellerId, isbn13) {
      const book = bookKey(sellerId, isbn13)
      cache.delete(book)
      // What is under way was asked before the change: its readers may have it, the cache may not.
      for (const [lookup, about] of running) if (about === book) running.delete(lookup)
      for (const [key, lookup] of inFlight) if (!running.has(lookup)) inFlight.delete(key)
    },
  }
}

/** A listed price is as old as its list, however it reached us. */
function toFetched(quote: SellerQuote, clock: Clock): FetchedQuote {
  if (quote.listedAt) return { quote, fetchedAt: quote.listedAt, source: 'feed' }
  return { quote, fetchedAt: new Date(clock.now()), source: 'live' }
}

function asCached(one: FetchedQuote): FetchedQuote {
  return one.source === 'feed' ? one : { ...one, source: 'cached' }
}

interface Kept {
  until: number
  quotes: readonly FetchedQuote[]
}

interface Lookup {
  follow(signal: AbortSignal): AsyncIterable<FetchedQuote>
  /** All quotes, or null when it failed. Never rejects. */
  ended: Promise<readonly FetchedQuote[] | null>
  /** Aborted when all its readers have left before its end. */
  left: AbortSignal
}

function createLookup({ adapter, policy }: RegisteredSeller, ask: QuoteAsk, clock: Clock): Lookup {
  const quotes: FetchedQuote[] = []
  const abort = new AbortController()
  const left = new AbortController()
  let outcome: { error: unknown } | 'complete' | null = null
  let followers = 0
  let changed = Promise.withResolvers<void>()

  function announce(): void {
    changed.resolve()
    changed = Promise.withResolvers<void>()
  }

  async function fetchAll(signal: AbortSignal): Promise<void> {
    try {
      for await (const quote of adapter.getQuotes(ask, signal)) {
        if (signal.aborted) return // the policy has given up on this attempt; it must not speak any more
        quotes.push(toFetched(quote, clock))
        announce()
        if (quotes.length >= quotesMax) return
      }
    } catch (error) {
      if (error instanceof SellerFailure && quotes.length > 0)
        throw new SellerFailure(error.kind, error.message, { isFinal: true, cause: error })
      throw error
    }
  }

  const ended = policy.run('quotes', abort.signal, fetchAll).then(
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
        if (signal.reason instanceof CallerGone) abort.abort(new CallerGone('cancelled'))
      }
    }
  }

  return {
    ended,
    left: left.signal,
    follow(signal) {
      followers += 1
      return read(signal)
    },
  }
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

async function* replay(quotes: readonly FetchedQuote[]): AsyncGenerator<FetchedQuote> {
  yield* quotes
}

const bookKey = (sellerId: string, isbn13: string) => `${sellerId} ${isbn13}`

function lookupKey(sellerId: string, { isbn13, destination, currency }: QuoteAsk): string {
  return JSON.stringify([sellerId, isbn13, destination.country, destination.postalCode, currency])
}
