// What a live seller tells on its own: prices and stock as they change, and how its orders stand.
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import type { onboarding } from '@quire/proto'
import { toTimestamp } from '@quire/proto/time'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDatabase } from '../../scripts/postgres/test-database.ts'
import type { Gateway } from '../index.ts'
import { openDatabase } from '../store/database.ts'
import type { Db } from '../store/database.ts'
import { isbn, london, newYork, shipTo } from '../testing/books.ts'
import { fakeKit } from '../testing/fake-kit.ts'
import { connectOnboarding, goodProfile, grpcAt, startOnboardingGateway } from '../testing/onboarding-world.ts'
import { startOwnSeller } from '../testing/own-seller.ts'
import { connectClient } from '../testing/world.ts'

const database = useDatabase()
let db: Db
let gateway: Gateway
let own: Awaited<ReturnType<typeof startOwnSeller>>
let shopper: ReturnType<typeof connectClient>
const closers: (() => unknown)[] = []

beforeAll(async () => {
  db = openDatabase(database.url)
  own = await startOwnSeller()
  gateway = await startOnboardingGateway(database.url, { kit: fakeKit() })
  shopper = connectClient(gateway.addr)
})
afterAll(async () => {
  for (const close of [...closers, shopper.close, own.close]) close()
  await gateway.close()
  await db.destroy()
})

let count = 0
let book: string
beforeEach(() => {
  book = isbn((count += 1))
  own.placeFails = null
})

const pounds = (units: number, currencyCode = 'GBP') => ({ currencyCode, units: String(units), nanos: 0 })
const zone: onboarding.ShippingZone = {
  countries: ['GB', 'IE'],
  shipping: pounds(2),
  deliveryDaysMin: 1,
  deliveryDaysMax: 4,
}

async function live(change: Partial<onboarding.Profile> = {}) {
  const name = `Pushing Books ${randomUUID().slice(0, 8)}`
  const anybody = connectOnboarding(gateway.addr)
  const profile = goodProfile(name, change)
  const { answer } = await anybody.register({ requestId: randomUUID(), profile, connection: grpcAt(own.address) })
  anybody.close()
  const client = connectOnboarding(gateway.addr, answer?.apiKey)
  closers.push(client.close)
  own.challenge = answer?.seller?.challenge?.token ?? ''
  await client.verify({})
  await client.conform()
  return { id: answer?.seller?.sellerId ?? '', client }
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

async function quotes(sellerId: string, { destination = london, through = shopper, isbn13 = book } = {}) {
  const events = await through.quotes({ isbn13, destination, currency: 'GBP', sellerIds: [sellerId] })
  return events.flatMap((event) => event.quote ?? [])
}

describe('PushOffers', () => {
  it('makes the quotes of a seller with zones, and asks it for none', async () => {
    const { id, client } = await live({ shippingZones: [zone] })
    const asked = own.quotesAsked
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
    expect(own.quotesAsked).toBe(asked)

    const [{ orderToken = '', sellerTotal = null } = {}] = found
    const order = { requestId: randomUUID(), sellerId: id, orderToken, limitTotal: sellerTotal, shipTo }
    expect((await shopper.place(order)).answer?.order?.total).toMatchObject({ units: '7' })
  })

  it('knows the newest by the seller’s clock, whatever order messages come in', async () => {
    const { id, client } = await live({ shippingZones: [zone] })
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
    const { client } = await live({ shippingZones: [zone] })
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
    const { id, client } = await live({ shippingZones: [zone] })
    const many = function* () {
      for (let n = 0; n < 3_000; n += 1)
        yield offer({ offerId: `many-${n}`, isbn13: n % 10 === 0 ? 'none' : isbn(n % 900) })
    }
    const { answer } = await client.push(many())
    expect(answer).toMatchObject({ accepted: '2700', refused: '300' })
    expect(answer?.refusals).toHaveLength(100)
    expect(answer?.refusals[99]?.index).toBe('990')
    const { rows } = await db
      .selectFrom('pushedOffer')
      .select(({ fn }) => fn.countAll<bigint>().as('rows'))
      .where('sellerId', '=', id)
      .executeTakeFirstOrThrow()
    expect(rows).toBe(2_700n)
  })

  it('ends what every gateway has cached of a book', async () => {
    const { id, client } = await live()
    const other = await startOnboardingGateway(database.url)
    const there = connectClient(other.addr)
    await vi.waitFor(async () => expect(await quotes(id, { through: there })).toHaveLength(1), { timeout: 15_000 })
    const source = async (through: typeof shopper) => (await quotes(id, { through }))[0]?.source
    await source(shopper)
    expect(await Promise.all([source(shopper), source(there)])).toEqual(['QUOTE_SOURCE_CACHED', 'QUOTE_SOURCE_CACHED'])
    own.price = 20
    await client.push([offer()])
    expect((await quotes(id))[0]).toMatchObject({ source: 'QUOTE_SOURCE_LIVE', item: { units: '20' } })
    await vi.waitFor(async () => expect((await quotes(id, { through: there }))[0]?.item?.units).toBe('20'), {
      timeout: 15_000,
    })
    own.price = 12
    there.close()
    await other.close()
  })

  it('keeps sellers’ offers apart', async () => {
    const [one, two] = [await live({ shippingZones: [zone] }), await live({ shippingZones: [zone] })]
    await one.client.push([offer({ item: pounds(3) })])
    await two.client.push([offer({ quantity: 0, changeTime: later(900) })])
    expect(await quotes(one.id)).toHaveLength(1)
    expect(await quotes(two.id)).toEqual([])
  })
})

describe('ReportOrderStatus', () => {
  async function buy(sellerId: string) {
    const [{ orderToken = '', sellerTotal = null } = {}] = await quotes(sellerId)
    const requestId = randomUUID()
    await shopper.place({ requestId, sellerId, orderToken, limitTotal: sellerTotal, shipTo })
    return requestId
  }
  const noted = (sellerId: string, reference: string) =>
    db
      .selectFrom('orderReference')
      .selectAll()
      .where('sellerId', '=', sellerId)
      .where('reference', '=', reference)
      .executeTakeFirst()
  const said = (requestId: string, state: string, trackingNumber = '') =>
    ({ requestId, state, trackingNumber, changeTime: later(0) }) as onboarding.ReportOrderStatusRequest

  it('moves an order forward, and takes late and doubled words without harm', async () => {
    const { id, client } = await live()
    const requestId = await buy(id)
    expect(await noted(id, requestId)).toMatchObject({ state: 'ACCEPTED' })
    expect((await client.report(said(requestId, 'ORDER_STATE_DELIVERED', 'TRACK 1'))).answer).toEqual({})
    expect((await client.report(said(requestId, 'ORDER_STATE_SHIPPED'))).answer).toEqual({})
    expect((await client.report(said(requestId, 'ORDER_STATE_DELIVERED'))).answer).toEqual({})
    expect(await noted(id, requestId)).toMatchObject({ state: 'DELIVERED', trackingNumber: 'TRACK 1' })
    const cancelled = await client.report(said(requestId, 'ORDER_STATE_CANCELLED'))
    expect(cancelled.error).toMatchObject({ code: status.FAILED_PRECONDITION, reason: 'ORDER_ENDED' })
    const [row = {}] = [await noted(id, requestId)]
    expect(Object.keys(row)).not.toContain('shipTo') // a reference, and nothing of the shopper
  })

  it('knows no reference that was not ordered at this seller', async () => {
    const [mine, theirs] = [await live(), await live()]
    const requestId = await buy(mine.id)
    for (const [client, reference] of [
      [theirs.client, requestId],
      [mine.client, randomUUID()],
    ] as const)
      expect((await client.report(said(reference, 'ORDER_STATE_SHIPPED'))).error).toMatchObject({
        code: status.NOT_FOUND,
      })
    own.placeFails = Object.assign(new Error('sold'), { code: status.FAILED_PRECONDITION, details: 'sold out' })
    const refused = await buy(mine.id)
    expect((await mine.client.report(said(refused, 'ORDER_STATE_SHIPPED'))).error).toMatchObject({
      code: status.NOT_FOUND,
    })
    own.placeFails = Object.assign(new Error('lost'), { code: status.INTERNAL, details: 'lost' })
    const unknown = await buy(mine.id)
    expect((await mine.client.report(said(unknown, 'ORDER_STATE_SHIPPED'))).answer).toEqual({})
  })

  it('names every wrong field', async () => {
    const { client } = await live()
    const { error } = await client.report({
      requestId: 'x',
      state: 'ORDER_STATE_UNSPECIFIED',
      trackingNumber: 'x'.repeat(65),
    })
    expect(error?.violations?.map(({ field }) => field)).toEqual(['change_time', 'tracking_number', 'state'])
  })

  it('is not sent an order that could not be written down', async () => {
    const { id } = await live()
    const [{ orderToken = '', sellerTotal = null } = {}] = await quotes(id)
    await db.deleteFrom('orderReference').where('sellerId', '=', id).execute()
    const requestId = randomUUID()
    const { sql } = await import('kysely')
    await sql`alter table gateway.order_reference rename to order_reference_away`.execute(db)
    try {
      const { error } = await shopper.place({ requestId, sellerId: id, orderToken, limitTotal: sellerTotal, shipTo })
      expect(error).toMatchObject({ code: status.UNAVAILABLE, reason: 'NOT_SENT' })
      expect(own.orders.has(requestId)).toBe(false)
    } finally {
      await sql`alter table gateway.order_reference_away rename to order_reference`.execute(db)
    }
  })
})
