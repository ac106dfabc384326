import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { inTransaction } from '#platform/db'
import { money } from '#platform/money'
import { at, books, later, of, useShelf } from '#testing/stock'
import { checkStock, repairStock } from './check-stock.ts'
import { reservationDue } from './jobs.ts'
import { listMovements } from './list-stock.ts'
import { shortagesOf } from './model.ts'
import type { StockLine } from './model.ts'
import { reserveStock } from './reserve-stock.ts'
import { returnStock } from './return-stock.ts'
import { consumeReservation, expireReservation, releaseReservation } from './settle-reservation.ts'
import { sweepReservations } from './sweep-reservations.ts'

const [emma, dune] = books
const by = 'account:1'
const shelf = useShelf()
const { sent, receive } = shelf
const counters = (isbn13: string = dune) => shelf.counters(isbn13)

async function reserve(lines: StockLine[], id: string = randomUUID()) {
  return inTransaction(shelf.db, (tx) => reserveStock(shelf.deps, tx, { id, lines, by, at, expiresAt: later(15) }))
}

const settle = (verb: typeof consumeReservation, id: string) =>
  inTransaction(shelf.db, (tx) => verb(tx, { id, by, at }))
const giveBack = (reservationId: string, lines: StockLine[], key = 'r1') =>
  inTransaction(shelf.db, (tx) => returnStock(shelf.deps, tx, { reservationId, lines, key, by, at }))

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
    message: expect.stringMatching(`What is left: none of ${dune} \\(good\\), only 1 of ${dune} \\(new\\).`),
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
    const { movements } = await listMovements(shelf.db, { ...of(dune), limit: 10 })
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
    expect(await expireReservation(shelf.db, { id, at: later(14) })).toBe(false)
    expect(await expireReservation(shelf.db, { id, at: later(15) })).toBe(true)
    expect(await expireReservation(shelf.db, { id, at: later(16) })).toBe(false)
    expect(await counters()).toEqual([[1, 0]])
    await settle(releaseReservation, id) // it is given back already
  })

  it('is settled one way when everybody tries at once', async () => {
    await receive(of(dune, 1))
    const { id } = await reserve([of(dune)])
    const ends = await Promise.allSettled([
      settle(consumeReservation, id),
      settle(releaseReservation, id),
      expireReservation(shelf.db, { id, at: later(20) }),
      settle(consumeReservation, id),
    ])
    expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true)
    const [[onHand, reserved] = []] = await counters()
    const row = await shelf.db
      .selectFrom('stockReservation')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect([onHand, reserved]).toEqual(row.state === 'CONSUMED' ? [0, 0] : [1, 0])
  })

  it('whose job was lost is swept, and one that is due just now is left to its job', async () => {
    await receive(of(dune, 2))
    const lost = await reserve([of(dune)])
    const lines: unknown[] = []
    const note = (...line: unknown[]) => void lines.push(line)
    const log = { warn: note, error: note } as never
    const sweep = (now: Date) =>
      sweepReservations({ db: shelf.db, log, clock: { now: () => now, sleep: async () => {} } })
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

it('finds counters that are not what their facts add up to, and sets them right', async () => {
  await receive(of(dune, 3))
  await receive(of(emma, 3))
  await reserve([of(dune, 2), of(emma, 1)])
  expect(await checkStock(shelf.db)).toEqual([])
  await sql`alter table stock_item disable trigger stock_item_follows`.execute(shelf.db)
  await sql`update stock_item set on_hand = 7, reserved = 0 where isbn13 = ${dune}`.execute(shelf.db)
  await sql`alter table stock_item enable trigger stock_item_follows`.execute(shelf.db)
  const drifts = await checkStock(shelf.db)
  expect(drifts).toEqual([{ isbn13: dune, condition: 'NEW', onHand: 7, moved: 3, reserved: 0, held: 2 }])
  expect(await repairStock(shelf.db, drifts)).toEqual([])
  expect([await counters(), await checkStock(shelf.db)]).toEqual([[[3, 2]], []])
})

it('leaves to a person what is promised beyond what there is', async () => {
  const hopeless = { isbn13: dune, condition: 'NEW', onHand: 3, moved: 1, reserved: 2, held: 2 } as const
  expect(await repairStock(shelf.db, [hopeless])).toEqual([hopeless])
})
