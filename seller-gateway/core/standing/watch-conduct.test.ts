import { pino } from 'pino'
import { expect, it } from 'vitest'
import { fakeClock } from '../../testing/fake-clock.ts'
import { noted, placed, placedAtMs, seen } from '../../testing/promises.ts'
import { createMemoryStore } from './memory-store.ts'
import { createStandings } from './standings.ts'
import { watchConduct } from './watch-conduct.ts'
import type { Suspending } from './watch-conduct.ts'

const log = pino({ level: 'silent' })
const overpriced = seen({ total: { currency: 'USD', minor: 9_999n } })

/** Two registered sellers and a built-in one, which the door to onboarding does not list; each has confirmed three orders too high. */
async function setUp(change: Partial<Suspending> = {}) {
  const clock = fakeClock(placedAtMs)
  const standings = createStandings({ store: createMemoryStore(), clock, log })
  for (const sellerId of ['good-books', 'other-books', 'harbor'])
    for (const reference of ['a', 'b', 'c'])
      for (const event of [placed, overpriced]) standings.note(noted(event, { sellerId, reference }))
  await standings.flush()
  const suspended = new Map<string, string>()
  const live = new Map([
    ['good-books', new Date(placedAtMs - 1)],
    ['other-books', new Date(placedAtMs + 1)], // suspended for them already
  ])
  const suspending: Suspending = {
    listLive: async () => [...live].map(([sellerId, since]) => ({ sellerId, since })),
    suspend: async (sellerId, reason) => {
      suspended.set(sellerId, reason)
      live.delete(sellerId)
    },
    ...change,
  }
  return { clock, suspended, live, watch: watchConduct({ standings, suspending, clock, log }) }
}

it('suspends a registered seller that confirms above its quotes, and says why; no other, and none for what it has made good', async () => {
  const { watch, suspended } = await setUp()
  await watch.look()
  expect([...suspended.keys()]).toEqual(['good-books'])
  expect(suspended.get('good-books')).toContain('3 of 3 orders were confirmed above the quoted total')
  watch.close()
})

it('looks again every minute, until it is closed', async () => {
  let looks = 0
  const { clock, watch } = await setUp({ listLive: async () => ((looks += 1), []) })
  clock.advance(60_000)
  clock.advance(60_000)
  expect(looks).toBe(2)
  watch.close()
  clock.advance(600_000)
  expect(looks).toBe(2)
})

it('judges the others when one cannot be suspended now', async () => {
  const tried: string[] = []
  const { live, watch } = await setUp({
    suspend: async (sellerId) => {
      tried.push(sellerId)
      throw new Error('the database is away')
    },
  })
  live.set('other-books', new Date(0))
  await watch.look()
  expect(tried).toEqual(['good-books', 'other-books'])
  watch.close()
})
