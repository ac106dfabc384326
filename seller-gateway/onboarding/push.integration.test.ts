// What a live seller tells on its own: prices and stock as they change, and how its orders stand.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { toTimestamp } from '@quire/proto/time'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import { isbn, newYork, shipTo } from '../testing/books.ts'
import { openOnboardingWorld, startOnboardingGateway } from '../testing/onboarding-world.ts'
import { connectClient } from '../testing/world.ts'

const database = useDatabase()
let world: Awaited<ReturnType<typeof openOnboardingWorld>>
beforeAll(async () => {
  world = await openOnboardingWorld(database.url)
})
afterAll(() => world.close())

let count = 0
let book: string
beforeEach(() => {
  book = isbn((count += 1))
  world.own.placeFails = null
})

const pounds = (units: number, currencyCode = 'GBP') => ({ currencyCode, units: String(units), nanos: 0 })
const zone: onboarding.ShippingZone = {
  countries: ['GB', 'IE'],
  shipping: pounds(2),
  deliveryDaysMin: 1,
  deliveryDaysMax: 4,
}

const offer = (change: Partial<onboarding.Offer> = {}): onboarding.Offer => ({
  offerId: 'copy-1',
  isbn13: book,
  condition: 'CONDITION_GOOD',
  item: pounds(7),
  quantity: 2,
  changeTime: toTimestamp(new Date(1_760_000_000_000)),
  ...change,
})
const later = (seconds: number) => toTimestamp(new Date(1_760_000_000_000 + seconds * 1000))

type Through = Parameters<typeof world.quotes>[2]
const quotes = (sellerId: string, through?: Through) => world.quotes(sellerId, book, through)

describe('PushOffers', () => {
  it('makes the quotes of a seller with zones, and asks it for none', async () => {
    const { id, client } = await world.registerLive({ shippingZones: [zone] })
    const asked = world.own.quotesAsked
    expect((await client.push([offer(), offer({ offerId: 'copy-2', item: pounds(5) })])).answer).toMatchObject({
      accepted: '2',
    })
    const found = await quotes(id)
    expect(found.map(({ landedTotal }) => landedTotal?.units)).toEqual(['7', '9'])
    expect(found[0]).toMatchObject({
      source: 'QUOTE_SOURCE_FEED',
      condition: 'CONDITION_GOOD',
      deliveryDaysMax: 4,
      autoBuyEligible: true,
    })
    expect(await quotes(id, { destination: newYork })).toEqual([])
    expect(world.own.quotesAsked).toBe(asked)

    const { orderToken, sellerTotal } = found[0]!
    const order = { requestId: randomUUID(), sellerId: id, orderToken, limitTotal: sellerTotal, shipTo }
    expect((await world.shopper.place(order)).answer?.order?.total).toMatchObject({ units: '7' })
  })

  it('knows the newest by the seller’s clock, whatever order messages come in', async () => {
    const { id, client } = await world.registerLive({ shippingZones: [zone] })
    await client.push([offer({ item: pounds(6), changeTime: later(60) })])
    const { answer } = await client.push([offer({ item: pounds(9) })])
    expect(answer).toMatchObject({ accepted: '0', stale: '1' })
    expect((await quotes(id))[0]?.item?.units).toBe('6')
    await client.push([offer({ quantity: 0, item: null, changeTime: later(120) })])
    expect(await quotes(id)).toEqual([])
    await client.push([offer({ changeTime: later(90) })]) // sold meanwhile: it does not come to life again
    expect(await quotes(id)).toEqual([])
    // within one batch, too
    const both = await client.push([
      offer({ item: pounds(4), changeTime: later(300) }),
      offer({ item: pounds(8), changeTime: later(200) }),
    ])
    expect(both.answer).toMatchObject({ accepted: '1', stale: '1' })
    expect((await quotes(id))[0]?.item?.units).toBe('4')
  })

  it('refuses what is wrong by its place and takes the rest', async () => {
    const { client } = await world.registerLive({ shippingZones: [zone] })
    const { answer } = await client.push([
      offer(),
      offer({ isbn13: '9780000000000' }),
      offer({ offerId: 'copy-2', item: pounds(5, 'USD') }),
      offer({ offerId: 'copy-3', item: pounds(-5) }),
      offer({ offerId: 'copy-4', changeTime: toTimestamp(new Date(Date.now() + 3_600_000)) }),
      offer({ offerId: 'copy-5', condition: 'CONDITION_UNSPECIFIED' }),
      offer({ offerId: 'copy-6', quantity: -1 }),
      offer({ offerId: 'copy-7' }),
    ])
    expect(answer).toMatchObject({ accepted: '2', refused: '6' })
    expect(answer?.refusals.map(({ index, field }) => [index, field])).toEqual([
      ['1', 'offer.isbn13'],
      ['2', 'offer.item'],
      ['3', 'offer.item'],
      ['4', 'offer.change_time'],
      ['5', 'offer.condition'],
      ['6', 'offer.quantity'],
    ])
  })

  it('takes thousands, and names the first hundred refusals', async () => {
    const { id, client } = await world.registerLive({ shippingZones: [zone] })
    const many = function* () {
      for (let n = 0; n < 3_000; n += 1)
        yield offer({ offerId: `many-${n}`, isbn13: n % 10 === 0 ? 'none' : isbn(n % 900) })
    }
    const { answer } = await client.push(many())
    expect(answer).toMatchObject({ accepted: '2700', refused: '300' })
    expect(answer?.refusals).toHaveLength(100)
    expect(answer?.refusals[99]?.index).toBe('990')
    const { rows } = await world.db
      .selectFrom('pushedOffer')
      .select(({ fn }) => fn.countAll<bigint>().as('rows'))
      .where('sellerId', '=', id)
      .executeTakeFirstOrThrow()
    expect(rows).toBe(2_700n)
  })

  it('ends what every gateway has cached of a book', async () => {
    const { id, client } = await world.registerLive()
    const other = await startOnboardingGateway(database.url)
    const there = connectClient(other.addr)
    await vi.waitFor(async () => expect(await quotes(id, { through: there })).toHaveLength(1), { timeout: 15_000 })
    const source = async (through: typeof world.shopper) => (await quotes(id, { through }))[0]?.source
    await source(world.shopper)
    expect(await Promise.all([source(world.shopper), source(there)])).toEqual([
      'QUOTE_SOURCE_CACHED',
      'QUOTE_SOURCE_CACHED',
    ])
    world.own.price = 20
    await client.push([offer()])
    expect((await quotes(id))[0]).toMatchObject({ source: 'QUOTE_SOURCE_LIVE', item: { units: '20' } })
    await vi.waitFor(async () => expect((await quotes(id, { through: there }))[0]?.item?.units).toBe('20'), {
      timeout: 15_000,
    })
    world.own.price = 12
    there.close()
    await other.close()
  })

  it('keeps sellers’ offers apart', async () => {
    const [one, two] = [
      await world.registerLive({ shippingZones: [zone] }),
      await world.registerLive({ shippingZones: [zone] }),
    ]
    await one.client.push([offer({ item: pounds(3) })])
    await two.client.push([offer({ quantity: 0, changeTime: later(900) })])
    expect(await quotes(one.id)).toHaveLength(1)
    expect(await quotes(two.id)).toEqual([])
  })
})

describe('ReportOrderStatus', () => {
  async function buy(sellerId: string) {
    const { orderToken, sellerTotal } = (await quotes(sellerId))[0]!
    const requestId = randomUUID()
    await world.shopper.place({ requestId, sellerId, orderToken, limitTotal: sellerTotal, shipTo })
    return requestId
  }
  const noted = (sellerId: string, reference: string) =>
    world.db
      .selectFrom('orderReference')
      .selectAll()
      .where('sellerId', '=', sellerId)
      .where('reference', '=', reference)
      .executeTakeFirst()
  const said = (requestId: string, state: string, trackingNumber = '') =>
    ({ requestId, state, trackingNumber, changeTime: later(0) }) as onboarding.ReportOrderStatusRequest

  it('moves an order forward, and takes late and doubled words without harm', async () => {
    const { id, client } = await world.registerLive()
    const requestId = await buy(id)
    expect(await noted(id, requestId)).toMatchObject({ state: 'ACCEPTED' })
    expect((await client.report(said(requestId, 'ORDER_STATE_DELIVERED', 'TRACK 1'))).answer).toEqual({})
    expect((await client.report(said(requestId, 'ORDER_STATE_SHIPPED'))).answer).toEqual({})
    expect((await client.report(said(requestId, 'ORDER_STATE_DELIVERED'))).answer).toEqual({})
    expect(await noted(id, requestId)).toMatchObject({ state: 'DELIVERED', trackingNumber: 'TRACK 1' })
    const cancelled = await client.report(said(requestId, 'ORDER_STATE_CANCELLED'))
    expect(cancelled.error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'ORDER_ENDED' })
  })

  it('knows no reference that was not ordered at this seller', async () => {
    const [mine, theirs] = [await world.registerLive(), await world.registerLive()]
    const requestId = await buy(mine.id)
    for (const [client, reference] of [
      [theirs.client, requestId],
      [mine.client, randomUUID()],
    ] as const)
      expect((await client.report(said(reference, 'ORDER_STATE_SHIPPED'))).error).toMatchObject({
        code: status.NOT_FOUND,
      })
    world.own.placeFails = Object.assign(new Error('sold'), { code: status.FAILED_PRECONDITION, details: 'sold out' })
    const refused = await buy(mine.id)
    expect((await mine.client.report(said(refused, 'ORDER_STATE_SHIPPED'))).error).toMatchObject({
      code: status.NOT_FOUND,
    })
    world.own.placeFails = Object.assign(new Error('lost'), { code: status.INTERNAL, details: 'lost' })
    const unknown = await buy(mine.id)
    expect((await mine.client.report(said(unknown, 'ORDER_STATE_SHIPPED'))).answer).toEqual({})
  })

  it('names every wrong field', async () => {
    const { client } = await world.registerLive()
    const { error } = await client.report({
      requestId: 'x',
      state: 'ORDER_STATE_UNSPECIFIED',
      trackingNumber: 'x'.repeat(65),
    })
    expect(error?.violations?.map(({ field }) => field)).toEqual(['change_time', 'tracking_number', 'state'])
  })

  it('is not sent an order that could not be written down', async () => {
    const { id } = await world.registerLive()
    const { orderToken, sellerTotal } = (await quotes(id))[0]!
    await world.db.deleteFrom('orderReference').where('sellerId', '=', id).execute()
    const requestId = randomUUID()
    await sql`alter table gateway.order_reference rename to order_reference_away`.execute(world.db)
    try {
      const { error } = await world.shopper.place({
        requestId,
        sellerId: id,
        orderToken,
        limitTotal: sellerTotal,
        shipTo,
      })
      expect(error).toMatchObject({ code: status.UNAVAILABLE, reason: 'NOT_SENT' })
      expect(world.own.orders.has(requestId)).toBe(false)
    } finally {
      await sql`alter table gateway.order_reference_away rename to order_reference`.execute(world.db)
    }
  })
})
