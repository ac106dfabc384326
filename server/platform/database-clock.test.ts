import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { useDatabase } from '#testing/world'
import { openDatabaseClock } from './database-clock.ts'
import { createPool } from './db.ts'
import { createLog } from './log.ts'

const database = useDatabase()
const log = createLog({ name: 'test', level: 'silent' })
const pool = () => createPool({ url: database.url, name: 'test-clock', max: 1 })
const aMomentMs = 5_000 // what a crowded machine may take between two questions

afterEach(() => void vi.useRealTimers())

async function databaseNow(of: ReturnType<typeof pool>): Promise<number> {
  const { rows } = await of.query<{ now: Date }>('select clock_timestamp() as now')
  return rows[0]?.now.getTime() ?? Number.NaN
}

const open: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const each of open.toReversed()) await each.close()
})

async function openOne() {
  const db = pool()
  open.push({ close: () => db.end() })
  const clock = await openDatabaseClock(db, log)
  open.push(clock)
  return { clock, db }
}

it.each([
  ['right', 0],
  ['ten minutes ahead', 600_000],
  ['ten minutes behind', -600_000],
])('says what PostgreSQL says and does not follow the clock of its machine, set %s', async (_, skewMs) => {
  const { clock, db } = await openOne()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + skewMs })
  expect(Math.abs(clock.now().getTime() - (await databaseNow(db)))).toBeLessThan(aMomentMs)
})

it('carries its last answer on when PostgreSQL cannot be asked', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const db = pool()
  const clock = await openDatabaseClock(db, log)
  const before = clock.now().getTime()
  await db.end()
  await vi.advanceTimersByTimeAsync(60_000)
  const later = clock.now().getTime() - before
  expect(later).toBeGreaterThanOrEqual(0)
  expect(later).toBeLessThan(aMomentMs)
  await clock.close()
})
