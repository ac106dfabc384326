// A shelf of our own for a test: a database, three books in its catalogue, empty before each test, and what one does with copies.
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { importCsv } from '#catalog'
import type { StockLine } from '#stock'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { money } from '#platform/money'
import { receiveGoods } from '../modules/stock/receive-goods.ts'
import { useDatabase } from './world.ts'

export const books = ['9780141439518', '9780441172719', '9780679783268'] as const
export const at = new Date('2026-11-22T12:00:00Z')
export const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)

export interface SentJob {
  readonly name: string
  readonly data: unknown
  readonly startAfter: Date | undefined
}

/** A line of so many copies of a book. */
export function of(isbn13: string, quantity = 1, condition: StockLine['condition'] = 'NEW'): StockLine {
  return { isbn13, condition, quantity }
}

/** Puts plain books with these numbers into the catalogue. */
export async function importBooks(db: Db, isbns: readonly string[]): Promise<void> {
  const rows = isbns.map((isbn13, i) => `w${i},Book ${i},${isbn13},paperback,en`)
  const csv = ['work_key,title,isbn13,format,language', ...rows].join('\n')
  const onReject = ({ reason }: { reason: string }) => {
    throw new Error(reason)
  }
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject })
}

/** Takes every item and all that ever happened to it away, checkouts of it too. */
export async function clearShelf(db: Db): Promise<void> {
  await sql`truncate stock_item, stock_movement, stock_reservation, stock_reservation_line cascade`.execute(db)
}

/** The shelf of one test file; its parts are there once the file's `beforeAll`s have run. Jobs are only noted. */
export function useShelf() {
  const database = useDatabase()
  const sent: SentJob[] = []
  const jobs: Jobs = {
    send: async (_, job, data, { startAfter } = {}) => void sent.push({ name: job.name, data, startAfter }),
    drop: async () => {},
  }
  const shelf = {} as { db: Db; deps: { db: Db; ids: typeof systemIds; jobs: Jobs } }
  beforeAll(async () => {
    shelf.db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
    shelf.deps = { db: shelf.db, ids: systemIds, jobs }
    await importBooks(shelf.db, books)
  })
  afterAll(() => shelf.db.destroy())
  beforeEach(async () => {
    sent.length = 0
    await clearShelf(shelf.db)
  })
  return Object.assign(shelf, {
    sent,
    /** Books goods in, at 12.00 USD unless said otherwise; `minor` null: without a price. */
    receive(line: StockLine, key: string = randomUUID(), minor: number | null = 1_200): Promise<boolean> {
      const price = minor === null ? undefined : money(BigInt(minor), 'USD')
      return receiveGoods(shelf.deps, { line: { ...line, key, price }, by: 'account:1', at })
    },
    /** On hand and reserved of a book's items, by condition. */
    async counters(isbn13: string): Promise<(readonly [onHand: number, reserved: number])[]> {
      const rows = shelf.db.selectFrom('stockItem').select(['onHand', 'reserved']).where('isbn13', '=', isbn13)
      return (await rows.orderBy('condition').execute()).map(({ onHand, reserved }) => [onHand, reserved] as const)
    },
  })
}
