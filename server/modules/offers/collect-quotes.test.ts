// A purchase's round: when it is decided, what is learned from it, what is kept. Sellers answer when the test says so; time is the test's.
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Quote, QuoteEvent, Sellers } from '#sellers'
import { money } from '#platform/money'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { useDatabase } from '#testing/world'
import { collectQuotes } from './collect-quotes.ts'
import { newHabit } from './habits.ts'
import { openHabits, toSights } from './keep-habits.ts'

const database = useDatabase()
let db: Db
beforeAll(() => {
  db = createDb(createPool({ url: database.url, max: 2, name: 'collect-quotes' }))
})
afterAll(() => db.destroy())

it('waits while a silent seller is likely to be cheaper, and not when what it saves is too little', async () => {
  const world = await createWorld()
  await world.teach('quick', { elapsedMs: 40, minor: 900n }, 40)
  await world.teach('cheap', { elapsedMs: 900, minor: 700n }, 40)
  await world.teach('dear', { elapsedMs: 3_000, minor: 1_900n }, 40)
  const round = world.collect()
  await world.say(started('quick'), started('cheap'), started('dear'), quote('quick', 900n), done('quick', 40))
  await world.later(300)
  expect(round.isDecided()).toBe(false)
  await world.say(quote('cheap', 700n), done('cheap', 320))
  await world.later(50)
  expect(round.isDecided()).toBe(true)
  expect(await round.known).toMatchObject({ isFinal: false, unanswered: [{ sellerId: 'dear', why: 'ASKING' }] })
})

it('listens to the late ones, learns from them, and keeps what not waiting cost', async () => {
  const world = await createWorld()
  await world.teach('quick', { elapsedMs: 40, minor: 900n }, 40)
  await world.teach('dear', { elapsedMs: 3_000, minor: 1_900n }, 40)
  const before = world.habits.of('dear', 'US')
  const round = world.collect()
  await world.say(started('quick'), started('dear'), quote('quick', 1_000n), done('quick', 40))
  await world.later(50)
  await round.known
  await world.say(quote('dear', 900n), done('dear', 2_000))
  await world.end()
  await vi.waitFor(() => expect(world.habits.of('dear', 'US')).not.toEqual(before))
  await world.habits.close()
  const rows = await world.rounds()
  expect(rows).toMatchObject([{ missing: 1, bestMinor: 1_000n, cheapestMinor: 900n, country: 'US', currency: 'USD' }])
})

it('waits for everybody within the hard deadline when nothing could be bought', async () => {
  const world = await createWorld()
  const round = world.collect()
  await world.say(started('quick'), done('quick', 40), started('dear'))
  await world.later(7_900)
  expect(round.isDecided()).toBe(false)
  await world.later(200)
  expect(await round.known).toMatchObject({ isFinal: false, quotes: [] })
  await world.end()
})

it('rejects when nobody could be asked', async () => {
  const world = await createWorld()
  const round = world.collect()
  world.fail(new Error('no gateway'))
  await expect(round.known).rejects.toThrow('no gateway')
})

it('knows its habits again after a restart, and learns anew what it cannot read', async () => {
  const world = await createWorld()
  await world.teach('keeper', { elapsedMs: 100, minor: 500n }, 5)
  const learned = world.habits.of('keeper', 'US')
  await world.habits.close()
  await db.insertInto('sellerHabit').values({ sellerId: 'old', country: 'US', habit: '{"shape":"older"}' }).execute()
  const again = (await createWorld()).habits
  expect(again.of('keeper', 'US')).toEqual(learned)
  expect(again.of('keeper', 'DE')).toEqual(newHabit)
  expect(again.of('old', 'US')).toEqual(newHabit)
})

it('sees of each seller its time, its copies, and its price beside the others', () => {
  const failed: QuoteEvent = { type: 'failed', sellerId: 'down', sellerName: 'down', kind: 'TIMEOUT', elapsedMs: 9 }
  const sights = toSights([
    quote('a', 1_000n),
    quote('a', 900n),
    quote('b', 1_800n),
    done('a', 10),
    done('b', 20),
    done('empty', 30),
    failed,
    started('silent'),
  ])
  expect(Object.fromEntries(sights)).toEqual({
    a: { tookMs: 10, carried: true, ratio: 0.5 },
    b: { tookMs: 20, carried: true, ratio: 2 },
    empty: { tookMs: 30, carried: false, ratio: null },
    down: { tookMs: null },
  })
})

async function createWorld() {
  let nowMs = Date.UTC(2026, 10, 22)
  let sleepers: { at: number; wake: () => void }[] = []
  let feed = Promise.withResolvers<QuoteEvent[] | 'end' | Error>()
  const clock = {
    now: () => new Date(nowMs),
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        sleepers.push({ at: nowMs + ms, wake: resolve })
        signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      }),
  }
  const log = pino({ level: 'silent' })
  const habits = await openHabits({ db, clock, log })
  const sellers = {
    async *streamQuotes(): AsyncGenerator<QuoteEvent> {
      while (true) {
        const next = await feed.promise
        feed = Promise.withResolvers()
        if (next === 'end') return
        if (next instanceof Error) throw next
        yield* next
      }
    },
  } as unknown as Sellers
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  const give = async (next: QuoteEvent[] | 'end') => {
    feed.resolve(next)
    await settle()
  }

  return {
    habits,
    collect() {
      let isDecided = false
      const known = collectQuotes(
        { sellers, clock, log, habits },
        {
          isbns: ['9780441172719'],
          destination: { country: 'US' },
          currency: 'USD',
          isBuyable: ({ total }) => total !== null,
        },
      ).finally(() => (isDecided = true))
      known.catch(() => {})
      return { known, isDecided: () => isDecided }
    },
    say: (...events: QuoteEvent[]) => give(events),
    end: () => give('end'),
    fail: (error: Error) => feed.resolve(error),
    async later(ms: number) {
      nowMs += ms
      const due = sleepers.filter(({ at }) => at <= nowMs)
      sleepers = sleepers.filter(({ at }) => at > nowMs)
      for (const { wake } of due) wake()
      await settle()
    },
    /** As if it had taken part in so many rounds beside one that always wants 900. */
    async teach(sellerId: string, { elapsedMs, minor }: { elapsedMs: number; minor: bigint }, times: number) {
      for (let i = 0; i < times; i++)
        habits.note('US', [quote('standard', 900n), quote(sellerId, minor), done(sellerId, elapsedMs)])
    },
    rounds: () => db.selectFrom('quoteRound').selectAll().execute(),
  }
}

const started = (sellerId: string): QuoteEvent => ({ type: 'started', sellerId, sellerName: sellerId })
const done = (sellerId: string, elapsedMs: number): QuoteEvent => ({
  type: 'done',
  sellerId,
  sellerName: sellerId,
  quoteCount: 1,
  elapsedMs,
})

function quote(sellerId: string, minor: bigint): QuoteEvent {
  const total = money(minor, 'USD')
  const known = {
    quoteId: `${sellerId}-${minor}`,
    sellerId,
    sellerName: sellerId,
    total,
    sellerTotal: total,
    item: total,
  }
  return { type: 'quote', quote: { ...known, deliveryDays: null } as unknown as Quote }
}
