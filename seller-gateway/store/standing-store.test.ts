// Both stores keep the same rules; what gateways share, only the one in PostgreSQL can.
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { createMemoryStore } from '../core/standing/memory-store.ts'
import { weekOf } from '../core/standing/kept-share.ts'
import { outcomes } from '../core/standing/promise.ts'
import type { Noted } from '../core/standing/promise.ts'
import { createStandings } from '../core/standing/standings.ts'
import type { StandingStore } from '../core/standing/store.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { noted, placed, placedAtMs, seen } from '../testing/promises.ts'
import { openDatabase } from './database.ts'
import type { Db } from './database.ts'
import { createStandingStore } from './standing-store.ts'

const database = useDatabase()
let db: Db
beforeAll(() => {
  db = openDatabase(database.url)
})
beforeEach(async () => {
  for (const table of ['orderPromise', 'promiseWeek', 'callHour'] as const) await db.deleteFrom(table).execute()
})
afterAll(() => db.destroy())

const week = weekOf(placedAtMs)
const overpriced = seen({ total: { currency: 'USD', minor: 9_999n } })
const of = (reference: string, event: Noted['event'], sellerId = 'papertrail') => noted(event, { reference, sellerId })

/** One seller's counts, those that are not nothing, by outcome. */
async function countsOf(store: StandingStore, sellerId = 'papertrail') {
  const found = (await store.listWeeks(null, 0)).get(sellerId) ?? []
  return Object.fromEntries(found.filter(({ count }) => count > 0).map(({ outcome, count }) => [outcome, count]))
}

describe.each<[string, () => StandingStore]>([
  ['in memory', createMemoryStore],
  ['in PostgreSQL', () => createStandingStore(db)],
])('the store %s', (_, open) => {
  it('counts an order once, under what it last came to', async () => {
    const store = open()
    const orderSeen = noted(seen())
    expect(await store.save({ noted: [noted(placed)], calls: [] })).toEqual([])
    expect(await countsOf(store)).toEqual({ OPEN: 1 })
    for (let times = 0; times < 3; times++)
      await store.save({ noted: [noted(placed), orderSeen, orderSeen], calls: [] })
    expect(await countsOf(store)).toEqual({ KEPT: 1 })
    await store.save({ noted: [noted(placed)], calls: [] }) // sent again, and the answer lost
    expect(await countsOf(store)).toEqual({ KEPT: 1 })
    await store.save({ noted: [noted({ type: 'cancelReported' })], calls: [] })
    expect(await countsOf(store)).toEqual({ CANCELLED: 1 })
    expect(await store.countOutcomes('papertrail', placedAtMs)).toEqual({ CANCELLED: 1 })
    expect(await store.countOutcomes('papertrail', placedAtMs + 1)).toEqual({})
  })

  it('remembers that we took an order back', async () => {
    const store = open()
    await store.save({ noted: [noted(placed), noted({ type: 'takenBack' })], calls: [] })
    await store.save({ noted: [noted(seen({ state: 'CANCELLED' }))], calls: [] })
    expect(await countsOf(store)).toEqual({ NOT_COUNTED: 1 })
  })

  it('judges a late look-up by what was quoted', async () => {
    const store = open()
    await store.save({ noted: [noted(placed)], calls: [] })
    await store.save({ noted: [noted(overpriced)], calls: [] })
    expect(await countsOf(store)).toEqual({ OVERPRICED: 1 })
  })

  it('gives back what is about orders it does not know', async () => {
    const store = open()
    const early = noted(seen())
    expect(await store.save({ noted: [early], calls: [] })).toEqual([early])
    expect(await countsOf(store)).toEqual({})
    expect(await store.save({ noted: [noted(placed), early], calls: [] })).toEqual([])
    expect(await countsOf(store)).toEqual({ KEPT: 1 })
  })

  it('keeps sellers apart, also under the same reference', async () => {
    const store = open()
    await store.save({ noted: [of('r', placed), of('r', placed, 'foxed'), of('r', overpriced, 'foxed')], calls: [] })
    expect(await countsOf(store)).toEqual({ OPEN: 1 })
    expect(await countsOf(store, 'foxed')).toEqual({ OVERPRICED: 1 })
    expect([...(await store.listWeeks(['foxed'], week)).keys()]).toEqual(['foxed'])
    expect([...(await store.listWeeks([], week)).keys()]).toEqual([])
    expect([...(await store.listWeeks(null, week + 1)).keys()]).toEqual([])
  })

  it('adds calls up by the hour', async () => {
    const store = open()
    const calls = (hour: number, made: number, failures: number) => ({ sellerId: 'foxed', hour, calls: made, failures })
    await store.save({ noted: [], calls: [calls(7, 10, 1), calls(8, 5, 5)] })
    await store.save({ noted: [], calls: [calls(8, 3, 0)] })
    const found = (await store.listHours('foxed', 7)).map(({ hour, calls: made, failures }) => [hour, made, failures])
    expect(found.toSorted()).toEqual([
      [7, 10, 1],
      [8, 8, 5],
    ])
    expect(await store.listHours('foxed', 9)).toEqual([])
    expect(await store.listHours('papertrail', 0)).toEqual([])
  })

  it('forgets old orders and calls, and not what they counted', async () => {
    const store = open()
    await store.save({
      noted: [noted(placed), noted(seen())],
      calls: [{ sellerId: 'papertrail', hour: 7, calls: 1, failures: 0 }],
    })
    await store.prune({ placedMs: placedAtMs + 1, hour: 8 })
    expect(await store.countOutcomes('papertrail', 0)).toEqual({})
    expect(await store.listHours('papertrail', 0)).toEqual([])
    expect(await countsOf(store)).toEqual({ KEPT: 1 })
  })
})

it('comes to the same counts in PostgreSQL as in memory, however events are cut into batches', async () => {
  const event = fc.constantFrom(
    placed,
    seen(),
    overpriced,
    { type: 'takenBack' } as const,
    { type: 'cancelReported' } as const,
  )
  const one = fc
    .record({ reference: fc.constantFrom('a', 'b', 'c'), event })
    .map((part) => of(part.reference, part.event))
  await fc.assert(
    fc
      .asyncProperty(fc.array(fc.array(one, { maxLength: 6 }), { maxLength: 4 }), async (batches) => {
        const stores = [createMemoryStore(), createStandingStore(db)]
        for (const store of stores) for (const batch of batches) await store.save({ noted: batch, calls: [] })
        const [inMemory, inPostgres] = await Promise.all(stores.map((store) => countsOf(store)))
        expect(inPostgres).toEqual(inMemory)
        const references = new Set(
          batches
            .flat()
            .filter((each) => each.event.type === 'placed')
            .map((each) => each.reference),
        )
        expect(Object.values(inMemory ?? {}).reduce((sum, count) => sum + count, 0)).toBe(references.size)
        expect(Object.keys(inMemory ?? {}).every((outcome) => outcomes.includes(outcome as 'OPEN'))).toBe(true)
      })
      .afterEach(async () => {
        await db.deleteFrom('orderPromise').execute()
        await db.deleteFrom('promiseWeek').execute()
      }),
    { numRuns: 40 },
  )
})

describe('gateways that share a database', () => {
  it('add up, and count an order that all of them saw once', async () => {
    const stores = Array.from({ length: 4 }, () => createStandingStore(db))
    const references = Array.from({ length: 20 }, (_, i) => `shared-${i}`)
    await Promise.all(
      references.flatMap((reference) =>
        stores.map((store) =>
          store.save({
            noted: [of(reference, placed), of(reference, seen())],
            calls: [{ sellerId: 'papertrail', hour: 1, calls: 10, failures: 1 }],
          }),
        ),
      ),
    )
    expect(await countsOf(stores[0]!)).toEqual({ KEPT: 20 })
    expect(await stores[0]!.listHours('papertrail', 0)).toEqual([{ hour: 1, calls: 800, failures: 80 }])
  })

  it('see each other’s counts within a minute, and a look-up here settles an order placed there', async () => {
    const clock = fakeClock(placedAtMs)
    const [here, there] = [1, 2].map(() =>
      createStandings({ store: createStandingStore(db), clock, log: pino({ level: 'silent' }) }),
    ) as [ReturnType<typeof createStandings>, ReturnType<typeof createStandings>]
    there.note({ sellerId: 'papertrail', reference: 'att-1', event: overpriced }) // before the placing was written
    await there.flush()
    here.note({ sellerId: 'papertrail', reference: 'att-1', event: placed })
    await here.flush()
    expect(here.shareOf('papertrail')).toEqual({ keptBasisPoints: 9_700, orderCount: 0 })
    await there.flush()
    expect(there.shareOf('papertrail')).toEqual({ keptBasisPoints: 9_238, orderCount: 1 })
    clock.advance(60_000)
    await here.flush()
    expect(here.shareOf('papertrail')).toEqual({ keptBasisPoints: 9_238, orderCount: 1 })
    expect((await here.conductOf('papertrail', new Date(placedAtMs))).orders).toEqual({ OVERPRICED: 1 })
    await Promise.all([here.close(), there.close()])
  })
})
