// The look-ups of one seller over minutes, in made-up time: what hedges, retries and the breaker do together.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../testing/fake-seller.ts'
import { timedSeller } from '../testing/timed-seller.ts'
import type { Behave, TimedSeller } from '../testing/timed-seller.ts'
import { createPolicy } from './policy.ts'
import { SellerFailure, SellerSkipped } from './seller-failure.ts'
import { systemClock } from './clock.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const never = new AbortController().signal
const wide = { limits: { ...limits, concurrent: 100, queued: 100, perSecond: 1_000, burst: 1_000 } }

interface Ended {
  atMs: number
  tookMs: number
  error: unknown
}

/** Asks every `everyMs` for `forMs`; resolves with how each look-up ended. */
async function askFor(forMs: number, { policy, adapter }: TimedSeller, everyMs = 50): Promise<Ended[]> {
  const all: Promise<Ended>[] = []
  const begun = Date.now()
  for (let n = 0; Date.now() - begun < forMs; n += 1) {
    const ask = { isbn13: String(n), destination: { country: 'US', postalCode: '' }, currency: 'USD' }
    const startedAt = Date.now()
    const end = (error: unknown): Ended => ({ atMs: startedAt, tookMs: Date.now() - startedAt, error })
    const asked = policy.ask(never, { open: (signal) => adapter.getQuotes(ask, signal), take: () => true })
    all.push(asked.then(() => end(null), end))
    await vi.advanceTimersByTimeAsync(everyMs)
  }
  await vi.advanceTimersByTimeAsync(wide.limits.quoteTimeoutMs)
  return await Promise.all(all)
}

const quick: Behave = (_, draw) => ({ afterMs: 20 + 30 * draw })

describe('hedges', () => {
  it('rescue the slow answers of a seller that is slow now and then', async () => {
    // every 33rd call hangs: 3 % of answers, and all of a seller's slowest twentieth
    const seller = timedSeller('now-and-then', (n, draw) => (n % 33 === 0 ? { afterMs: 1e9 } : quick(n, draw)), wide)
    const ended = await askFor(60_000, seller)
    const { lookUps, hedges, p95Ms } = seller.policy.stats()
    // those before it was known how long it usually takes
    expect(ended.slice(100).filter(({ error }) => error !== null)).toEqual([])
    expect(Math.max(...ended.slice(100).map(({ tookMs }) => tookMs))).toBeLessThanOrEqual((p95Ms ?? 0) * 1.2 + 50)
    expect(hedges).toBeGreaterThan(lookUps * 0.025)
    expect(hedges).toBeLessThanOrEqual(lookUps * 0.05)
    expect(seller.sent()).toBe(lookUps + hedges)
  })

  it('are a twentieth of the calls at most while a seller becomes slower and slower', async () => {
    // each call takes a fiftieth longer than the one before: all of them are later than what was usual
    const seller = timedSeller('creeping', (n) => ({ afterMs: Math.min(1_900, 20 * 1.02 ** (n / 2)) }), wide)
    await askFor(30_000, seller)
    const { lookUps, hedges } = seller.policy.stats()
    expect(hedges).toBeGreaterThan(5)
    expect(hedges).toBeLessThanOrEqual(0.05 * lookUps)
  })

  it('end when slow is how it always is', async () => {
    let isSlow = false
    const seller = timedSeller('becomes-slow', (n, draw) => (isSlow ? { afterMs: 400 } : quick(n, draw)), wide)
    await askFor(20_000, seller)
    isSlow = true
    await askFor(20_000, seller)
    const known = seller.policy.stats()
    await askFor(20_000, seller)
    expect(seller.policy.stats().hedges).toBe(known.hedges)
  })

  it.each([
    ['its rate is used up', { ...wide.limits, perSecond: 1e-9, burst: 40 }],
    ['all its places are taken', { ...wide.limits, concurrent: 1 }],
  ])('are not sent when %s', async (_, tight) => {
    let hangs = false
    const seller = timedSeller('tight', () => ({ afterMs: hangs ? 1e9 : 25 }), { limits: tight })
    await askFor(39 * 50, seller)
    hangs = true
    await askFor(50, seller)
    expect(seller.policy.stats()).toMatchObject({ lookUps: 40, hedges: 0 })
  })

  it('are not sent while the breaker is not closed', async () => {
    let how: 'well' | 'fails' | 'hangs' = 'well'
    const behave: Behave = (n, draw) =>
      how === 'hangs' ? { afterMs: 1e9 } : { ...quick(n, draw), fails: how === 'fails' }
    const seller = timedSeller('down', behave, wide)
    await askFor(10_000, seller)
    how = 'fails'
    await askFor(1_000, seller)
    how = 'hangs'
    const broken = seller.policy.stats()
    await askFor(20_000, seller) // a probe now and then, each silent for longer than was usual
    expect(seller.policy.stats().lookUps).toBeGreaterThan(broken.lookUps)
    expect(seller.policy.stats().hedges).toBe(broken.hedges)
  })

  it('are never sent for an order, nor for the look-up of one', async () => {
    const policy = createPolicy(wide.limits, systemClock)
    const seller = timedSeller('quick', quick, wide)
    await askFor(10_000, { ...seller, policy })
    for (const kind of ['place', 'lookUp'] as const) {
      let calls = 0
      const running = policy.run(kind, never, () => ((calls += 1), new Promise(() => {}))).catch(() => {})
      await vi.advanceTimersByTimeAsync(limits.orderTimeoutMs)
      await running
      expect(calls).toBe(1)
    }
  })
})

describe('F35: a seller that flaps', () => {
  const isDown: Record<string, (draw: number) => boolean> = {
    'every second call fails': (draw) => draw < 0.5,
    'three seconds up, three seconds down': () => Math.floor(Date.now() / 3_000) % 2 === 0,
  }

  it.each(Object.keys(isDown))(
    '%s: the breaker opens, retries add at most a tenth, and it is back within 30 s',
    async (how) => {
      let flaps = true
      const seller = timedSeller(
        how,
        (_, draw) => ({ afterMs: 20, fails: flaps && (isDown[how]?.(draw) ?? false) }),
        wide,
      )
      const ended = await askFor(120_000, seller)
      const { lookUps, retries, hedges } = seller.policy.stats()
      expect(ended.some(({ error }) => error instanceof SellerSkipped && error.reason === 'breaker_open')).toBe(true)
      expect(retries).toBeGreaterThan(0)
      expect(retries).toBeLessThanOrEqual(1 + lookUps * 0.1)
      expect(seller.sent()).toBe(lookUps + retries + hedges)
      const failed = ended.filter(({ error }) => error instanceof SellerFailure).length
      expect(failed).toBeLessThan(ended.length / 3) // half of them without a breaker

      flaps = false
      const healedAt = Date.now()
      const after = await askFor(60_000, seller)
      const lastTrouble = after.findLast(({ error }) => error !== null)
      expect((lastTrouble?.atMs ?? healedAt) - healedAt).toBeLessThan(30_000)
    },
  )
})

it('knows of a seller that falls silent after ten time-outs, however well it was before', async () => {
  let isSilent = false
  const seller = timedSeller('falls silent', (n, draw) => (isSilent ? { afterMs: 1e9 } : quick(n, draw)), wide)
  await askFor(30_000, seller)
  isSilent = true
  const ended = await askFor(10_000, seller)
  const firstSkipped = ended.findIndex(({ error }) => error instanceof SellerSkipped)
  // what is asked in the two seconds that one call may take, and ten more
  expect(firstSkipped).toBeLessThanOrEqual(2_000 / 50 + 10)
})

it('lets one call at a time find out whether a seller is back, and makes nobody else wait for it', async () => {
  const seller = timedSeller('dead', () => ({ afterMs: 1e9 }), wide)
  await askFor(10_000, seller)
  const before = seller.sent()
  const ended = await askFor(20_000, seller)
  const probes = ended.filter(({ tookMs }) => tookMs > 0)
  expect(probes.length).toBe(seller.sent() - before)
  // one in two seconds and the time it takes to time out
  expect(probes.length).toBeLessThanOrEqual(6)
  expect(probes.length).toBeGreaterThanOrEqual(4)
})
