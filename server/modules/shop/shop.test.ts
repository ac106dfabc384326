// Our own copies as one of the sellers, on real parts: chosen when they are cheapest, sold once, and back on the shelf when it comes to nothing.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder as cancelByShopper } from '#orders'
import { sumAccountsOf } from '#payments'
import { chooseDemoRates, saveRates } from '#rates'
import { ownSeller } from '#sellers'
import type { PlaceOrder, Quote } from '#sellers'
import { checkStock } from '#stock'
import { money } from '#platform/money'
import { isbn13, shopper, usePurchases } from '#testing/purchases'
import { useJobs } from '#testing/run-jobs'
import { clearShelf } from '#testing/stock'
import { paymentIdOf } from '../buying/keys.ts'
import { receiveGoods } from '../stock/receive-goods.ts'

const { t, buy, start, driveToEnd, journals } = usePurchases()
const { runWaiting, forget } = useJobs(t)
const usd = (minor: number) => money(BigInt(minor), 'USD')
const calls = { timeoutMs: 10_000 }
/** Where nothing is taxed; a parcel of one costs 3.99. */
const shipTo = {
  recipient: 'R',
  lines: ['1 Main St'],
  city: 'Dallas',
  region: 'TX',
  postalCode: '75201',
  country: 'US',
}

beforeAll(async () => {
  await saveRates(t.deps.db, chooseDemoRates())
})
beforeEach(async () => {
  await forget()
  await sql`truncate shop_order`.execute(t.deps.db)
  await clearShelf(t.deps.db)
})

async function shelve(quantity: number, minor: number): Promise<void> {
  const line = { isbn13, condition: 'NEW' as const, quantity, key: randomUUID(), price: usd(minor) }
  await receiveGoods(t.deps, { line, by: 'account:1', at: t.deps.clock.now() })
}

/** On hand and reserved, as `3/0`. */
async function shelf(): Promise<string> {
  const { onHand, reserved } = await t.deps.db
    .selectFrom('stockItem')
    .select(['onHand', 'reserved'])
    .executeTakeFirstOrThrow()
  expect(await checkStock(t.deps.db)).toEqual([])
  return `${onHand}/${reserved}`
}

async function ownQuotes(currency = 'USD', postalCode = '75201'): Promise<Quote[]> {
  const quotes: Quote[] = []
  const request = { isbn13, destination: { country: 'US', postalCode }, currency }
  for await (const event of t.deps.sellers.streamQuotes(request, calls))
    if (event.type === 'quote' && event.quote.sellerId === ownSeller.id) quotes.push(event.quote)
  return quotes
}

describe('a purchase', () => {
  it('is of our own copy when that is cheapest: it leaves the shelf, is ours to pack, and nobody is owed for it', async () => {
    await shelve(2, 500)
    const bought = await buy({ max: 2_000n, destination: shipTo })
    expect(bought).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'quire', total: { minor: 899 } } })
    expect(await shelf()).toBe('1/0')
    expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 0, captures: [899] })
    const order = await t.deps.db.selectFrom('order').selectAll().where('purchaseId', '=', bought.id).executeTakeFirst()
    expect(order).toMatchObject({ state: 'PAID', sellerId: 'quire', followAt: null })
    const sums = await sumAccountsOf(t.deps.db, [paymentIdOf(bought.id)])
    expect(Object.fromEntries(sums.map(({ account, amount }) => [account, Number(amount.minor)]))).toEqual({
      'charge:customer': -899,
      'sales:own': 899,
    })
  })

  it('is never of ours when delivered it is above the maximum', async () => {
    await shelve(1, 1_700) // 20.99 delivered
    expect((await buy({ max: 2_000n, destination: shipTo })).result?.sellerId).not.toBe('quire')
    expect(await shelf()).toBe('1/0')
  })

  it('of the last copy is one, however many want it at once: the others go on to the next cheapest', async () => {
    await shelve(2, 500)
    const started = await Promise.all(Array.from({ length: 5 }, () => start({ max: 2_000n, destination: shipTo })))
    const ended = await Promise.all(
      started.map(async ({ id, turn }) => {
        await t.driver.driven(id, turn)
        return await driveToEnd(id)
      }),
    )
    const soldBy = ended.map(({ result }) => result?.sellerId)
    expect(soldBy.filter((id) => id === 'quire')).toHaveLength(2)
    expect(await shelf()).toBe('0/0')
    expect((await journals()).captures).toHaveLength(soldBy.filter((id) => id !== undefined).length)
  })

  it('whose bank does not pay out puts the copy back', async () => {
    await shelve(1, 500)
    await t.patchPayments({ captureDeclineRate: 1 })
    expect(await buy({ max: 2_000n, destination: shipTo })).toMatchObject({ state: 'DECLINED' })
    expect(await shelf()).toBe('1/0')
  })

  it('that its shopper cancels before it is packed puts the copy back once, and the money', async () => {
    await shelve(1, 500)
    const { result } = await buy({ max: 2_000n, destination: shipTo })
    await cancelByShopper(t.deps, { orderId: result?.orderId ?? '', accountId: shopper, key: randomUUID() })
    expect(await runWaiting('orders.willNotCome', 2)).toBe(1)
    expect(await runWaiting('refunds.driveRefund')).toBe(1)
    expect(await shelf()).toBe('1/0')
    const { events } = await t.payments()
    expect(events.filter(({ type }) => type === 'refund').map(({ amountMinor }) => amountMinor)).toEqual([899])
  })
})

describe('the shop as a seller', () => {
  async function orderOf(reference: string = randomUUID()): Promise<PlaceOrder> {
    const [quote] = await ownQuotes()
    if (!quote?.sellerTotal) throw new Error('it has no price')
    const { orderToken, sellerTotal: limit } = quote
    return { reference, sellerId: ownSeller.id, orderToken, limit, shipTo }
  }
  const place = (order: PlaceOrder) => t.deps.sellers.placeOrder(order, calls)
  const ref = (order: PlaceOrder) => ({ sellerId: ownSeller.id, reference: order.reference })

  it('quotes landed prices by the rates of the destination, and none in another currency', async () => {
    await shelve(3, 500)
    expect(await ownQuotes()).toMatchObject([
      { item: usd(500), shipping: usd(399), tax: usd(0), total: usd(899), quantity: 3, isAutoBuyEligible: true },
    ])
    expect(await ownQuotes('EUR')).toEqual([])
    expect((await ownQuotes('USD', ''))[0]).toMatchObject({ tax: null, total: null, sellerTotal: null })
  })

  it('sells one copy a reference, whoever asks again, at the same time too', async () => {
    await shelve(3, 500)
    const order = await orderOf()
    const answers = await Promise.all([place(order), place(order), place(order)])
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
    expect(answers[0]).toMatchObject({ kind: 'ok', value: { state: 'ACCEPTED', total: usd(899), isbn13 } })
    expect(await t.deps.sellers.findOrder(ref(order), calls)).toEqual(answers[0])
    expect(await shelf()).toBe('2/0')
  })

  it('refuses what is sold out, and what costs more by now', async () => {
    await shelve(1, 500)
    const [first, second] = [await orderOf(), await orderOf()]
    expect(await place(first)).toMatchObject({ kind: 'ok' })
    expect(await place(second)).toMatchObject({ kind: 'refused', reason: 'SOLD_OUT' })
    expect(await t.deps.sellers.findOrder(ref(second), calls)).toMatchObject({ kind: 'refused', reason: 'NOT_FOUND' })
    await shelve(1, 501)
    expect(await place(second)).toMatchObject({ kind: 'refused', reason: 'PRICE_CHANGED' })
    expect(await place(first), 'what was ordered stays ordered').toMatchObject({ kind: 'ok' })
    expect(await shelf()).toBe('1/0')
  })

  it('never sells under a reference that was cancelled first, and puts a copy back once', async () => {
    await shelve(2, 500)
    const [never, sold] = [await orderOf(), await orderOf()]
    const cancel = (order: PlaceOrder) => t.deps.sellers.cancelOrder(ref(order), calls)
    expect(await cancel(never)).toMatchObject({ kind: 'ok', value: { state: 'CANCELLED', sellerOrderId: '' } })
    expect(await place(never)).toMatchObject({ kind: 'refused', reason: 'ORDER_CANCELLED' })
    await place(sold)
    expect(await shelf()).toBe('1/0')
    await Promise.all([cancel(sold), cancel(sold)])
    expect(await cancel(sold)).toMatchObject({ kind: 'ok', value: { state: 'CANCELLED', total: usd(899) } })
    expect(await shelf()).toBe('2/0')
  })
})
