// What PostgreSQL refuses by itself, whoever types it.
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { importCsv } from '#catalog'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import { receiveGoods } from './receive-goods.ts'
import { reserveStock } from './reserve-stock.ts'
import { consumeReservation } from './settle-reservation.ts'

const database = useDatabase()
const isbn13 = '9780441172719'
const held = '01890000-0000-7000-8000-000000000001'
const consumed = '01890000-0000-7000-8000-000000000002'
const at = new Date('2026-11-22T12:00:00Z')
let db: Db

// Three on hand, two of them promised; one more was sold.
beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 2 }))
  const csv = `work_key,title,isbn13,format,language\ndune,Dune,${isbn13},paperback,en\n`
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject: () => {} })
  const line = { isbn13, condition: 'NEW', quantity: 4, price: money(900n, 'USD'), key: 'goods' } as const
  await receiveGoods({ db, ids: systemIds }, { line, by: 'test', at })
  const jobs = { send: async () => {}, drop: async () => {} }
  const expiresAt = new Date('2026-11-22T12:15:00Z')
  for (const [id, quantity] of [
    [held, 2],
    [consumed, 1],
  ] as const) {
    const lines = [{ isbn13, condition: 'NEW', quantity } as const]
    await inTransaction(db, (tx) => reserveStock({ jobs }, tx, { id, lines, by: 'test', at, expiresAt }))
  }
  await inTransaction(db, (tx) => consumeReservation(tx, { id: consumed, by: 'test', at }))
})
afterAll(() => db.destroy())

const move = (change: number, reason: string, reservation: string | null = null) =>
  `insert into stock_movement (id, isbn13, condition, change, reason, reservation_id, by, at, key)
   values (uuidv7(), '${isbn13}', 'NEW', ${change}, '${reason}', ${reservation ? `'${reservation}'` : 'null'}, 'psql', now(), 'typed')`
const promise = (reservation: string, quantity: number, condition = 'NEW') =>
  `insert into stock_reservation_line values ('${reservation}', '${isbn13}', '${condition}', ${quantity}, 'USD', 900)`
const settle = (state: string, id: string) =>
  `update stock_reservation set state = '${state}', settled_at = now(), settled_by = 'psql' where id = '${id}'`

it.each([
  ['a copy that came without a movement', 'update stock_item set on_hand = on_hand + 1', 'stock_follows_facts'],
  ['a copy that went without a movement', 'update stock_item set on_hand = on_hand - 1', 'stock_follows_facts'],
  ['a promise without a reservation', 'update stock_item set reserved = 3', 'stock_follows_facts'],
  ['a promise forgotten', 'update stock_item set reserved = 0', 'stock_follows_facts'],
  ['an item that becomes another', `update stock_item set condition = 'GOOD'`, 'stock_follows_facts'],
  [
    'a new item with copies',
    `insert into stock_item values ('${isbn13}', 'GOOD', 'USD', 900, 5, 0, 2, now(), now())`,
    'stock_follows_facts',
  ],
  ['a promised copy taken away', move(-2, 'LOST'), 'never_oversold'],
  ['more copies taken away than there are', move(-9, 'DAMAGED'), 'never_oversold'],
  ['goods that go', move(-1, 'RECEIVED'), 'reason_says_which_way'],
  ['a loss that comes', move(1, 'LOST'), 'reason_says_which_way'],
  ['a count that changes nothing', move(0, 'RECOUNTED'), 'reason_says_which_way'],
  ['a sale without a reservation', move(-1, 'SOLD'), 'sale_has_reservation'],
  ['a loss with a reservation', move(-1, 'LOST', held), 'sale_has_reservation'],
  ['a sale of what is only promised', move(-1, 'SOLD', held), 'sold_as_reserved'],
  ['a second sale of what was sold', move(-1, 'SOLD', consumed), 'sold_as_reserved'],
  ['more copies back than were sold', move(2, 'RETURNED', consumed), 'returned_once'],
  ['the same key twice', move(1, 'RECOUNTED').replace(`'typed'`, `'goods'`), 'one_movement_per_key'],
  ['a promise of more than there is', `delete from stock_reservation_line; ${promise(held, 9)}`, undefined],
  ['a line added to what is over', promise(consumed, 1), 'stock_reservation_line_pkey'],
  ['a sale that leaves the copies on the shelf', settle('CONSUMED', held), 'consumed_is_sold'],
  [
    'an end before its time',
    settle('EXPIRED', held).replace('settled_at = now()', `settled_at = '2026-11-22T12:01:00Z'`),
    'not_expired_early',
  ],
  ['an end without its time', `update stock_reservation set state = 'RELEASED' where id = '${held}'`, 'settled_once'],
  ['a longer life', `update stock_reservation set expires_at = now() + interval '9 days'`, undefined],
  ['a movement rewritten', `update stock_movement set change = 100`, undefined],
  ['a movement deleted', `delete from stock_movement`, undefined],
  ['a reservation deleted', `delete from stock_reservation`, undefined],
  ['an item deleted', `delete from stock_item`, 'stock_reservation_line_isbn13_condition_fkey'],
])('PostgreSQL refuses %s', async (_, statement, constraint) => {
  const before = await sql`select * from stock_item`.execute(db)
  const client = new pg.Client(database.url)
  await client.connect()
  const refused: unknown = await client.query(statement).then(
    () => 'allowed',
    (error: unknown) => error,
  )
  await client.end()
  expect(refused).toBeInstanceOf(pg.DatabaseError)
  if (constraint === undefined) expect(refused).toMatchObject({ message: expect.stringMatching(/append-only/) })
  else expect(refused).toMatchObject({ constraint })
  expect((await sql`select * from stock_item`.execute(db)).rows).toEqual(before.rows)
})

it('lets a line be added only while its reservation is held', async () => {
  await sql`insert into stock_item values (${isbn13}, 'GOOD', 'USD', 900, 0, 0, 2, now(), now())`.execute(db)
  const more = sql.raw(promise(consumed, 1, 'GOOD')).execute(db)
  await expect(more).rejects.toMatchObject({ constraint: 'reserves_while_held' })
  const tooMuch = sql.raw(promise(held, 1, 'GOOD')).execute(db)
  await expect(tooMuch).rejects.toMatchObject({ constraint: 'never_oversold' })
})
