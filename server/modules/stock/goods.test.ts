import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inTransaction } from '#platform/db'
import { money } from '#platform/money'
import { at, books, later, of, useShelf } from '#testing/stock'
import { adjustStock } from './adjust-stock.ts'
import { findOwnOffers, listMovements, listStock } from './list-stock.ts'
import type { StockLine } from './model.ts'
import { reserveStock } from './reserve-stock.ts'
import { updateItem } from './update-item.ts'

const [emma, dune] = books
const by = 'account:1'
const shelf = useShelf()
const { receive } = shelf
const counters = () => shelf.counters(dune)

async function reserve(lines: StockLine[], id: string = randomUUID()) {
  return inTransaction(shelf.db, (tx) => reserveStock(shelf.deps, tx, { id, lines, by, at, expiresAt: later(15) }))
}

const refusal = (code: string) => expect.objectContaining({ code })

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
    await updateItem(shelf.deps, { ...of(dune), price: money(1_500n, 'EUR'), lowAt: 0, at })
    expect((await reserve([of(dune)], id)).lines[0]?.price).toEqual(money(1_200n, 'USD'))
    expect(await findOwnOffers(shelf.db, dune)).toEqual([
      { condition: 'NEW', price: money(1_500n, 'EUR'), available: 1 },
    ])
    await expect(updateItem(shelf.deps, { ...of(emma), lowAt: 1, at })).rejects.toEqual(refusal('stock.item_not_found'))
  })

  it('are offered in each condition that has a free copy, cheapest first', async () => {
    await receive(of(dune, 1), undefined, 1_500)
    await receive(of(dune, 2, 'GOOD'), undefined, 700)
    await receive(of(dune, 1, 'LIKE_NEW'), undefined, 1_000)
    await reserve([of(dune)])
    expect((await findOwnOffers(shelf.db, dune)).map(({ condition, available }) => [condition, available])).toEqual([
      ['GOOD', 2],
      ['LIKE_NEW', 1],
    ])
  })
})

describe('corrections', () => {
  const adjust = (change: number, key: string, reason: 'RECOUNTED' | 'DAMAGED' = 'RECOUNTED') =>
    adjustStock(shelf.deps, { ...of(dune), change, reason, note: 'on the shelf', key, by, at })

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
  for (const [i, isbn13] of books.entries()) await receive(of(isbn13, 2 + i))
  await receive(of(dune, 1, 'GOOD'))
  const first = await listStock(shelf.db, { limit: 3, isLow: false })
  const second = await listStock(shelf.db, { limit: 3, isLow: false, cursor: first.nextCursor })
  expect([...first.items, ...second.items].map(({ isbn13, condition }) => `${isbn13} ${condition}`)).toEqual([
    `${emma} NEW`,
    `${dune} GOOD`,
    `${dune} NEW`,
    `${books[2]} NEW`,
  ])
  expect(second.nextCursor).toBeUndefined()
  const low = await listStock(shelf.db, { limit: 10, isLow: true })
  expect(low.items.map(({ title, condition }) => `${title} ${condition}`)).toEqual(['Book 0 NEW', 'Book 1 GOOD'])
  await receive(of(emma, 5))
  const newest = await listMovements(shelf.db, { ...of(emma), limit: 1 })
  const rest = await listMovements(shelf.db, { ...of(emma), limit: 1, cursor: newest.nextCursor })
  expect([newest.movements[0]?.change, rest.movements[0]?.change, rest.nextCursor]).toEqual([5, 2, undefined])
  await expect(listStock(shelf.db, { limit: 1, isLow: false, cursor: 'x' })).rejects.toEqual(
    refusal('stock.cursor_invalid'),
  )
})
