// Last seen prices on PostgreSQL: the newest board counts, sellers that did not answer keep what they had.
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Quote, QuoteEvent } from '#sellers'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import type { Board } from './board.ts'
import { collect } from './model.ts'
import { findLowest } from './queries.ts'
import type { OffersDeps } from './model.ts'
import { createSeenSaver } from './save-seen.ts'

const database = useDatabase()
const isbn13 = '9780441172719'
const key = { isbn13, destination: { country: 'US' }, currency: 'USD' }
let db: Db

beforeAll(() => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
})
afterAll(async () => {
  await db.destroy()
})

it('keeps the cheapest of each seller, and what a silent seller offered before', async () => {
  await save([
    offer('harbor', 900n),
    offer('harbor', 800n),
    done('harbor'),
    offer('northgate', 700n),
    done('northgate'),
  ])
  expect(await lowest()).toEqual({ minor: 700n, sellerName: 'northgate' })
  const started: QuoteEvent = { type: 'started', sellerId: 'northgate', sellerName: 'northgate' }
  await save([
    started,
    offer('harbor', 850n),
    done('harbor'),
    { type: 'failed', sellerId: 'northgate', sellerName: 'northgate', kind: 'TIMEOUT', elapsedMs: 1 },
  ])
  expect(await lowest()).toEqual({ minor: 700n, sellerName: 'northgate' })
  await save([offer('harbor', 850n), done('harbor'), done('northgate')])
  expect(await lowest()).toEqual({ minor: 850n, sellerName: 'harbor' })
})

it('saves many books at once', async () => {
  const isbns = Array.from({ length: 40 }, (_, i) => `97800000000${i + 10}`)
  await save([offer('harbor', 500n), done('harbor')], isbns)
  expect((await findLowest(db, isbns, 'USD')).size).toBe(40)
})

it('tells of the books in the transaction that replaces their offers', async () => {
  const told: string[] = []
  await save([offer('harbor', 500n)], [isbn13], async (_tx, isbns) => void told.push(...isbns))
  expect(told).toEqual([isbn13])
  const before = await lowest()
  await save([offer('harbor', 100n)], [isbn13], () => Promise.reject(new Error('the queue is gone')))
  expect(await lowest()).toEqual(before)
})

async function lowest() {
  const found = (await findLowest(db, [isbn13], 'USD')).get(isbn13)
  return found && { minor: found.total.minor, sellerName: found.sellerName }
}

/** Saves one board for each book, and waits until they are in the database. */
async function save(
  events: QuoteEvent[],
  isbns = [isbn13],
  announceSeen: NonNullable<OffersDeps['announceSeen']> = async () => {},
): Promise<void> {
  const saver = createSeenSaver({
    db,
    clock: { now: () => new Date(), sleep: () => Promise.resolve() },
    log: pino({ level: 'silent' }),
    announceSeen,
  })
  const board = { events, current: () => collect(events) } as unknown as Board
  for (const each of isbns) saver.add({ ...key, isbn13: each }, board)
  await saver.idle()
}

function offer(sellerId: string, minor: bigint): QuoteEvent {
  const total = money(minor, 'USD')
  const at = new Date(Date.UTC(2026, 10, 21))
  const quote = {
    quoteId: `${sellerId}-${minor}`,
    sellerId,
    sellerName: sellerId,
    isbn13,
    condition: 'NEW',
    item: total,
    total,
    sellerTotal: total,
    deliveryDays: null,
    fetchedAt: at,
    expiresAt: at,
  }
  return { type: 'quote', quote: quote as unknown as Quote }
}

function done(sellerId: string): QuoteEvent {
  return { type: 'done', sellerId, sellerName: sellerId, quoteCount: 1, elapsedMs: 1 }
}
