// Carts on a real PostgreSQL: two books on the shelf, demo rates, and an account.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { ensureAccount } from '#accounts'
import type { CartDeps } from '#cart'
import { importCsv } from '#catalog'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createLog } from '#platform/log'
import { money } from '#platform/money'
import { chooseDemoRates, saveRates } from '#rates'
import { adjustStock, receiveLines } from '#stock'
import { useDatabase } from './world.ts'

export const [emma, dune] = ['9780141439518', '9780441172719'] as const
/** When the tests begin. */
export const at = new Date('2026-11-22T12:00:00Z')

export interface CartWorld {
  readonly db: Db
  readonly deps: CartDeps
  /** An account's id. */
  readonly ada: string
  /** What the carts' clock says. */
  now: Date
  /** A key that no other call got. */
  nextKey(): string
  receive(isbn13: string, quantity: number, minor?: number): Promise<void>
  /** So many new copies go, without having been sold. */
  lose(isbn13: string, quantity: number): Promise<void>
  reprice(isbn13: string, minor: number, currency?: string): Promise<unknown>
}

/** Opens it for one test file. Before each test there are five copies of Dune at $12.00, one of Emma at $9.00, and no cart. */
export function useCarts(): CartWorld {
  const database = useDatabase()
  const world = {} as { -readonly [K in keyof CartWorld]: CartWorld[K] }
  let keys = 0
  world.nextKey = () => `key number ${++keys}`

  beforeAll(async () => {
    const db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
    world.db = db
    const clock = { now: () => world.now, sleep: async () => {} }
    world.deps = { db, clock, ids: systemIds, log: createLog({ name: 'test', level: 'silent' }) }
    world.receive = async (isbn13, quantity, minor = 1_200) => {
      const price = money(BigInt(minor), 'USD')
      const line = { isbn13, condition: 'NEW', quantity, price, key: world.nextKey() } as const
      await receiveLines({ db, ids: systemIds }, { lines: [line], by: 'test', at })
    }
    world.lose = async (isbn13, quantity) => {
      const loss = { isbn13, condition: 'NEW', change: -quantity, reason: 'LOST', note: 'gone' } as const
      await adjustStock({ db, ids: systemIds }, { ...loss, key: world.nextKey(), by: 'test', at })
    }
    world.reprice = (isbn13, minor, currency = 'USD') =>
      sql`update stock_item set price_minor = ${minor}, currency = ${currency} where isbn13 = ${isbn13}`.execute(db)
    await fill(db)
    const person = { email: 'ada@example.com', name: 'Ada', role: 'reader', password: 'correct horse battery' } as const
    world.ada = await ensureAccount({ db, ids: systemIds }, person)
  })
  beforeEach(async () => {
    world.now = at
    await sql`truncate cart, cart_line, cart_key, stock_item, stock_movement, stock_reservation, stock_reservation_line cascade`.execute(
      world.db,
    )
    await world.receive(dune, 5)
    await world.receive(emma, 1, 900)
  })
  afterAll(() => world.db.destroy())
  return world
}

async function fill(db: Db): Promise<void> {
  const rows = [emma, dune].map((isbn13, i) => `w${i},Book ${i},${isbn13},paperback,en`)
  const csv = ['work_key,title,isbn13,format,language', ...rows].join('\n')
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), {
    onReject: ({ reason }) => {
      throw new Error(reason)
    },
  })
  await saveRates(db, chooseDemoRates())
}
