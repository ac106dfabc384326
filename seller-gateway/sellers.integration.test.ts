// Every protocol against the sandbox's sellers, over real sockets. Every rule that keeps money safe is run for each of them.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { gateway } from '@quire/proto'
import { fromProtoMoney } from '@quire/proto/money'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isbn, london, shipTo } from './testing/books.ts'
import { startWorld } from './testing/world.ts'

const book = isbn(1)
/**
 * `opensFirst`: an order begins with a session or a cart, which sells nothing. `cannotCancel`: an order stands, or never was.
 * `keepsUnfilled`: an order that could not be filled stays on record. `source`: prices come from a list.
 */
const sellers: Row[] = [
  { id: 'harbor', currency: 'GBP', condition: 'GOOD', opensFirst: true },
  { id: 'northgate', currency: 'GBP', condition: 'NEW' },
  { id: 'fleet-street', currency: 'GBP', condition: 'LIKE_NEW' },
  { id: 'lantern', currency: 'GBP', condition: 'VERY_GOOD', opensFirst: true },
  { id: 'meridian', currency: 'GBP', condition: 'NEW', opensFirst: true },
  { id: 'bargain-barn', currency: 'GBP', condition: 'LIKE_NEW', source: 'FEED' },
  { id: 'foxed', currency: 'GBP', condition: 'VERY_GOOD', cannotCancel: true, keepsUnfilled: true },
  { id: 'papertrail', currency: 'GBP', condition: 'ACCEPTABLE' },
  { id: 'continental', currency: 'GBP', condition: 'NEW', source: 'FEED' },
  { id: 'continental-us', currency: 'GBP', condition: 'NEW', source: 'FEED' },
]
/** A test only where it applies: one that cannot is none, not a skipped one. */
const when = (applies = false) => (applies ? it : () => {})

interface Row {
  id: string
  currency: string
  condition: string
  opensFirst?: true
  cannotCancel?: true
  keepsUnfilled?: true
  source?: 'FEED'
}

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld({ QUIRE_QUOTE_CACHE_SECONDS: '0' })
})
beforeEach(() => world.reset())
afterAll(() => world.close())

/** Quotes the book at one seller and returns the only copy. */
async function quoteOf(sellerId: string): Promise<gateway.Quote__Output> {
  const events = await world.quotes({ isbn13: book, destination: london, currency: 'GBP', sellerIds: [sellerId] })
  const found = events.flatMap(({ quote }) => (quote ? [quote] : []))
  expect(found).toHaveLength(1)
  return found[0] as gateway.Quote__Output
}

function orderOf(quote: gateway.Quote__Output, requestId: string): gateway.PlaceOrderRequest {
  const { sellerId, orderToken, sellerTotal } = quote
  return { requestId, sellerId, orderToken, limitTotal: sellerTotal, shipTo }
}

describe.each(sellers)('$id', (row) => {
  const { id, currency, condition, source = 'LIVE', opensFirst, cannotCancel, keepsUnfilled } = row
  let reference: string
  const find = () => world.get({ sellerId: id, requestId: reference })

  beforeEach(async () => {
    reference = `att_${randomUUID()}`
    await world.offer(id, book, { price: '8.99', shipping: '2.40', currency, condition, quantity: 1 })
  })

  it('quotes the copy with its parts and the token to order it', async () => {
    const quote = await quoteOf(id)
    expect(fromProtoMoney(quote.item!)).toEqual({ currency: 'GBP', minor: 899n })
    expect(fromProtoMoney(quote.landedTotal!)).toEqual({ currency: 'GBP', minor: 1139n })
    expect(fromProtoMoney(quote.sellerTotal!)).toEqual({ currency: 'GBP', minor: 1139n })
    expect(quote).toMatchObject({
      sellerId: id,
      isbn13: book,
      condition: `CONDITION_${condition}`,
      source: `QUOTE_SOURCE_${source}`,
      fxRate: '1',
      autoBuyEligible: true,
    })
  })

  it('buys it, and the seller books what was asked', async () => {
    const { answer } = await world.place(orderOf(await quoteOf(id), reference))
    expect(answer?.order).toMatchObject({ requestId: reference, state: 'ORDER_STATE_ACCEPTED', isbn13: book })
    expect(answer?.order?.condition).toBe(`CONDITION_${condition}`)
    expect(fromProtoMoney(answer!.order!.total!)).toEqual({ currency: 'GBP', minor: 1139n })
    expect(await world.books(id)).toMatchObject([
      { reference, state: 'ACCEPTED', total: { minor: 1139 }, orderId: answer?.order?.sellerOrderId },
    ])
    expect((await find()).answer?.order?.sellerOrderId).toBe(answer?.order?.sellerOrderId)
  })

  it('answers the same order again, and books it once', async () => {
    const order = orderOf(await quoteOf(id), reference)
    const first = await world.place(order)
    const again = await world.place(order)
    expect(again.answer?.order).toEqual(first.answer?.order)
    expect(await world.books(id)).toHaveLength(1)
  })

  it('does not say "not bought" when the reference stands for another order', async () => {
    const quote = await quoteOf(id)
    await world.place(orderOf(quote, reference))
    const other = await world.place({ ...orderOf(quote, reference), shipTo: { ...shipTo, city: 'Leeds' } })
    expect(other.error).toMatchObject({ code: status.ABORTED, reason: 'REQUEST_ID_REUSED' })
  })

  it('finds the order whose answer was lost, and never repeats it on its own', async () => {
    const order = orderOf(await quoteOf(id), reference)
    await world.behave(id, { loseAnswerRate: 1 })
    const { error } = await world.place(order)
    expect([status.ABORTED, status.UNKNOWN, status.DEADLINE_EXCEEDED]).toContain(error?.code)
    expect(error?.reason).toBe('OUTCOME_UNKNOWN')
    expect((await find()).answer?.order?.state).toBe('ORDER_STATE_ACCEPTED')
    const sent = (await world.requests(id)).filter(({ operation }) =>
      /^(place|complete|cartSubmit)/i.test(String(operation)),
    )
    expect(sent).toHaveLength(1)
  })

  it('refuses what was sold in between', async () => {
    const order = orderOf(await quoteOf(id), reference)
    await world.behave(id, { soldOutRate: 1 })
    expect((await world.place(order)).error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'SOLD_OUT' })
    const found = await find()
    if (keepsUnfilled) expect(found.answer?.order).toMatchObject({ state: 'ORDER_STATE_CANCELLED', total: null })
    else expect(found.error).toMatchObject({ code: status.NOT_FOUND, reason: 'ORDER_NOT_FOUND' })
  })

  it('refuses a risen price, and says the new one', async () => {
    const { orderToken, sellerTotal } = await quoteOf(id)
    await world.offer(id, book, { price: '9.99', shipping: '2.40', currency, condition, quantity: 1 })
    const { error } = await world.place({
      requestId: reference,
      sellerId: id,
      orderToken,
      limitTotal: sellerTotal,
      shipTo,
    })
    expect(error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'PRICE_CHANGED' })
    const { readDetails } = await import('@quire/proto/errors')
    expect(readDetails(error!).metadata).toEqual({ currency: 'GBP', minor: '1239' })
    expect(await world.books(id)).toEqual([])
  })

  when(!cannotCancel)('cancels an order, and the copy is for sale again', async () => {
    await world.place(orderOf(await quoteOf(id), reference))
    const { answer } = await world.cancel({ sellerId: id, requestId: reference })
    expect(answer?.order?.state).toBe('ORDER_STATE_CANCELLED')
    expect((await world.cancel({ sellerId: id, requestId: reference })).answer).toEqual(answer)
    expect((await quoteOf(id)).quantity).toBe(1)
  })

  when(!cannotCancel)('cancels a reference that has not arrived yet, and the late order is refused', async () => {
    const order = orderOf(await quoteOf(id), reference)
    const { answer } = await world.cancel({ sellerId: id, requestId: reference })
    expect(answer?.order).toMatchObject({ state: 'ORDER_STATE_CANCELLED', sellerOrderId: '' })
    const refused = { code: status.FAILED_PRECONDITION, reason: 'ORDER_CANCELLED' }
    expect((await world.place(order)).error).toMatchObject(refused)
    expect(await world.books(id)).toEqual([])
  })

  when(cannotCancel)('says that it cancels nothing, and asks nobody', async () => {
    await world.place(orderOf(await quoteOf(id), reference))
    const before = await world.requests(id)
    const { error } = await world.cancel({ sellerId: id, requestId: reference })
    expect(error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'CANNOT_CANCEL' })
    expect(await world.requests(id)).toEqual(before)
  })

  when(!cannotCancel)('calls an order that was booked and cancelled since "cancelled", not bought', async () => {
    const order = orderOf(await quoteOf(id), reference)
    await world.place(order)
    await world.cancel({ sellerId: id, requestId: reference })
    expect((await world.place(order)).error).toMatchObject({ reason: 'ORDER_CANCELLED' })
  })

  it('does not know the outcome of an order that the seller may book yet', async () => {
    const order = orderOf(await quoteOf(id), reference)
    await world.behave(id, { lateAcceptRate: 1, lateAcceptAfterMs: 3_600_000 })
    expect((await world.place(order)).error?.reason).toBe('OUTCOME_UNKNOWN')
  })

  it('does not know the outcome of an order whose answer cannot be read', async () => {
    const order = orderOf(await quoteOf(id), reference)
    // Where garbage begins with what sells nothing, and only there, it is known that nothing was bought.
    const expected = opensFirst ? 'REJECTED' : 'OUTCOME_UNKNOWN'
    await world.behave(id, { garbage: true })
    expect((await world.place(order)).error?.reason).toBe(expected)
    await world.behave(id, { garbage: false })
    expect(await world.books(id)).toHaveLength(opensFirst ? 0 : 1)
  })

  it('does not know the outcome of an order that is not answered in time', async () => {
    const order = orderOf(await quoteOf(id), reference)
    await world.behave(id, { hang: true })
    const { error } = await world.place(order, 1_500)
    expect(error).toMatchObject({ code: status.DEADLINE_EXCEEDED, reason: 'OUTCOME_UNKNOWN' })
  })

  it('reports a seller that fails, answers garbage or hangs as an event, and the others answer', async () => {
    const ask = { isbn13: book, destination: london, currency: 'GBP', liveOnly: true }
    const asked = (await world.list({})).answer?.sellers.filter(({ canQuote }) => canQuote).length ?? 0
    // All answer, however long the first price list takes to come.
    await vi.waitFor(async () => {
      const { summary } = (await world.quotes(ask)).at(-1) ?? {}
      expect(summary?.answered).toBe(asked)
    }, 20_000)
    for (const [behaviour, kind] of [
      [{ failRate: 1 }, 'FAILURE_KIND_UNAVAILABLE'],
      [{ failRate: 0, garbage: true }, 'FAILURE_KIND_BAD_DATA'],
      [{ garbage: false, hang: true }, 'FAILURE_KIND_TIMEOUT'],
    ] as const) {
      await world.behave(id, behaviour)
      const events = await world.quotes(ask, 1_000)
      expect(events.flatMap(({ failed }) => (failed ? [failed] : []))).toMatchObject([{ sellerId: id, kind }])
      expect(events.at(-1)?.summary).toMatchObject({ asked, answered: asked - 1, failed: 1, skipped: 0 })
    }
    await world.behave(id, { hang: false })
  })
})
