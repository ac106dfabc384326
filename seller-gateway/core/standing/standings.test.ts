import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { fakeClock } from '../../testing/fake-clock.ts'
import { placed, placedAtMs, seen } from '../../testing/promises.ts'
import { SellerFailure, SellerSkipped } from '../seller-failure.ts'
import { createMemoryStore } from './memory-store.ts'
import { createStandings } from './standings.ts'
import type { StandingStore } from './store.ts'

const log = pino({ level: 'silent' })
const order = (event: typeof placed, reference = 'att-1') => ({ sellerId: 'papertrail', reference, event })

/** Standings over a store in memory, with a switch that takes it away and a count of its batches. */
function setUp() {
  const clock = fakeClock(placedAtMs)
  const kept = createMemoryStore()
  const state = { isAway: false, batches: 0 }
  const store: StandingStore = {
    ...kept,
    async save(batch) {
      if (state.isAway) throw new Error('away')
      state.batches++
      return await kept.save(batch)
    },
  }
  return { clock, store, state, standings: createStandings({ store, clock, log }) }
}

describe('standings', () => {
  it('are written a moment later, together, and are then what quotes say', async () => {
    const { clock, state, standings } = setUp()
    for (const reference of ['a', 'b', 'c']) {
      standings.note(order(placed, reference))
      standings.note(order(seen({ reference }), reference))
    }
    expect(standings.shareOf('papertrail')).toEqual({ keptBasisPoints: 9_700, orderCount: 0 })
    clock.advance(999)
    await standings.flush() // nobody's turn yet but ours: what is due is written once
    expect(state.batches).toBe(1)
    expect(standings.shareOf('papertrail')).toEqual({ keptBasisPoints: 9_739, orderCount: 3 })
    clock.advance(10_000)
    await standings.flush()
    expect(state.batches).toBe(1)
  })

  it('lose nothing while the store is away, and do not ask it all the time', async () => {
    const { clock, state, standings } = setUp()
    state.isAway = true
    standings.note(order(placed))
    standings.countCall('papertrail', new SellerFailure('timeout', 'silence'))
    await standings.flush()
    standings.note(order(seen()))
    standings.countCall('papertrail', null)
    state.isAway = false
    clock.advance(4_999)
    await standings.close()
    expect(state.batches).toBe(1)
    expect(await standings.standingOf('papertrail')).toMatchObject({ placed: 1, kept: 1, failureBasisPoints: 5_000 })
  })

  it('bring by the clock alone what was noted', async () => {
    const { clock, store, standings } = setUp()
    standings.note(order(placed))
    clock.advance(1_000)
    await vi.waitFor(async () => expect(await store.countOutcomes('papertrail', 0)).toEqual({ OPEN: 1 }))
  })

  it('do not wait for ever for the placing of an order', async () => {
    const { clock, standings } = setUp()
    standings.note(order(seen()))
    await standings.flush()
    clock.advance(61_000)
    await standings.flush()
    standings.note(order(placed))
    await standings.flush()
    expect(await standings.standingOf('papertrail')).toMatchObject({ placed: 1, kept: 0 })
  })

  it('count no call that was never made', async () => {
    const { standings } = setUp()
    standings.countCall('papertrail', new SellerSkipped('busy'))
    standings.countCall('papertrail', null)
    await standings.flush()
    const { hours } = await standings.conductOf('papertrail', new Date(0))
    expect(hours.map(({ calls, failures }) => [calls, failures])).toEqual([[1, 0]])
  })

  it('judge a seller only by what it did since it went live', async () => {
    const { clock, standings } = setUp()
    standings.note(order(placed))
    standings.countCall('papertrail', null)
    await standings.flush()
    clock.advance(1)
    expect(await standings.conductOf('papertrail', new Date(clock.now()))).toEqual({ orders: {}, hours: [] })
    clock.advance(8 * 24 * 3_600_000)
    expect(await standings.conductOf('papertrail', new Date(0))).toEqual({ orders: {}, hours: [] })
  })
})
