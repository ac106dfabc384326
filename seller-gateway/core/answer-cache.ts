// What sellers said about books, kept for a while. Owns how long: never past what the seller's own quotes say, stale only where the seller allows
// it, "no copy" only briefly. Bounded by quotes, by books and by answers about one book.
import type { Clock } from './clock.ts'
import type { FetchedQuote } from './lookup.ts'

/** An answer that may be shown. */
export interface KeptAnswer {
  quotes: readonly FetchedQuote[]
  /** True when it is stale and this reader is the one to have a new one asked for. */
  wantsRefresh: boolean
}

export interface AnswerCache {
  /** The answer to show now; `book` is a seller's book, `key` one question about it. Null when there is nothing that may be shown. */
  serve(book: string, key: string): KeptAnswer | null
  /** Keeps an answer that was asked for at `askedAt`, unless there is a younger one. `mayServeStaleMs` is what its seller allows. */
  keep(about: { book: string; key: string }, answer: { quotes: readonly FetchedQuote[] } & Age): void
  forget(book: string): void
}

interface Age {
  askedAt: number
  mayServeStaleMs: number
}

// "No copy" is not kept longer than this, and never served stale: stock comes back.
const keepEmptyMs = 10_000
// A cached price must leave the reader the time to act on it.
const usefulMs = 5_000
// A refresh that brought nothing is tried again after this; the stale answer is shown meanwhile.
const refreshAgainMs = 5_000
// Some 300 bytes each: 60 MB at most.
const quotesMax = 200_000
// Most books have few copies, many have none at all.
const booksMax = 10_000
// What is left when it was full.
const leftShare = 15 / 16
// A book sent to more places than these at a time is asked for anew; a caller that makes up postal codes fills no memory.
const answersPerBookMax = 50

/** An answer is fresh for `keepMs` at most, however long its seller says that it holds; 0 keeps none. */
export function createAnswerCache(clock: Clock, keepMs: number): AnswerCache {
  const books = new Map<string, Map<string, Kept>>() // the longest unchanged first
  let quotesKept = 0

  function drop(book: string): void {
    for (const { quotes } of books.get(book)?.values() ?? []) quotesKept -= quotes.length
    books.delete(book)
  }

  /** Many at a time: V8's maps keep the places of deleted entries, and whoever looks for the first entry walks over all of them. */
  function dropOldest(): void {
    for (const book of books.keys()) {
      if (books.size <= booksMax * leftShare && quotesKept <= quotesMax * leftShare) return
      drop(book)
    }
  }

  function dropAnswer(answers: Map<string, Kept>, key: string): void {
    quotesKept -= answers.get(key)?.quotes.length ?? 0
    answers.delete(key)
  }

  return {
    serve(book, key) {
      const kept = books.get(book)?.get(key)
      const now = clock.now()
      if (!kept || kept.staleUntil <= now) return null
      const wantsRefresh = kept.refreshAt <= now
      if (wantsRefresh) kept.refreshAt = now + refreshAgainMs
      return { quotes: kept.quotes, wantsRefresh }
    },
    keep({ book, key }, { quotes, askedAt, mayServeStaleMs }) {
      const answers = books.get(book) ?? new Map<string, Kept>()
      if ((answers.get(key)?.askedAt ?? 0) > askedAt) return
      dropAnswer(answers, key)
      const ends = toEnds(quotes, { now: clock.now(), keepMs, mayServeStaleMs })
      if (ends.staleUntil <= clock.now()) return
      answers.set(key, {
        staleUntil: ends.staleUntil,
        refreshAt: ends.freshUntil,
        askedAt,
        quotes: quotes.map(asCached),
      })
      quotesKept += quotes.length
      if (answers.size > answersPerBookMax) dropAnswer(answers, oldest(answers))
      books.delete(book) // moves it to the young end
      books.set(book, answers)
      if (books.size > booksMax || quotesKept > quotesMax) dropOldest()
    },
    forget: drop,
  }
}

function toEnds(
  quotes: readonly FetchedQuote[],
  { now, keepMs, mayServeStaleMs }: { now: number; keepMs: number; mayServeStaleMs: number },
): { freshUntil: number; staleUntil: number } {
  if (keepMs === 0) return { freshUntil: now, staleUntil: now }
  if (quotes.length === 0) {
    const until = now + Math.min(keepEmptyMs, keepMs)
    return { freshUntil: until, staleUntil: until }
  }
  const holdsUntil = Math.min(...quotes.map(({ quote }) => quote.expiresAt.getTime() - usefulMs))
  const freshUntil = Math.min(now + keepMs, holdsUntil)
  return { freshUntil, staleUntil: Math.min(freshUntil + mayServeStaleMs, holdsUntil) }
}

function asCached(one: FetchedQuote): FetchedQuote {
  return one.source === 'feed' ? one : { ...one, source: 'cached' }
}

const oldest = (map: ReadonlyMap<string, unknown>) => map.keys().next().value as string

interface Kept {
  /** Until when it may be shown at all. */
  staleUntil: number
  /** When a new one is to be asked for: at the end of its freshness, and again if that brought none. */
  refreshAt: number
  askedAt: number
  quotes: readonly FetchedQuote[]
}
