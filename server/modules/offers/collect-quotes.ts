// Quotes for a purchase: always live, and not for ever. How long to wait is a pure rule.
import type { Quote, QuoteEvent } from '#sellers'
import { collect } from './model.ts'
import type { Collected, OffersDeps } from './model.ts'

const hardMs = 8_000 // nobody waits longer for a price
const softMs = 5_000 // past this a good offer in hand is worth more than the slowest seller's: covers p99 of every seller met so far

/** True when waiting on is not worth it: everybody has answered, or there is something to buy and the soft deadline has passed. */
export function isEnough(known: Pick<Collected, 'isFinal'>, hasBuyable: boolean, elapsedMs: number): boolean {
  return known.isFinal || (hasBuyable && elapsedMs >= softMs)
}

/**
 * Asks every seller for each of the books (at most eight editions), live, and returns what came within the deadlines.
 * `isBuyable` says whether a quote would be bought: with one in hand the soft deadline counts, else the hard one.
 * Throws a Refusal when no seller could be asked.
 */
export async function collectQuotes(
  { sellers, clock }: Pick<OffersDeps, 'sellers' | 'clock'>,
  request: {
    isbns: readonly string[]
    destination: { country: string; postalCode?: string | undefined }
    currency: string
    isBuyable: (quote: Quote) => boolean
    signal?: AbortSignal | undefined
    requestId?: string | undefined
  },
): Promise<Collected> {
  const { destination, currency, requestId } = request
  const startedAt = clock.now().getTime()
  const stop = new AbortController()
  const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal
  const events: QuoteEvent[][] = request.isbns.map(() => [])

  const elapsedMs = () => clock.now().getTime() - startedAt
  const stopWhenEnough = () => {
    const known = merge(events.map((list) => collect(list)))
    if (isEnough(known, known.quotes.some(request.isBuyable), elapsedMs())) stop.abort()
  }
  const softTimer = clock.sleep(softMs, stop.signal).then(stopWhenEnough, () => {})
  try {
    await Promise.all(
      request.isbns.map(async (isbn13, i) => {
        const asked = { isbn13, destination: trimmed(destination), currency, isLiveOnly: true }
        for await (const event of sellers.streamQuotes(asked, { timeoutMs: hardMs, signal, requestId })) {
          events[i]?.push(event)
          if (elapsedMs() >= softMs) stopWhenEnough()
        }
      }),
    )
  } finally {
    stop.abort()
    await softTimer
  }
  return merge(events.map((list) => collect(list)))
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
