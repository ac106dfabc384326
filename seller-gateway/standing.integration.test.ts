// What sellers' promises come to, seen from outside: orders placed over the wire, standings read from the list of sellers and from quotes.
import { randomUUID } from 'node:crypto'
import { fromProtoMoney } from '@quire/proto/money'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isbn, london, shipTo } from './testing/books.ts'
import { startWorld } from './testing/world.ts'

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld({ QUIRE_QUOTE_CACHE_SECONDS: '0' })
})
afterAll(() => world.close())

let next = 700
let book: string
let before: { keptBasisPoints: number; orderCount: number }
const seller = 'fleet-street'
beforeEach(async () => {
  book = isbn((next += 1))
  await world.behave(seller, { loseAnswerRate: 0 })
  await world.offer(seller, book, { price: '8.99', shipping: '2.40', currency: 'GBP', condition: 'NEW', quantity: 5 })
  before = await standing()
})

async function standing() {
  const { answer } = await world.list({})
  const found = answer?.sellers.find(({ sellerId }) => sellerId === seller)?.standing
  if (!found) throw new Error('every seller has a standing')
  return found
}
/** Waits until that many more orders count. */
async function countsOnce(more: number) {
  await vi.waitFor(async () => expect((await standing()).orderCount).toBe(before.orderCount + more), {
    timeout: 10_000,
  })
  return await standing()
}
async function quote() {
  const events = await world.quotes({ isbn13: book, destination: london, currency: 'GBP', sellerIds: [seller] })
  const found = events.flatMap(({ quote: one }) => (one ? [one] : []))[0]
  if (!found) throw new Error('the seller offers the book')
  return found
}
async function order(requestId = randomUUID()) {
  const { orderToken, sellerTotal } = await quote()
  return { requestId, sellerId: seller, orderToken, limitTotal: sellerTotal, shipTo }
}
const find = (requestId: string) => world.get({ sellerId: seller, requestId })

describe('a seller’s standing', () => {
  it('rises with an order that is confirmed as quoted, once, however often it is sent and looked up', async () => {
    const wanted = await order()
    for (let times = 0; times < 3; times++) await world.place(wanted)
    for (let times = 0; times < 3; times++) await find(wanted.requestId)
    const after = await countsOnce(1)
    expect(after.keptBasisPoints).toBeGreaterThan(before.keptBasisPoints)
    await world.place(await order()) // the next is counted after all of the above: nothing was counted twice
    await countsOnce(2)
  })

  it('falls with one that is sold out although its quote still holds, and stands on the next quotes', async () => {
    const wanted = await order()
    await world.offer(seller, book, { price: '8.99', shipping: '2.40', currency: 'GBP', condition: 'NEW', quantity: 0 })
    expect((await world.place(wanted)).error?.reason).toBe('SOLD_OUT')
    const after = await countsOnce(1)
    expect(after.keptBasisPoints).toBeLessThan(before.keptBasisPoints)
    await world.offer(seller, book, { price: '8.99', currency: 'GBP', condition: 'NEW', quantity: 1 })
    expect((await quote()).standing).toEqual(after)
  })

  it('falls with a price that was raised', async () => {
    const wanted = await order()
    await world.offer(seller, book, { price: '9.99', shipping: '2.40', currency: 'GBP', condition: 'NEW', quantity: 5 })
    expect((await world.place(wanted)).error?.reason).toBe('PRICE_CHANGED')
    expect((await countsOnce(1)).keptBasisPoints).toBeLessThan(before.keptBasisPoints)
  })

  it('waits for the look-up where the answer was lost', async () => {
    const wanted = await order()
    await world.behave(seller, { loseAnswerRate: 1 })
    expect((await world.place(wanted)).error?.reason).toBe('OUTCOME_UNKNOWN')
    await world.behave(seller, { loseAnswerRate: 0 })
    const found = await find(wanted.requestId)
    expect(fromProtoMoney(found.answer!.order!.total!)).toEqual(fromProtoMoney(wanted.limitTotal!))
    expect((await countsOnce(1)).keptBasisPoints).toBeGreaterThanOrEqual(before.keptBasisPoints)
  })

  it('says nothing of an order that we took back before it was confirmed, nor of one that we cancel', async () => {
    const lost = await order()
    await world.cancel({ sellerId: seller, requestId: lost.requestId })
    expect((await world.place(lost)).error?.reason).toBe('ORDER_CANCELLED')
    const wanted = await order()
    await world.place(wanted)
    await world.cancel({ sellerId: seller, requestId: wanted.requestId })
    expect((await find(wanted.requestId)).answer?.order?.state).toBe('ORDER_STATE_CANCELLED')
    const after = await countsOnce(1)
    expect(after.keptBasisPoints).toBeGreaterThanOrEqual(before.keptBasisPoints)
  })
})
