import { beforeEach, describe, expect, it } from 'vitest'
import type { SellerQuote } from './adapter.ts'
import { createLookups } from './lookups.ts'
import type { Lookups } from './lookups.ts'
import type { RegisteredSeller } from './registry.ts'
import { CallerGone, SellerFailure } from './seller-failure.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import type { FakeClock } from '../testing/fake-clock.ts'
import { fakeQuote, fakeSeller, limits } from '../testing/fake-seller.ts'
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

describe('lookups', () => {
  it.each([
    ['later', 1, false],
    ['live, at the same moment', 0, true],
  ])('makes one call of identical look-ups, and gives all of it to one that joins %s', async (_, laterMs, liveOnly) => {
    const seller = toldSeller()
    const first = collect(lookups.follow(seller, ask, never))
    calls[0]?.say(fakeQuote(clock, { quoteRef: 'a' }))
    await settle()
    clock.advance(laterMs)
    const second = collect(lookups.follow(seller, { ...ask, liveOnly }, never))
    calls[0]?.say(fakeQuote(clock, { quoteRef: 'b' }))
    calls[0]?.end()
    expect(await first).toEqual(await second)
    expect((await second).map(({ quote }) => quote.quoteRef)).toEqual(['a', 'b'])
    expect(calls).toHaveLength(1)
  })

  it('gives each reader of one call its own time: one leaves at its deadline, the other gets the answer', async () => {
    const seller = toldSeller()
    const hasty = new AbortController()
    const first = collect(lookups.follow(seller, ask, hasty.signal))
    const second = collect(lookups.follow(seller, ask, never))
    await settle()
    hasty.abort(new SellerFailure('timeout', 'too late for this reader'))
    await expect(first).rejects.toMatchObject({ kind: 'timeout' })
    const third = collect(lookups.follow(seller, ask, never)) // still one call: it has a reader
    calls[0]?.say(fakeQuote(clock))
    calls[0]?.end()
    expect(await second).toHaveLength(1)
    expect(await third).toHaveLength(1)
    expect(calls).toHaveLength(1)
  })

  it.each([
    { isbn13: '9780000000002' },
    { currency: 'GBP' },
    { destination: { country: 'GB', postalCode: '' } },
    { destination: { country: 'US', postalCode: '10001' } },
  ])('asks anew for another question: %j', async (change) => {
    const seller = toldSeller()
    void collect(lookups.follow(seller, ask, never))
    void collect(lookups.follow(seller, { ...ask, ...change }, never))
    expect(calls).toHaveLength(2)
  })

  async function fill(seller: RegisteredSeller, ...quotes: SellerQuote[]) {
    const reading = collect(lookups.follow(seller, ask, never))
    for (const quote of quotes) calls.at(-1)?.say(quote)
    calls.at(-1)?.end()
    await reading
    await settle()
  }

  it('dates a listed price by its list, at once and from the cache', async () => {
    const seller = toldSeller()
    const listedAt = new Date(clock.now() - 3_600_000)
    const first = collect(lookups.follow(seller, ask, never))
    calls[0]?.say(fakeQuote(clock, { listedAt }))
    calls[0]?.end()
    expect(await first).toMatchObject([{ source: 'feed', fetchedAt: listedAt }])
    await settle()
    expect(await collect(lookups.follow(seller, ask, never))).toEqual(await first)
    expect(calls).toHaveLength(1)
  })

  it('answers from the cache while the answer holds, and says so', async () => {
    const seller = toldSeller()
    await fill(seller, fakeQuote(clock))
    clock.advance(29_999)
    const again = await collect(lookups.follow(seller, ask, never))
    expect(again).toMatchObject([{ source: 'cached', fetchedAt: new Date(clock.now() - 29_999) }])
    expect(calls).toHaveLength(1)
    clock.advance(1)
    void collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
  })

  it("does not keep an answer longer than its seller's shortest validity, less the time to act on it", async () => {
    const seller = toldSeller()
    await fill(seller, fakeQuote(clock), fakeQuote(clock, { expiresAt: new Date(clock.now() + 12_000) }))
    clock.advance(6_999)
    expect(await collect(lookups.follow(seller, ask, never))).toHaveLength(2)
    clock.advance(1)
    void collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
  })

  it('goes past the cache when asked for live answers only', async () => {
    const seller = toldSeller()
    await fill(seller, fakeQuote(clock))
    void collect(lookups.follow(seller, { ...ask, liveOnly: true }, never))
    expect(calls).toHaveLength(2)
  })

  it('does not cache a failure, and gives it to every reader', async () => {
    const seller = toldSeller()
    const readers = [lookups.follow(seller, ask, never), lookups.follow(seller, ask, never)].map(collect)
    calls[0]?.say(fakeQuote(clock))
    calls[0]?.end(new SellerFailure('bad_data', 'what is this'))
    for (const reader of readers) await expect(reader).rejects.toMatchObject({ kind: 'bad_data' })
    void collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
  })

  it('does not repeat a call whose answer was passed on in part', async () => {
    const reading = collect(lookups.follow(toldSeller(), ask, never))
    calls[0]?.say(fakeQuote(clock))
    await settle()
    calls[0]?.end(new SellerFailure('unavailable', 'the connection broke'))
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable', isFinal: true })
    expect(calls).toHaveLength(1)
  })

  it('cancels the call when its last reader has left, not before', async () => {
    const seller = toldSeller()
    const leaving = [new AbortController(), new AbortController()]
    const readers = leaving.map(({ signal }) => collect(lookups.follow(seller, ask, signal)))
    await settle()
    for (const [at, controller] of leaving.entries()) {
      expect(calls[0]?.signal.aborted).toBe(false)
      controller.abort(new CallerGone('cancelled'))
      await expect(readers[at]).rejects.toThrow(CallerGone)
    }
    expect(calls[0]?.signal.aborted).toBe(true)
    void collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
  })

  it('lets a call go on whose readers ran out of time: it fills the cache, and nobody joins it', async () => {
    const seller = toldSeller()
    const late = new AbortController()
    const reading = collect(lookups.follow(seller, ask, late.signal))
    await settle()
    late.abort(new SellerFailure('timeout', 'too late for this reader'))
    await expect(reading).rejects.toMatchObject({ kind: 'timeout' })
    expect(calls[0]?.signal.aborted).toBe(false)
    void collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(2)
    calls[0]?.say(fakeQuote(clock, { quoteRef: 'late' }))
    calls[0]?.end()
    await settle()
    expect(await collect(lookups.follow(seller, ask, never))).toMatchObject([
      { quote: { quoteRef: 'late' }, source: 'cached' },
    ])
  })

  it('forgets what an order has changed, also what is still under way', async () => {
    const seller = toldSeller()
    await fill(seller, fakeQuote(clock))
    const underWay = collect(lookups.follow(seller, { ...ask, liveOnly: true }, never))
    lookups.forget('papertrail', ask.isbn13)
    calls[1]?.say(fakeQuote(clock))
    calls[1]?.end()
    expect(await underWay).toHaveLength(1)
    await settle()
    void collect(lookups.follow(seller, ask, never))
    expect(calls).toHaveLength(3)
  })

  it('takes no more than 200 copies of one book', async () => {
    const seller = fakeSeller(clock, {
      async *getQuotes() {
        while (true) yield fakeQuote(clock)
      },
    })
    expect(await collect(lookups.follow(seller, ask, never))).toHaveLength(200)
  })

  it('skips at once a seller whose rate is used up', async () => {
    const seller = fakeSeller(clock, {}, { limits: { ...limits, perSecond: 2, burst: 1 } })
    seller.policy.charge()
    expect(() => lookups.follow(seller, ask, never)).toThrow(
      expect.objectContaining({ reason: 'rate_limited', retryAfterMs: 500 }),
    )
  })
})
