import { beforeEach, describe, expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import type { FakeClock } from '../testing/fake-clock.ts'
import { holdList, readValidity } from './held-list.ts'
import type { FetchedList, HeldList } from './held-list.ts'
import { CallerGone, SellerFailure } from './seller-failure.ts'

const never = new AbortController().signal
const settle = () => new Promise((resolve) => setImmediate(resolve))

let clock: FakeClock
let fetches: { held: string | null; signal: AbortSignal; end: PromiseWithResolvers<FetchedList<string>> }[]
let list: HeldList<string>

beforeEach(() => {
  clock = fakeClock()
  fetches = []
  list = holdList<string>(
    (held, signal) => {
      const end = Promise.withResolvers<FetchedList<string>>()
      signal.addEventListener('abort', () => end.reject(signal.reason as Error))
      fetches.push({ held, signal, end })
      return end.promise
    },
    { clock, timeoutMs: 1_000 },
  )
})

async function hold(text: string, freshMs: number, staleMs: number): Promise<void> {
  const reading = list.current(never)
  fetches.at(-1)?.end.resolve({ list: text, freshMs, staleMs })
  await reading
}

describe('holdList', () => {
  it('is fetched once for all who wait, and not again while it is fresh', async () => {
    const both = [list.current(never), list.current(never)]
    fetches[0]?.end.resolve({ list: 'one', freshMs: 1_000, staleMs: 0 })
    expect(await Promise.all(both)).toEqual(['one', 'one'])
    clock.advance(999)
    expect(await list.current(never)).toBe('one')
    expect(fetches).toHaveLength(1)
  })

  it('is fetched before it is used, where its seller wants that, and given what is held', async () => {
    await hold('one', 0, 0)
    const reading = list.current(never)
    expect(fetches).toMatchObject([{ held: null }, { held: 'one' }])
    fetches[1]?.end.resolve({ list: 'two', freshMs: 0, staleMs: 0 })
    expect(await reading).toBe('two')
  })

  it('is renewed in the background while its seller allows it', async () => {
    await hold('one', 1_000, 5_000)
    clock.advance(1_000)
    expect(await list.current(never)).toBe('one')
    expect(await list.current(never)).toBe('one')
    expect(fetches).toHaveLength(2)
    fetches[1]?.end.resolve({ list: 'two', freshMs: 1_000, staleMs: 5_000 })
    await settle()
    expect(await list.current(never)).toBe('two')
  })

  it('is too old in the end', async () => {
    await hold('one', 1_000, 5_000)
    clock.advance(6_000)
    const reading = list.current(never)
    fetches[1]?.end.reject(new SellerFailure('unavailable', 'down'))
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('answers while its seller is down, and tries again only after a while', async () => {
    await hold('one', 0, 60_000)
    await list.current(never)
    fetches[1]?.end.reject(new SellerFailure('bad_data', 'half written'))
    await settle()
    expect(await list.current(never)).toBe('one')
    expect(fetches).toHaveLength(2)
    clock.advance(5_000)
    expect(await list.current(never)).toBe('one')
    expect(fetches).toHaveLength(3)
  })

  it('is fetched to the end for those who stay, whoever leaves', async () => {
    const leaver = new AbortController()
    const [leaving, staying] = [list.current(leaver.signal), list.current(never)]
    leaver.abort(new CallerGone('cancelled'))
    await expect(leaving).rejects.toBeInstanceOf(CallerGone)
    fetches[0]?.end.resolve({ list: 'one', freshMs: 0, staleMs: 0 })
    expect(await staying).toBe('one')
  })

  it('does not let whoever comes next wait for a fetch that is stalled', async () => {
    await hold('one', 0, 0)
    const leaver = new AbortController()
    const leaving = list.current(leaver.signal)
    leaver.abort(new CallerGone('deadline'))
    await expect(leaving).rejects.toBeInstanceOf(CallerGone)
    expect(fetches[1]?.signal.aborted).toBe(true)
    const next = list.current(never)
    fetches[2]?.end.resolve({ list: 'two', freshMs: 0, staleMs: 0 })
    expect(await next).toBe('two')
  })

  it('goes on fetching the first list when nobody waits any longer', async () => {
    const leaver = new AbortController()
    const leaving = list.current(leaver.signal)
    leaver.abort(new CallerGone('deadline'))
    await expect(leaving).rejects.toBeInstanceOf(CallerGone)
    fetches[0]?.end.resolve({ list: 'one', freshMs: 1_000, staleMs: 0 })
    await settle()
    expect(await list.current(never)).toBe('one')
    expect(fetches).toHaveLength(1)
  })

  it('gives up on a fetch that takes too long, and on all at the end', async () => {
    const reading = list.current(never)
    clock.advance(1_000)
    await expect(reading).rejects.toMatchObject({ kind: 'timeout', actedOn: 'no' })
    const last = list.current(never)
    list.close()
    await expect(last).rejects.toMatchObject({ kind: 'unavailable' })
  })
})

describe('readValidity', () => {
  it.each([
    [undefined, 0, 0],
    ['no-store', 0, 0],
    ['private, max-age=30', 30_000, 0],
    ['private, max-age=30, stale-while-revalidate=21600', 30_000, 21_600_000],
    ['s-maxage=99,max-age=1', 1_000, 0],
    ['max-age=-1', 0, 0],
    ['max-age=1e9', 0, 0],
  ])('%s', (header, freshMs, staleMs) => expect(readValidity(header)).toEqual({ freshMs, staleMs }))
})
