// How old an answer may be: live ones, stale ones, and "no copy".
import { beforeEach, describe, expect, it } from 'vitest'
import type { SellerQuote } from './adapter.ts'
import { createLookups } from './lookups.ts'
import type { Lookups } from './lookups.ts'
import type { RegisteredSeller } from './registry.ts'
import { CallerGone, SellerFailure } from './seller-failure.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import type { FakeClock } from '../testing/fake-clock.ts'
import { fakeQuote } from '../testing/fake-seller.ts'
import { collect, settle, toldSeller as told } from '../testing/told-seller.ts'
import type { ToldCall } from '../testing/told-seller.ts'

const ask = {
  isbn13: '9780340839935',
  destination: { country: 'US', postalCode: '' },
  currency: 'USD',
  liveOnly: false,
}
const never = new AbortController().signal

let clock: FakeClock
let lookups: Lookups
let calls: ToldCall[]
beforeEach(() => {
  clock = fakeClock()
  lookups = createLookups(clock, 30_000)
  calls = []
})

const toldSeller = (change: Partial<RegisteredSeller['entry']> = {}) => told(clock, calls, change)

async function fill(seller: RegisteredSeller, ...quotes: SellerQuote[]) {
  const reading = collect(lookups.follow(seller, ask, never))
  for (const quote of quotes) calls.at(-1)?.say(quote)
  calls.at(-1)?.end()
  await reading
  await settle()
}

describe('a live answer', () => {
  const live = { ...ask, liveOnly: true }

  it('is not one that was asked for before, and whoever asks later may join it', async () => {
    const seller = toldSeller()
    const before = collect(lookups.follow(seller, ask, never))
    clock.advance(1)
    const now = collect(lookups.follow(seller, live, never))
    expect(calls).toHaveLength(2)
    clock.advance(1)
    const later = collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
    calls[0]?.say(fakeQuote(clock, { quoteRef: 'old' }))
    calls[1]?.say(fakeQuote(clock, { quoteRef: 'new' }))
    for (const call of calls) call.end()
    const refs = (await Promise.all([before, now, later])).map(([one]) => one?.quote.quoteRef)
    expect(refs).toEqual(['old', 'new', 'new'])
  })

  it('is kept, and an older one that comes after it does not take its place', async () => {
    const seller = toldSeller()
    const before = collect(lookups.follow(seller, ask, never))
    clock.advance(1)
    const now = collect(lookups.follow(seller, live, never))
    calls[1]?.say(fakeQuote(clock, { quoteRef: 'new' }))
    calls[1]?.end()
    await now
    calls[0]?.say(fakeQuote(clock, { quoteRef: 'old' }))
    calls[0]?.end()
    await before
    await settle()
    expect(await collect(lookups.follow(seller, ask, never))).toMatchObject([{ quote: { quoteRef: 'new' } }])
  })

  it('for a crowd takes four calls at a time, and the next one is for all who asked meanwhile', async () => {
    const seller = toldSeller()
    const crowd = []
    for (let n = 0; n < 20; n += 1) {
      crowd.push(collect(lookups.follow(seller, live, never)))
      clock.advance(1)
    }
    await settle()
    expect(calls).toHaveLength(4)
    calls[2]?.end()
    await settle()
    expect(calls).toHaveLength(5)
    for (const call of calls) call.end()
    await Promise.all(crowd)
    expect(calls).toHaveLength(5)
  })

  it('is not asked for when all who waited for the next call have left', async () => {
    const seller = toldSeller()
    for (let n = 0; n < 4; n += 1) {
      void collect(lookups.follow(seller, live, never))
      clock.advance(1)
    }
    const leaving = new AbortController()
    const waiting = collect(lookups.follow(seller, live, leaving.signal))
    await settle()
    leaving.abort(new CallerGone('deadline'))
    await expect(waiting).rejects.toThrow(CallerGone)
    calls[0]?.end()
    await settle()
    expect(calls).toHaveLength(4)
  })
})

describe('of a seller that allows stale answers', () => {
  const steady = () => toldSeller({ mayServeStaleMs: 20_000 })

  it('shows the old one at once and asks for a new one, once', async () => {
    const seller = steady()
    await fill(seller, fakeQuote(clock, { quoteRef: 'old' }))
    clock.advance(30_000)
    for (let n = 0; n < 3; n += 1)
      expect(await collect(lookups.follow(seller, ask, never))).toMatchObject([{ quote: { quoteRef: 'old' } }])
    expect(calls).toHaveLength(2)
    calls[1]?.say(fakeQuote(clock, { quoteRef: 'new' }))
    calls[1]?.end()
    await settle()
    expect(await collect(lookups.follow(seller, ask, never))).toMatchObject([{ quote: { quoteRef: 'new' } }])
    expect(calls).toHaveLength(2)
  })

  it('tries again after a while when that failed, and asks before answering when the time is up', async () => {
    const seller = steady()
    await fill(seller, fakeQuote(clock))
    clock.advance(30_000)
    await collect(lookups.follow(seller, ask, never))
    calls[1]?.end(new SellerFailure('bad_data', 'what is this'))
    await settle()
    clock.advance(4_999)
    await collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
    clock.advance(1)
    await collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(3)
    calls[2]?.end(new SellerFailure('bad_data', 'what is this'))
    await settle()
    clock.advance(15_000)
    const waits = collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(4)
    calls[3]?.end()
    expect(await waits).toEqual([])
  })

  it('never shows what the seller says has expired, nor "no copy"', async () => {
    const seller = steady()
    await fill(seller, fakeQuote(clock, { expiresAt: new Date(clock.now() + 40_000) }))
    clock.advance(35_000)
    const reading = collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
    calls[1]?.end()
    expect(await reading).toEqual([])
    await settle()
    clock.advance(10_000)
    const again = collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(3)
    calls[2]?.say(fakeQuote(clock))
    calls[2]?.end()
    expect(await again).toHaveLength(1)
  })

  it('goes on asking when a reader who read along leaves', async () => {
    const seller = steady()
    await fill(seller, fakeQuote(clock))
    clock.advance(30_000)
    await collect(lookups.follow(seller, ask, never))
    const leaving = new AbortController()
    const reading = collect(lookups.follow(seller, { ...ask, liveOnly: true }, leaving.signal))
    await settle()
    leaving.abort(new CallerGone('cancelled'))
    await expect(reading).rejects.toThrow(CallerGone)
    expect(calls).toHaveLength(2)
    expect(calls[1]?.signal.aborted).toBe(false)
  })
})

it('does not ask a seller again for a while that has no copy', async () => {
  const seller = toldSeller()
  await fill(seller)
  clock.advance(9_999)
  expect(await collect(lookups.follow(seller, ask, never))).toEqual([])
  expect(calls).toHaveLength(1)
  clock.advance(1)
  void collect(lookups.follow(seller, ask, never))
  expect(calls).toHaveLength(2)
})
