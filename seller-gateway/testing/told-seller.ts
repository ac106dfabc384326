// A seller that says what a test tells it to, call by call.
import type { QuoteAsk, SellerQuote } from '../core/adapter.ts'
import type { Clock } from '../core/clock.ts'
import type { FetchedQuote } from '../core/lookup.ts'
import type { RegisteredSeller } from '../core/registry.ts'
import { fakeSeller } from './fake-seller.ts'

/** One look-up as the seller got it. */
export interface ToldCall {
  signal: AbortSignal
  say(quote: SellerQuote): void
  end(error?: Error): void
}

/** `calls` grows with every call it gets. It does not listen to its signal. */
export function toldSeller(
  clock: Clock,
  calls: ToldCall[],
  change: Partial<RegisteredSeller['entry']> = {},
): RegisteredSeller {
  async function* getQuotes(_: QuoteAsk, signal: AbortSignal): AsyncGenerator<SellerQuote> {
    const said: (SellerQuote | 'end' | Error)[] = []
    let wake = () => {}
    const add = (what: SellerQuote | 'end' | Error) => (said.push(what), wake())
    calls.push({ signal, say: add, end: (error) => void add(error ?? 'end') })
    while (true) {
      const next = said.shift()
      if (next === 'end') return
      if (next instanceof Error) throw next
      if (next) yield next
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return fakeSeller(clock, { getQuotes }, change)
}

export async function collect(quotes: AsyncIterable<FetchedQuote>): Promise<FetchedQuote[]> {
  const all = []
  for await (const quote of quotes) all.push(quote)
  return all
}

/** Lets everything happen that needs no time to pass. */
export const settle = () => new Promise((resolve) => setImmediate(resolve))
