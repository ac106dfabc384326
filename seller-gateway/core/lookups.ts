// Quote look-ups that requests share. Owns: identical look-ups in flight are one call, answers are kept and shown again (answer-cache.ts), and a
// live answer is one that its seller was asked for no earlier than its reader asked.
import type { QuoteAsk } from './adapter.ts'
import { createAnswerCache } from './answer-cache.ts'
import type { Clock } from './clock.ts'
import { untilAborted } from './held-list.ts'
import { createLookup } from './lookup.ts'
import type { FetchedQuote, Lookup } from './lookup.ts'
import type { RegisteredSeller } from './registry.ts'

export interface Lookups {
  /** The seller's quotes: kept (unless `liveOnly`), from a call under way, or asked now. Throws SellerSkipped at once when it may not be asked. */
  follow(
    seller: RegisteredSeller,
    ask: QuoteAsk & { liveOnly: boolean },
    signal: AbortSignal,
  ): AsyncIterable<FetchedQuote>
  /** Forgets what a seller said about a book: an order has just changed it. */
  forget(sellerId: string, isbn13: string): void
}

// A crowd's same question, live: so many calls at a time, and then one more for all that asked meanwhile.
const liveAtOnceMax = 4

/** Look-ups with their cache. An answer is fresh for `keepMs` at most, however long its seller says that it holds. */
export function createLookups(clock: Clock, keepMs: number): Lookups {
  const cache = createAnswerCache(clock, keepMs)
  const underWay = new Map<string, Question>()

  /** Asks now, for readers or `forCache`. */
  function begin(seller: RegisteredSeller, about: About, forCache = false): Lookup {
    const skip = seller.policy.skipReason()
    if (skip) throw skip
    const { key, book, ask } = about
    const question: Question = underWay.get(key) ?? { book, running: new Set(), joinable: null, next: null }
    const lookup = createLookup(seller, ask, { clock, forCache })
    underWay.set(key, question)
    question.running.add(lookup)
    question.joinable = lookup
    // One that all its readers have left is cancelled or stalled: whoever comes next asks anew.
    const stopJoining = () => void (question.joinable === lookup && (question.joinable = null))
    lookup.left.addEventListener('abort', stopJoining, { once: true })
    void lookup.ended.then((quotes) => {
      stopJoining()
      question.running.delete(lookup)
      const { mayServeStaleMs = 0 } = seller.entry
      if (quotes && underWay.get(key) === question)
        cache.keep({ book, key }, { quotes, askedAt: lookup.startedAt, mayServeStaleMs })
      beginNext(question)
      if (question.running.size === 0 && underWay.get(key) === question) underWay.delete(key)
    })
    return lookup
  }

  function beginNext(question: Question): void {
    const { next } = question
    question.next = null
    if (!next || next.readers === 0) return
    try {
      next.resolve(next.begin())
    } catch (error) {
      next.reject(error)
    }
  }

  function followLive(seller: RegisteredSeller, about: About, signal: AbortSignal): AsyncIterable<FetchedQuote> {
    const question = underWay.get(about.key)
    if (question?.joinable && question.joinable.startedAt >= clock.now()) return question.joinable.follow(signal)
    if (!question || question.running.size < liveAtOnceMax) return begin(seller, about).follow(signal)
    question.next ??= { ...Promise.withResolvers<Lookup>(), readers: 0, begin: () => begin(seller, about) }
    return followNext(question.next, signal)
  }

  return {
    follow(seller, { liveOnly, ...ask }, signal) {
      const about = { ask, key: questionKey(seller.entry.id, ask), book: bookKey(seller.entry.id, ask.isbn13) }
      if (liveOnly) return followLive(seller, about, signal)
      const joinable = underWay.get(about.key)?.joinable
      const kept = cache.serve(about.book, about.key)
      if (!kept) return (joinable ?? begin(seller, about)).follow(signal)
      if (kept.wantsRefresh && !joinable && !seller.policy.skipReason()) begin(seller, about, true)
      return replay(kept.quotes)
    },
    forget(sellerId, isbn13) {
      const book = bookKey(sellerId, isbn13)
      cache.forget(book)
      // What is under way was asked before the change: its readers may have it, neither the cache nor whoever comes now.
      for (const [key, question] of underWay) if (question.book === book) underWay.delete(key)
    },
  }
}

/** One question to one seller, while it is being asked. */
interface Question {
  book: string
  running: Set<Lookup>
  /** The youngest call, for whoever comes now. */
  joinable: Lookup | null
  /** The call that begins when one of those running ends. */
  next: Next | null
}

interface Next extends PromiseWithResolvers<Lookup> {
  readers: number
  begin(): Lookup
}

interface About {
  ask: QuoteAsk
  key: string
  book: string
}

async function* followNext(next: Next, signal: AbortSignal): AsyncGenerator<FetchedQuote> {
  next.readers += 1
  let lookup: Lookup
  try {
    lookup = await untilAborted(next.promise, signal)
  } finally {
    next.readers -= 1
  }
  yield* lookup.follow(signal)
}

async function* replay(quotes: readonly FetchedQuote[]): AsyncGenerator<FetchedQuote> {
  yield* quotes
}

const bookKey = (sellerId: string, isbn13: string) => `${sellerId} ${isbn13}`

function questionKey(sellerId: string, { isbn13, destination, currency }: QuoteAsk): string {
  return JSON.stringify([sellerId, isbn13, destination.country, destination.postalCode, currency])
}
