// Quotes for a purchase: always live, and not for ever. When to stop is a pure rule (decide-stop.ts); who is late is still listened to, so that the
// rule learns what it lost.
import type { Quote, QuoteEvent } from '#sellers'
import { decideStop, hardMs } from './decide-stop.ts'
import type { Habits } from './keep-habits.ts'
import { byTotal, collect } from './model.ts'
import type { Collected, OffersDeps } from './model.ts'

const lookMs = 50 // silence says something too: the rule is asked again this often
// Rounds that are listened to after they were decided. They cost memory only: their sellers were asked already.
const lateMax = 64

/** What to ask, and what counts as an answer. */
export interface QuotesWanted {
  /** At most eight editions. */
  readonly isbns: readonly string[]
  readonly destination: { country: string; postalCode?: string | undefined }
  readonly currency: string
  /** Says whether a quote would be bought. */
  readonly isBuyable: (quote: Quote) => boolean
  readonly signal?: AbortSignal | undefined
  readonly requestId?: string | undefined
}

type RoundDeps = Pick<OffersDeps, 'sellers' | 'clock' | 'log'> & { readonly habits: Habits }

let late = 0 // of this process

/**
 * Asks every seller for each of the books, live, and returns what came until waiting on was not worth it (at most eight seconds).
 * Throws a Refusal when no seller could be asked.
 */
export async function collectQuotes(deps: RoundDeps, wanted: QuotesWanted): Promise<Collected> {
  const round = ask(deps, wanted)
  const known = await round.decided
  if (known.isFinal || late >= lateMax) {
    round.leave()
    note(deps, wanted, round, known)
    return known
  }
  late += 1
  void round.ended.finally(() => {
    late -= 1
    note(deps, wanted, round, known)
  })
  return known
}

interface Round {
  /** What happened so far, for each book. */
  readonly events: readonly (readonly QuoteEvent[])[]
  readonly elapsedMs: () => number
  /** What was known when waiting on was not worth it any more, and after how long. Rejects when no seller could be asked. */
  readonly decided: Promise<Collected & { readonly afterMs: number }>
  /** Resolves when every seller has ended, or at the hard deadline. Never rejects. */
  readonly ended: Promise<void>
  leave(): void
}

function ask({ sellers, clock, habits }: RoundDeps, wanted: QuotesWanted): Round {
  const { isbns, destination, currency, requestId } = wanted
  const startedAt = clock.now().getTime()
  const elapsedMs = () => clock.now().getTime() - startedAt
  const over = new AbortController()
  const signal = wanted.signal ? AbortSignal.any([wanted.signal, over.signal]) : over.signal
  const events: QuoteEvent[][] = isbns.map(() => [])
  let changed = Promise.withResolvers<void>()

  const asking = Promise.all(
    isbns.map(async (isbn13, i) => {
      const asked = { isbn13, destination: trimmed(destination), currency, isLiveOnly: true }
      for await (const event of sellers.streamQuotes(asked, { timeoutMs: hardMs, signal, requestId })) {
        events[i]?.push(event)
        changed.resolve()
        changed = Promise.withResolvers<void>()
      }
    }),
  )

  async function decide(): Promise<Collected & { afterMs: number }> {
    let isOver = false
    const end = asking.then(() => void (isOver = true))
    end.catch(() => {}) // `race` below reports it
    while (true) {
      const known = merge(events.map((list) => collect(list)))
      const afterMs = elapsedMs()
      if (isOver) return { ...known, afterMs }
      const missing = known.unanswered.flatMap(({ sellerId, why }) =>
        why === 'ASKING' ? [habits.of(sellerId, destination.country)] : [],
      )
      const hasBuyable = known.quotes.some(wanted.isBuyable) && events.every((list) => list.length > 0)
      if (decideStop({ isFinal: known.isFinal, hasBuyable, elapsedMs: afterMs, missing })) return { ...known, afterMs }
      await firstOf([changed.promise, end], lookMs, clock)
    }
  }

  const leave = () => over.abort()
  return {
    events,
    elapsedMs,
    leave,
    decided: decide().catch((error: unknown) => {
      leave() // the other books' streams
      throw error
    }),
    ended: asking.then(
      () => {},
      () => {},
    ),
  }
}

/** Waits for the first of `promises`, for `ms` at most; leaves no timer behind. */
async function firstOf(promises: Promise<void>[], ms: number, clock: OffersDeps['clock']): Promise<void> {
  const timer = new AbortController()
  try {
    await Promise.race([...promises, clock.sleep(ms, timer.signal)])
  } finally {
    timer.abort()
  }
}

/** Teaches the habits what the round showed, and keeps what stopping it cost. */
function note(
  { habits, log }: RoundDeps,
  wanted: QuotesWanted,
  round: Round,
  decided: Collected & { afterMs: number },
): void {
  const { country } = wanted.destination
  for (const events of round.events) habits.note(country, events)
  const best = (known: Collected) =>
    known.quotes.filter((quote) => quote.total !== null && wanted.isBuyable(quote)).toSorted(byTotal)[0]?.total
  const taken = best(decided)
  const cheapest = best(merge(round.events.map((list) => collect(list))))
  if (!taken || !cheapest) return
  const missing = decided.unanswered.filter(({ why }) => why === 'ASKING').length
  const regret = Number(taken.minor - cheapest.minor) / Number(taken.minor)
  if (regret > 0) log.info({ regret, afterMs: decided.afterMs, missing }, 'a late seller was cheaper')
  habits.noteRound({
    country,
    currency: wanted.currency,
    missing,
    decidedMs: decided.afterMs,
    endedMs: round.elapsedMs(),
    bestMinor: taken.minor,
    cheapestMinor: cheapest.minor,
  })
}

/** Several books' rounds as one: a seller counts once per book asked. */
function merge(rounds: readonly Collected[]): Collected {
  const sum = (pick: (round: Collected) => number) => rounds.reduce((total, round) => total + pick(round), 0)
  return {
    quotes: rounds.flatMap((round) => round.quotes),
    coverage: {
      asked: sum((round) => round.coverage.asked),
      answered: sum((round) => round.coverage.answered),
      failed: sum((round) => round.coverage.failed),
      skipped: sum((round) => round.coverage.skipped),
    },
    unanswered: rounds.flatMap((round) => round.unanswered),
    isFinal: rounds.every((round) => round.isFinal),
  }
}

function trimmed({ country, postalCode }: { country: string; postalCode?: string | undefined }) {
  return postalCode ? { country, postalCode } : { country }
}
