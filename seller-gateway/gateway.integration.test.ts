// The gateway as its caller meets it: the contract's edges, standard services, caching, restarts, an orderly end.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'
import { status } from '@grpc/grpc-js'
import type { gateway } from '@quire/proto'
import { service as healthService } from 'grpc-health-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadConfig, startGateway } from './index.ts'
import { isbn, london, newYork, shipTo } from './testing/books.ts'
import { connectClient, startWorld } from './testing/world.ts'

let world: Awaited<ReturnType<typeof startWorld>>
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())
let next = 100
let book: string
beforeEach(() => {
  book = isbn((next += 1)) // its own book, so that no test sees another's cache
})

const quotesIn = (events: gateway.StreamQuotesResponse__Output[]) =>
  events.flatMap(({ quote }) => (quote ? [quote] : []))
const sellerIds = async () => (await world.list({})).answer?.sellers.map(({ sellerId }) => sellerId) ?? []
/** Those that a test says nothing about. */
const others = async () => (await sellerIds()).filter((id) => !['harbor', 'northgate', 'fleet-street'].includes(id))
const offer = { price: '8.99', shipping: '2.40', currency: 'GBP', condition: 'NEW', quantity: 2 }

describe('StreamQuotes', () => {
  it('asks every seller and converts every part to the request’s currency', async () => {
    await world.offer('harbor', book, { ...offer, price: '10.00', shipping: '3.50', currency: 'USD' })
    await world.offer('northgate', book, offer)
    await world.offer('fleet-street', book, { ...offer, price: '7.00', shipping: '1.00', currency: 'EUR' })
    for (const id of await others()) await world.offer(id, book, { price: '99.00', quantity: 0 })
    const asked = (await sellerIds()).length
    const events = await world.quotes({ isbn13: book, destination: newYork, currency: 'USD' })
    const by = Object.fromEntries(quotesIn(events).map((quote) => [quote.sellerId, quote]))
    expect(by['harbor']).toMatchObject({ fxRate: '1', fxTime: null })
    // 8.99 and 2.40 pounds at 1 ÷ 0.7594, each rounded alone
    expect(by['northgate']).toMatchObject({
      fxRate: '1.3168290756',
      item: { currencyCode: 'USD', units: '11', nanos: 840_000_000 },
      shipping: { units: '3', nanos: 160_000_000 },
      landedTotal: { units: '15', nanos: 0 },
      sellerTotal: { currencyCode: 'GBP', units: '11', nanos: 390_000_000 },
    })
    expect(by['northgate']?.fxTime).not.toBeNull()
    expect(by['fleet-street']?.sellerTotal).toMatchObject({ currencyCode: 'EUR', units: '8' })
    expect(events.slice(0, asked).every(({ event }) => event === 'started')).toBe(true)
    expect(events.at(-1)?.summary).toMatchObject({
      asked,
      answered: asked,
      failed: 0,
      skipped: 0,
      bestQuoteId: by['fleet-street']?.quoteId,
    })
  })

  it('never makes a quote whose shipping is unknown eligible, nor gives it a total', async () => {
    let seen = 0
    for (let n = 200; n < 400 && seen === 0; n += 1) {
      const events = await world.quotes({
        isbn13: isbn(n),
        destination: newYork,
        currency: 'USD',
        sellerIds: ['harbor'],
      })
      for (const quote of quotesIn(events).filter(({ shipping }) => shipping === null)) {
        seen += 1
        expect(quote).toMatchObject({ landedTotal: null, sellerTotal: null, autoBuyEligible: false, orderToken: '' })
        expect(events.at(-1)?.summary?.bestQuoteId).not.toBe(quote.quoteId)
      }
    }
    expect(seen).toBeGreaterThan(0)
  })

  it('answers again from the cache, live when asked to, and forgets what an order changed', async () => {
    await world.offer('fleet-street', book, offer)
    const ask = { isbn13: book, destination: london, currency: 'GBP', sellerIds: ['fleet-street'] }
    const source = async (more = {}) => quotesIn(await world.quotes({ ...ask, ...more }))[0]
    const first = await source()
    expect(first?.source).toBe('QUOTE_SOURCE_LIVE')
    const second = await source()
    expect(second).toMatchObject({
      source: 'QUOTE_SOURCE_CACHED',
      quoteId: first?.quoteId,
      fetchTime: first?.fetchTime,
    })
    expect((await source({ liveOnly: true }))?.source).toBe('QUOTE_SOURCE_LIVE')
    const { sellerId = '', orderToken = '', sellerTotal = null } = second ?? {}
    await world.place({ requestId: randomUUID(), sellerId, orderToken, limitTotal: sellerTotal, shipTo })
    expect(await source()).toMatchObject({ source: 'QUOTE_SOURCE_LIVE', quantity: 1 })
  })

  it.each([
    ['isbn13', { isbn13: '9780340839936' }],
    ['isbn13', { isbn13: '978-0-340-83993-5' }],
    ['destination.country', { destination: { country: 'gb' } }],
    ['destination.country', { destination: null }],
    ['currency', { currency: 'XTS' }],
    ['currency', { currency: '' }],
  ])('refuses a wrong %s: %j', async (field, change) => {
    const ask = world.quotes({ isbn13: book, destination: london, currency: 'GBP', ...change })
    await expect(ask).rejects.toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining(field) })
  })

  it('fails only when no such seller quotes', async () => {
    const ask = { isbn13: book, destination: london, currency: 'GBP' }
    await expect(world.quotes({ ...ask, sellerIds: ['nobody'] })).rejects.toMatchObject({ code: status.NOT_FOUND })
    const events = await world.quotes({ ...ask, sellerIds: ['nobody', 'harbor'] })
    expect(events.at(-1)?.summary?.asked).toBe(1)
  })
})

describe('cancellation', () => {
  it('reaches the seller’s socket when the caller leaves', async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => sockets.push(socket))
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const gateway = await startGateway(
      loadConfig({ QUIRE_GATEWAY_ADDR: '127.0.0.1:0', QUIRE_SANDBOX_URL: url, QUIRE_LOG_LEVEL: 'silent' }),
    )
    const client = connectClient(gateway.addr)
    const call = client.openQuotes({ isbn13: book, destination: london, currency: 'GBP', sellerIds: ['northgate'] })
    call.on('error', () => {})
    const [socket] = (await once(silent, 'connection')) as [Socket]
    await once(socket, 'data') // the request has arrived
    call.cancel()
    await once(socket, 'close')
    client.close()
    await gateway.close()
    silent.close()
  })
})

describe('PlaceOrder', () => {
  async function order(): Promise<gateway.PlaceOrderRequest & { orderToken: string }> {
    await world.offer('fleet-street', book, offer)
    const ask = { isbn13: book, destination: london, currency: 'GBP', sellerIds: ['fleet-street'], liveOnly: true }
    const [quote] = quotesIn(await world.quotes(ask))
    const { orderToken = '', sellerTotal = null } = quote ?? {}
    return { requestId: randomUUID(), sellerId: 'fleet-street', orderToken, limitTotal: sellerTotal, shipTo }
  }

  it.each<[string, Partial<gateway.PlaceOrderRequest>]>([
    ['order_token', { sellerId: 'harbor' }],
    ['seller_id', { sellerId: 'nobody' }],
    ['limit_total', { limitTotal: { currencyCode: 'GBP', units: '99', nanos: 0 } }],
    ['limit_total', { limitTotal: { currencyCode: 'USD', units: '11', nanos: 390_000_000 } }],
    ['limit_total', { limitTotal: null }],
    ['request_id', { requestId: '' }],
    ['request_id', { requestId: 'x'.repeat(65) }],
    ['ship_to', { shipTo: null }],
    ['ship_to.country', { shipTo: { ...shipTo, country: 'uk' } }],
    ['ship_to.lines', { shipTo: { ...shipTo, lines: [] } }],
    ['ship_to.recipient', { shipTo: { ...shipTo, recipient: ' ' } }],
  ])('refuses a wrong %s before any seller hears of it', async (field, change) => {
    const before = (await world.requests('fleet-street')).length
    const { error } = await world.place({ ...(await order()), ...change })
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining(field) })
    const sent = (await world.requests('fleet-street'))
      .slice(before)
      .filter(({ operation }) => operation === 'PlaceOrder')
    expect(sent).toEqual([])
  })

  it('does not say "not bought" for a token that a gateway with a lost key may have given out', async () => {
    const { error } = await world.place({ ...(await order()), orderToken: 'made up' })
    expect(error).toMatchObject({ code: status.ABORTED, reason: 'UNKNOWN_ORDER_TOKEN' })
  })

  it('takes a token that it gave out before it was restarted', async () => {
    const wanted = await order()
    const again = await startGateway(
      loadConfig({
        QUIRE_GATEWAY_ADDR: '127.0.0.1:0',
        QUIRE_SANDBOX_GRPC_ADDR: await addressOf('fleet-street'),
        QUIRE_GATEWAY_TOKEN_KEYS:
          'the new key which now signs tokens instead,a key for tests that is long enough to be one',
        QUIRE_LOG_LEVEL: 'silent',
      }),
    )
    const client = connectClient(again.addr)
    expect((await client.place(wanted)).answer?.order?.state).toBe('ORDER_STATE_ACCEPTED')
    client.close()
    await again.close()
  })

  async function addressOf(seller: string): Promise<string> {
    return (await world.seller(seller))['address'] as string
  }
})

describe('a seller that cannot be reached', () => {
  it('has certainly not been sent anything, and is skipped after a while', async () => {
    const own = await startWorld()
    const asked = await Promise.all(
      (await sellerIds()).map(async (sellerId) => {
        await own.offer(sellerId, book, offer)
        const events = await own.quotes({ isbn13: book, destination: london, currency: 'GBP', sellerIds: [sellerId] })
        const [quote] = quotesIn(events)
        return {
          requestId: randomUUID(),
          sellerId,
          orderToken: quote!.orderToken,
          limitTotal: quote!.sellerTotal,
          shipTo,
        }
      }),
    )
    await own.closeSandbox()
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const results = await Promise.all(asked.map((order) => own.place(order)))
      // The first may still find the old connection open, and then it cannot be known.
      if (attempt === 0) continue
      for (const { error } of results) expect(error).toMatchObject({ code: status.UNAVAILABLE, reason: 'NOT_SENT' })
    }
    const events = await own.quotes({ isbn13: book, destination: london, currency: 'GBP', liveOnly: true })
    expect(events.flatMap(({ skipped }) => (skipped ? [skipped.reason] : []))).toEqual(
      asked.map(() => 'SKIP_REASON_BREAKER_OPEN'),
    )
    expect(events.at(-1)?.summary).toMatchObject({ asked: 0, skipped: asked.length })
    const found = await own.get({ sellerId: 'harbor', requestId: asked[0]!.requestId })
    expect(found.error).toMatchObject({ code: status.UNAVAILABLE })
    await own.close()
  })
})

it('lists the sellers and what they can do', async () => {
  const { answer } = await world.list({})
  expect(answer?.sellers.map(({ sellerId, protocol, currency }) => [sellerId, protocol, currency])).toEqual([
    ['bargain-barn', 'price-list', 'EUR'],
    ['continental', 'edi', 'EUR'],
    ['continental-us', 'edi', 'USD'],
    ['fleet-street', 'grpc', 'USD'],
    ['foxed', 'signed-search', 'GBP'],
    ['harbor', 'rest-checkout', 'USD'],
    ['lantern', 'agentic-checkout', 'USD'],
    ['meridian', 'graphql-cart', 'EUR'],
    ['northgate', 'soap-trade', 'GBP'],
    ['papertrail', 'rest-mapped', 'EUR'],
  ])
  for (const seller of answer?.sellers ?? [])
    expect(seller).toMatchObject({
      canQuote: true,
      canOrder: true,
      canCancel: seller.sellerId !== 'foxed',
      replaysOrders: true,
      canLookUp: true,
      autoBuyEligible: true,
    })
})

it('says that it is healthy', async () => {
  const { path, requestSerialize, responseDeserialize } = healthService['Check']!
  const answer = await new Promise((resolve, reject) => {
    world.raw.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service: 'quire.gateway.v1.SellerGateway' },
      (error, found) => (error ? reject(error) : resolve(found)),
    )
  })
  expect(answer).toMatchObject({ status: 'SERVING' })
})

describe('the end', () => {
  it('lets a call that is under way finish, and takes no new one', async () => {
    const own = await startWorld()
    await own.behave('fleet-street', { latencyMs: { p50: 300, p99: 300 } })
    const call = own.openQuotes({ isbn13: book, destination: london, currency: 'GBP', sellerIds: ['fleet-street'] })
    const events: gateway.StreamQuotesResponse__Output[] = []
    call.on('data', (event: gateway.StreamQuotesResponse__Output) => events.push(event))
    await once(call, 'data')
    const [closed] = await Promise.all([own.close(), once(call, 'end')])
    expect(closed).toBeUndefined()
    expect(events.at(-1)?.event).toBe('summary')
  })

  it('says which address is taken', async () => {
    const config = loadConfig({ QUIRE_GATEWAY_ADDR: world.addr, QUIRE_LOG_LEVEL: 'silent' })
    await expect(startGateway(config)).rejects.toThrow(`cannot listen on ${world.addr}`)
  })
})
