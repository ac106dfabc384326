import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { importCsv } from '#catalog'
import { createDb, createPool, inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import type { Jobs } from '#platform/jobs'
import { money } from '#platform/money'
import { useDatabase } from '#testing/world'
import { adjustStock } from './adjust-stock.ts'
import { checkStock, repairStock } from './check-stock.ts'
import { reservationDue } from './jobs.ts'
import { findOwnOffers, listMovements, listStock } from './list-stock.ts'
import { shortagesOf } from './model.ts'
import type { StockLine } from './model.ts'
import { receiveGoods } from './receive-goods.ts'
import { reserveStock } from './reserve-stock.ts'
import { returnStock } from './return-stock.ts'
import { consumeReservation, expireReservation, releaseReservation } from './settle-reservation.ts'
import { sweepReservations } from './sweep-reservations.ts'
import { updateItem } from './update-item.ts'

const database = useDatabase()
const at = new Date('2026-11-22T12:00:00Z')
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const isbns = ['9780141439518', '9780441172719', '9780679783268'] as const
const [emma, dune] = isbns
const by = 'account:1'
let db: Db
let deps: { db: Db; ids: typeof systemIds; jobs: Jobs }
let sent: { name: string; data: unknown; startAfter: Date | undefined }[]

beforeAll(async () => {
  db = createDb(createPool({ url: database.url, name: 'test', max: 8 }))
  const rows = isbns.map((isbn13, i) => `w${i},Book ${i},${isbn13},paperback,en`)
  const csv = ['work_key,title,isbn13,format,language', ...rows].join('\n')
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), {
    onReject: ({ reason }) => expect.unreachable(reason),
  })
})
afterAll(() => db.destroy())
beforeEach(async () => {
  sent = []
  const jobs: Jobs = {
    send: async (_, job, data, { startAfter } = {}) => void sent.push({ name: job.name, data, startAfter }),
    drop: async () => {},
  }
  deps = { db, ids: systemIds, jobs }
  await sql`truncate stock_item, stock_movement, stock_reservation, stock_reservation_line`.execute(db)
})

const of = (isbn13: string, quantity = 1, condition: StockLine['condition'] = 'NEW'): StockLine => ({
  isbn13,
  condition,
  quantity,
})

async function receive(line: StockLine, key: string = randomUUID(), minor: number | null = 1_200) {
  const price = minor === null ? undefined : money(BigInt(minor), 'USD')
  return receiveGoods(deps, { line: { ...line, key, price }, by, at })
}

async function reserve(lines: StockLine[], id: string = randomUUID()) {
  return inTransaction(db, (tx) => reserveStock(deps, tx, { id, lines, by, at, expiresAt: later(15) }))
}

const settle = (verb: typeof consumeReservation, id: string) => inTransaction(db, (tx) => verb(tx, { id, by, at }))
const giveBack = (reservationId: string, lines: StockLine[], key = 'r1') =>
  inTransaction(db, (tx) => returnStock(deps, tx, { reservationId, lines, key, by, at }))

async function counters(isbn13: string = dune) {
  const { items } = await listStock(db, { limit: 10, isLow: false, isbn13 })
  return items.map(({ onHand, reserved }) => [onHand, reserved])
}

const refusal = (code: string) => expect.objectContaining({ code })

it('reserves what there is, at its price, and sends the job that gives it back', async () => {
  await receive(of(dune, 3))
  await receive(of(emma, 1), undefined, 900)
  const reservation = await reserve([of(dune), of(emma), of(dune)])
  expect(reservation).toMatchObject({
    state: 'HELD',
    lines: [
      { isbn13: emma, quantity: 1, price: money(900n, 'USD') },
      { isbn13: dune, quantity: 2, price: money(1_200n, 'USD') },
    ],
  })
  expect(await counters()).toEqual([[3, 2]])
  expect(sent).toEqual([{ name: reservationDue.name, data: { reservationId: reservation.id }, startAfter: later(15) }])
})

it('refuses what there is not, names it and how many are left, and reserves nothing of the cart', async () => {
  await receive(of(dune, 2))
  await receive(of(emma, 5))
  await reserve([of(dune)])
  const error = await reserve([of(emma), of(dune, 2), of(dune, 1, 'GOOD')]).catch((caught: unknown) => caught)
  expect(error).toMatchObject({
    code: 'stock.sold_out',
    fields: { [`${dune} NEW`]: 'only one is left', [`${dune} GOOD`]: 'is sold out' },
  })
  expect(shortagesOf(error)).toEqual([
    { ...of(dune, 1, 'GOOD'), left: 0 },
    { ...of(dune, 2), left: 1 },
  ])
  expect(shortagesOf(new Error('another'))).toBeNull()
  expect(await counters(emma)).toEqual([[5, 0]])
})

it('gives the same reservation for the same id, also when it took the last copy and at the same time', async () => {
  await receive(of(dune, 1))
  const id = randomUUID()
  const all = await Promise.all(Array.from({ length: 8 }, () => reserve([of(dune)], id)))
  expect(
    new Set(all.map((each) => JSON.stringify(each, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)))).size,
  ).toBe(1)
  expect(await counters()).toEqual([[1, 1]])
  expect(sent).toHaveLength(1)
  await expect(reserve([of(emma)], id)).rejects.toEqual(refusal('stock.key_reused'))
  await receive(of(emma, 1))
  await expect(reserve([of(emma)], id)).rejects.toEqual(refusal('stock.key_reused'))
})

it.each([
  ['no line', []],
  ['half a copy', [of(dune, 0.5)]],
  ['minus one and two', [of(dune, -1), of(dune, 2)]],
  ['more than a hundred', [of(dune, 60), of(dune, 60)]],
  ['no book', [of('9780141439519')]],
])('refuses a cart of %s', async (_, lines) => {
  await expect(reserve(lines)).rejects.toEqual(refusal('stock.lines_invalid'))
})

describe('a reservation', () => {
  it('is consumed once: the copies leave the shelf with a movement each', async () => {
    await receive(of(dune, 3))
    const { id } = await reserve([of(dune, 2)])
    await settle(consumeReservation, id)
    await settle(consumeReservation, id)
    expect(await counters()).toEqual([[1, 0]])
    const { movements } = await listMovements(db, { ...of(dune), limit: 10 })
    expect(movements.map(({ reason, change }) => [reason, change]).toSorted()).toEqual([
      ['RECEIVED', 3],
      ['SOLD', -2],
    ])
    await expect(settle(releaseReservation, id)).rejects.toEqual(refusal('stock.reservation_over'))
  })

  it('is released once, and cannot be consumed after', async () => {
    await receive(of(dune, 3))
    const { id } = await reserve([of(dune, 2)])
    await settle(releaseReservation, id)
    await settle(releaseReservation, id)
    expect(await counters()).toEqual([[3, 0]])
    await expect(settle(consumeReservation, id)).rejects.toEqual(refusal('stock.reservation_over'))
    await expect(settle(consumeReservation, randomUUID())).rejects.toEqual(refusal('stock.reservation_not_found'))
    expect(await counters()).toEqual([[3, 0]])
  })

  it('expires at its time, not before, and once', async () => {
    await receive(of(dune, 1))
    const { id } = await reserve([of(dune)])
    expect(await expireReservation(db, { id, at: later(14) })).toBe(false)
    expect(await expireReservation(db, { id, at: later(15) })).toBe(true)
    expect(await expireReservation(db, { id, at: later(16) })).toBe(false)
    expect(await counters()).toEqual([[1, 0]])
    await settle(releaseReservation, id) // it is given back already
  })

  it('is settled one way when everybody tries at once', async () => {
    await receive(of(dune, 1))
    const { id } = await reserve([of(dune)])
    const ends = await Promise.allSettled([
      settle(consumeReservation, id),
      settle(releaseReservation, id),
      expireReservation(db, { id, at: later(20) }),
      settle(consumeReservation, id),
    ])
    expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true)
    const [[onHand, reserved] = []] = await counters()
    const row = await db.selectFrom('stockReservation').select('state').where('id', '=', id).executeTakeFirstOrThrow()
    expect([onHand, reserved]).toEqual(row.state === 'CONSUMED' ? [0, 0] : [1, 0])
  })

  it('whose job was lost is swept, and one that is due just now is left to its job', async () => {
    await receive(of(dune, 2))
    const lost = await reserve([of(dune)])
    const lines: unknown[] = []
    const note = (...line: unknown[]) => void lines.push(line)
    const log = { warn: note, error: note } as never
    const sweep = (now: Date) => sweepReservations({ db, log, clock: { now: () => now, sleep: async () => {} } })
    await sweep(new Date(later(15).getTime() + 10_000))
    expect([lines.length, await counters()]).toEqual([0, [[2, 1]]])
    await sweep(later(40))
    expect(await counters()).toEqual([[2, 0]])
    expect(lines).toEqual([
      [{ reservationId: lost.id }, 'copies are held far beyond their time'],
      [{ count: 1 }, 'reservations were swept: their jobs did not run'],
    ])
  })
})

describe('what was sold', () => {
  it('comes back once a key, and no copy twice under different keys', async () => {
    await receive(of(dune, 3))
    const { id } = await reserve([of(dune, 2)])
    await expect(giveBack(id, [of(dune)])).rejects.toEqual(refusal('stock.not_sold')) // only promised
    await settle(consumeReservation, id)
    await giveBack(id, [of(dune)])
    await giveBack(id, [of(dune)])
    expect(await counters()).toEqual([[2, 0]])
    await expect(giveBack(id, [of(dune, 2)])).rejects.toEqual(refusal('stock.key_reused'))
    await expect(giveBack(id, [of(dune, 2)], 'r2')).rejects.toEqual(refusal('stock.not_sold'))
    await giveBack(id, [of(dune)], 'r3')
    await expect(giveBack(id, [of(dune)], 'r4')).rejects.toEqual(refusal('stock.not_sold'))
    expect(await counters()).toEqual([[3, 0]])
  })

  it('comes back once when ten people book the last copy in at once', async () => {
    await receive(of(dune, 1))
    const { id } = await reserve([of(dune)])
    await settle(consumeReservation, id)
    const ends = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => giveBack(id, [of(dune)], `key ${i}`)))
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await counters()).toEqual([[1, 0]])
  })
})

describe('goods', () => {
  it('come in once a key', async () => {
    expect(await receive(of(dune, 3), 'note 1')).toBe(true)
    expect(await receive(of(dune, 3), 'note 1')).toBe(false)
    await expect(receive(of(dune, 4), 'note 1')).rejects.toEqual(refusal('stock.key_reused'))
    expect(await counters()).toEqual([[3, 0]])
  })

  it('need a known book, and a price when they are new to the shelf', async () => {
    await expect(receive(of('9780262033848'))).rejects.toEqual(refusal('stock.edition_not_found'))
    await expect(receive(of(dune), undefined, null)).rejects.toEqual(refusal('stock.price_missing'))
    await receive(of(dune))
    await receive(of(dune), undefined, null)
    await expect(receive(of(dune, 9_999))).rejects.toEqual(refusal('stock.too_many'))
    expect(await counters()).toEqual([[2, 0]])
  })

  it('are priced anew for the next buyer, not for who has reserved', async () => {
    await receive(of(dune, 2))
    const id = randomUUID()
    await reserve([of(dune)], id)
    await updateItem(deps, { ...of(dune), price: money(1_500n, 'EUR'), lowAt: 0, at })
    expect((await reserve([of(dune)], id)).lines[0]?.price).toEqual(money(1_200n, 'USD'))
    expect(await findOwnOffers(db, dune)).toEqual([{ condition: 'NEW', price: money(1_500n, 'EUR'), available: 1 }])
    await expect(updateItem(deps, { ...of(emma), lowAt: 1, at })).rejects.toEqual(refusal('stock.item_not_found'))
  })

  it('are offered in each condition that has a free copy, cheapest first', async () => {
    await receive(of(dune, 1), undefined, 1_500)
    await receive(of(dune, 2, 'GOOD'), undefined, 700)
    await receive(of(dune, 1, 'LIKE_NEW'), undefined, 1_000)
    await reserve([of(dune)])
    expect((await findOwnOffers(db, dune)).map(({ condition, available }) => [condition, available])).toEqual([
      ['GOOD', 2],
      ['LIKE_NEW', 1],
    ])
  })
})

describe('corrections', () => {
  const adjust = (change: number, key: string, reason: 'RECOUNTED' | 'DAMAGED' = 'RECOUNTED') =>
    adjustStock(deps, { ...of(dune), change, reason, note: 'on the shelf', key, by, at })

  it('change the number once a key, and leave what is promised', async () => {
    await receive(of(dune, 3))
    await reserve([of(dune, 2)])
    expect(await adjust(-1, 'a')).toMatchObject({ onHand: 2, reserved: 2 })
    expect(await adjust(-1, 'a')).toMatchObject({ onHand: 2 })
    await expect(adjust(-2, 'a')).rejects.toEqual(refusal('stock.key_reused'))
    await expect(adjust(-1, 'b', 'DAMAGED')).rejects.toEqual(refusal('stock.too_few'))
    await expect(adjust(10_000, 'c')).rejects.toEqual(refusal('stock.too_many'))
    expect(await counters()).toEqual([[2, 2]])
  })

  it('need something to correct', async () => {
    await expect(adjust(1, 'a')).rejects.toEqual(refusal('stock.item_not_found'))
  })
})

it('lists items page by page, low ones alone, and what happened to one', async () => {
  for (const [i, isbn13] of isbns.entries()) await receive(of(isbn13, 2 + i))
  await receive(of(dune, 1, 'GOOD'))
  const first = await listStock(db, { limit: 3, isLow: false })
  const second = await listStock(db, { limit: 3, isLow: false, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ isbn13, condition }) => `${isbn13} ${condition}`)).toEqual([
    `${emma} NEW`,
    `${dune} GOOD`,
    `${dune} NEW`,
    `${isbns[2]} NEW`,
  ])
  expect(second.nextCursor).toBeUndefined()
  const low = await listStock(db, { limit: 10, isLow: true })
  expect(low.items.map(({ title, condition }) => `${title} ${condition}`)).toEqual(['Book 0 NEW', 'Book 1 GOOD'])
  await receive(of(emma, 5))
  const newest = await listMovements(db, { ...of(emma), limit: 1 })
  const rest = await listMovements(db, { ...of(emma), limit: 1, cursor: newest.nextCursor })
  expect([newest.movements[0]?.change, rest.movements[0]?.change, rest.nextCursor]).toEqual([5, 2, undefined])
  await expect(listStock(db, { limit: 1, isLow: false, cursor: 'x' })).rejects.toEqual(refusal('stock.cursor_invalid'))
})

it('finds counters that are not what their facts add up to, and sets them right', async () => {
  await receive(of(dune, 3))
  await receive(of(emma, 3))
  await reserve([of(dune, 2), of(emma, 1)])
  expect(await checkStock(db)).toEqual([])
  await sql`alter table stock_item disable trigger stock_item_follows`.execute(db)
  await sql`update stock_item set on_hand = 7, reserved = 0 where isbn13 = ${dune}`.execute(db)
  await sql`alter table stock_item enable trigger stock_item_follows`.execute(db)
  const drifts = await checkStock(db)
  expect(drifts).toEqual([{ isbn13: dune, condition: 'NEW', onHand: 7, moved: 3, reserved: 0, held: 2 }])
  expect(await repairStock(db, drifts)).toEqual([])
  expect([await counters(), await checkStock(db)]).toEqual([[[3, 2]], []])
})

it('leaves to a person what is promised beyond what there is', async () => {
  const hopeless = { isbn13: dune, condition: 'NEW', onHand: 3, moved: 1, reserved: 2, held: 2 } as const
  expect(await repairStock(db, [hopeless])).toEqual([hopeless])
})
