// One slow, one dead, one flapping seller: what everybody else's readers see does not change by an event or a millisecond.
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { limits } from '../testing/fake-seller.ts'
import { timedSeller } from '../testing/timed-seller.ts'
import type { Behave } from '../testing/timed-seller.ts'
import { systemClock } from './clock.ts'
import { fanOut } from './fan-out.ts'
import type { FetchedQuote } from './lookup.ts'
import { createLookups } from './lookups.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.parse('2026-11-21T10:00:00Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new AbortController().signal
const healthy = ['ada', 'ben', 'cleo', 'dan', 'eve']
const usual: Behave = (_, draw) => ({ afterMs: 30 + 100 * draw ** 4 })
const trouble: Record<string, Behave> = {
  slow: (_, draw) => ({ afterMs: 1_500 + 1_500 * draw }),
  dead: () => ({ afterMs: 1e9 }),
  flapping: (_, draw) => ({ afterMs: 20, fails: draw < 0.5 }),
}
const roomy = { limits: { ...limits, concurrent: 50, queued: 50 } }
const rounds = 300
const deadlineMs = 1_000

/** All events of many rounds, each seller's with when they came; a round begins every tenth of a second, whether or not others have ended. */
async function run(behaviours: Record<string, Behave>): Promise<Map<string, string[]>> {
  const lookups = createLookups(systemClock, 30_000)
  const sellers = Object.entries(behaviours).map(([id, behave]) => timedSeller(id, behave, roomy))
  const seen = new Map<string, string[]>()
  const note = (who: string, what: string) => seen.set(who, [...(seen.get(who) ?? []), what])

  async function round(n: number): Promise<void> {
    const startedAt = Date.now()
    // every third question has been asked before, and every other one is live
    const isbn13 = String(n % 3 === 0 ? Math.floor(n / 9) : 1_000 + n)
    const ask = { isbn13, destination: { country: 'US', postalCode: '' }, currency: 'USD', liveOnly: n % 2 === 0 }
    const asks = sellers.map((seller) => ({
      sellerId: seller.entry.id,
      timeoutMs: roomy.limits.quoteTimeoutMs,
      open: (signal: AbortSignal) => lookups.follow(seller, ask, signal),
    }))
    const options = { signal: never, deadlineAt: startedAt + deadlineMs, clock: systemClock }
    for await (const event of fanOut<FetchedQuote>(asks, options)) {
      const who = 'sellerId' in event ? event.sellerId : 'summary'
      note(who, `${n} ${event.type} ${event.type === 'quote' ? event.value.source : ''} ${Date.now() - startedAt}`)
    }
  }

  const all = []
  for (let n = 0; n < rounds; n += 1) {
    all.push(round(n))
    await vi.advanceTimersByTimeAsync(100)
  }
  await vi.advanceTimersByTimeAsync(deadlineMs)
  await Promise.all(all)
  return seen
}

it('one slow, one dead and one flapping seller change nobody else’s events', async () => {
  const well = Object.fromEntries(healthy.map((id) => [id, usual]))
  const allWell = await run({ ...well, ...Object.fromEntries(Object.keys(trouble).map((id) => [id, usual])) })
  const someIll = await run({ ...well, ...trouble })
  for (const id of healthy) expect(someIll.get(id)).toEqual(allWell.get(id))
  // and it is the ill ones that are seen to be ill
  expect(allWell.get('dead')).toHaveLength(rounds * 3)
  expect(someIll.get('dead')?.filter((event) => event.includes('skipped')).length).toBeGreaterThan(rounds / 2)
  expect(someIll.get('flapping')?.some((event) => event.includes('skipped'))).toBe(true)
})

it('every round ends at its deadline at the latest, and most do at once when the dead seller is known to be dead', async () => {
  const seen = await run({ ...Object.fromEntries(healthy.map((id) => [id, usual])), dead: trouble['dead'] as Behave })
  const ends = (seen.get('summary') ?? []).map((event) => Number(event.split(' ').at(-1)))
  expect(ends).toHaveLength(rounds)
  expect(Math.max(...ends)).toBeLessThanOrEqual(deadlineMs)
  const later = ends.slice(50) // five seconds: its first time-outs have opened the breaker
  expect(later.filter((ms) => ms >= deadlineMs).length).toBeLessThan(later.length / 20)
})
