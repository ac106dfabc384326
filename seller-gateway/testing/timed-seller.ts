// Sellers in made-up time: answers take as long as a seeded draw says, and nothing really waits. For tests that run under vi.useFakeTimers.
import type { QuoteAsk, SellerQuote } from '../core/adapter.ts'
import { systemClock } from '../core/clock.ts'
import type { RegisteredSeller } from '../core/registry.ts'
import { SellerFailure } from '../core/seller-failure.ts'
import { fakeQuote, fakeSeller } from './fake-seller.ts'

/** What one call comes to; `n` counts the seller's calls, `draw` is the call's own number in [0, 1). */
export type Behave = (n: number, draw: number) => { afterMs: number; fails?: boolean }

export interface TimedSeller extends RegisteredSeller {
  /** Calls sent so far, hedges and retries included. */
  sent(): number
}

/** A seller with one copy of each book. It does not listen to its signal. */
export function timedSeller(id: string, behave: Behave, entry: Partial<RegisteredSeller['entry']> = {}): TimedSeller {
  const draw = seeded(id)
  let calls = 0
  const seller = fakeSeller(
    systemClock,
    {
      async *getQuotes(ask: QuoteAsk): AsyncGenerator<SellerQuote> {
        seller.policy.charge()
        const { afterMs, fails } = behave((calls += 1), draw())
        await new Promise<void>((resolve) => systemClock.after(afterMs, resolve))
        if (fails) throw new SellerFailure('unavailable', 'down')
        yield fakeQuote(systemClock, { isbn13: ask.isbn13, quoteRef: `${id} ${ask.isbn13}` })
      },
    },
    { id, name: id, ...entry },
  )
  return { ...seller, sent: () => calls }
}

/** Numbers in [0, 1) that depend on the name only (mulberry32). */
function seeded(name: string): () => number {
  let state = [...name].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
