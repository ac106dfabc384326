// Orders by a mapping: every answer to an order, what only the seller itself may deny, and nothing sent that was not meant.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SellerAdapter } from '../../core/adapter.ts'
import { CancelRefused, OrderRefused, SellerFailure } from '../../core/seller-failure.ts'
import papertrail from '../../mappings/papertrail.json' with { type: 'json' }
import { readFixture, toGolden } from '../../testing/golden.ts'
import { connectMapped } from '../../testing/mapped-seller.ts'
import { startScriptedServer } from '../../testing/scripted-server.ts'

const isbn13 = '9780340839935'
const never = new AbortController().signal
const fixture = (name: string) => readFixture(import.meta.dirname, name)
let server: Awaited<ReturnType<typeof startScriptedServer>>
let adapter: SellerAdapter
beforeAll(async () => {
  server = await startScriptedServer()
  adapter = connectMapped(server.url)
})
afterAll(async () => {
  await adapter.close()
  await server.close()
})

const shipTo = { recipient: 'Ä & Ö', lines: ['1', '2'], city: 'York', region: '', postalCode: 'YO1', country: 'GB' }
const limit = { currency: 'EUR', minor: 1017n }
const ask = { reference: 'att_01', quoteRef: `${isbn13}-1`, isbn13, limit, shipTo }

describe('an order', () => {
  it('is sent as the mapping says, with the quoted total and without what is empty', async () => {
    server.say(201, fixture('order.json'))
    await expect(toGolden(await adapter.placeOrder(ask, never))).toMatchFileSnapshot('fixtures/order.golden.json')
    const [{ method, url, headers, body } = { method: '', url: '', headers: {}, body: '' }] = server.received
    expect([method, url, headers['content-type']]).toEqual(['PUT', '/shop/v1/orders/att_01', 'application/json'])
    expect(JSON.parse(body)).toEqual({
      offer_id: `${isbn13}-1`,
      max_total: { amount: '10.17', currency: 'EUR' },
      deliver_to: { name: 'Ä & Ö', street: ['1', '2'], town: 'York', postcode: 'YO1', country: 'GB' },
    })
  })

  it('is read with the reference that was asked for where the answer has none', async () => {
    server.say(200, { status: 'placed', client_order_id: 'att_02' })
    expect((await adapter.placeOrder(ask, never)).reference).toBe('att_02')
    const mapping = structuredClone(papertrail) as { orders: { fields: { reference?: unknown } } }
    delete mapping.orders.fields.reference
    const other = connectMapped(server.url, mapping)
    expect((await other.placeOrder(ask, never)).reference).toBe('att_01')
    await other.close()
  })

  const error = (code: string, more: object = {}) => ({ error: { code, ...more } })
  it.each<[number, unknown, object]>([
    // a "no" that the answer itself says
    [409, error('sold_out'), { refused: 'SOLD_OUT' }],
    [409, error('price_changed'), { refused: 'PRICE_CHANGED' }],
    [409, error('order_id_reused'), { refused: 'REQUEST_ID_REUSED' }],
    [409, error('order_cancelled'), { refused: 'ORDER_CANCELLED' }],
    [409, error('not_delivered_there'), { refused: 'REJECTED' }],
    [422, error('invalid'), { refused: 'REJECTED' }],
    // refused at the door
    [401, error('wrong_key'), { failed: 'auth', actedOn: 'no' }],
    [401, '<html>', { failed: 'auth', actedOn: 'no' }],
    [429, error('slow_down'), { failed: 'throttled', actedOn: 'no' }],
    // nobody knows
    [409, error('something_new'), { failed: 'rejected', actedOn: 'maybe' }],
    [409, {}, { failed: 'rejected', actedOn: 'maybe' }],
    [409, 'sold_out', { failed: 'bad_data', actedOn: 'maybe' }],
    [404, error('sold_out'), { failed: 'rejected', actedOn: 'maybe' }],
    [403, error('blocked'), { failed: 'rejected', actedOn: 'maybe' }],
    [404, '<html>Not found</html>', { failed: 'bad_data', actedOn: 'maybe' }],
    [408, {}, { failed: 'rejected', actedOn: 'maybe' }],
    [202, { queued: true }, { failed: 'rejected', actedOn: 'maybe' }],
    [301, '', { failed: 'bad_data', actedOn: 'maybe' }],
    [500, error('sold_out'), { failed: 'unavailable', actedOn: 'maybe' }],
    [502, '<html>', { failed: 'unavailable', actedOn: 'maybe' }],
    [504, error('timeout'), { failed: 'unavailable', actedOn: 'maybe' }],
    [200, '{"order_no":"PT', { failed: 'bad_data', actedOn: 'maybe' }],
    [200, '', { failed: 'bad_data', actedOn: 'maybe' }],
    [201, { order_no: 'PT-1', status: 'placed' }, { failed: 'bad_data', actedOn: 'maybe' }],
    [
      201,
      { client_order_id: 'att_01', status: 'placed', total: { amount: 'NaN', currency: 'EUR' } },
      { failed: 'bad_data', actedOn: 'maybe' },
    ],
  ])('answered %i %j is %j', async (status, body, expected) => {
    server.say(status, body, { 'retry-after': '3' })
    expect(await adapter.placeOrder(ask, never).catch(describeError)).toMatchObject(expected)
    expect(server.received).toHaveLength(1)
  })

  it('may have been made when a 429 comes whose meaning nobody has agreed', async () => {
    const mapping = structuredClone(papertrail)
    mapping.orders.place.answers = mapping.orders.place.answers.filter(({ means }) => means !== 'THROTTLED')
    const seller = connectMapped(server.url, mapping)
    server.say(429, {})
    expect(await seller.placeOrder(ask, never).catch(describeError)).toEqual({ failed: 'throttled', actedOn: 'maybe' })
    await seller.close()
  })

  it('says the new total, and does without one that cannot be right', async () => {
    server.say(409, error('price_changed', { total: { amount: '11.17', currency: 'EUR' } }))
    const refused = await adapter.placeOrder(ask, never).catch((one: unknown) => one)
    expect(refused).toMatchObject({ newTotal: { currency: 'EUR', minor: 1117n } })
    server.say(409, error('price_changed', { total: { amount: '-1', currency: 'EUR' } }))
    expect(await adapter.placeOrder(ask, never).catch(describeError)).toEqual({ refused: 'PRICE_CHANGED' })
  })

  it.each(['..', '.', '', 'a/../..'])('under the reference %j does not reach another endpoint', async (reference) => {
    server.say(200, fixture('order.json'))
    const outcome = await adapter.placeOrder({ ...ask, reference }, never).catch(describeError)
    if (server.received.length > 0)
      expect(server.received[0]?.url).toBe(`/shop/v1/orders/${encodeURIComponent(reference)}`)
    else expect(outcome).toEqual({ failed: 'rejected', actedOn: 'no' })
    expect(server.received.length).toBe(reference === 'a/../..' ? 1 : 0)
  })
})

describe('a look-up', () => {
  it('finds the order, or none when the seller itself says so', async () => {
    server.say(200, fixture('order.json'))
    expect(await adapter.findOrder('att_01', never)).toMatchObject({
      sellerOrderId: 'PT-000001-41c8',
      state: 'SHIPPED',
    })
    server.say(404, { error: { code: 'no_such_order' } })
    expect(await adapter.findOrder('att_01', never)).toBeNull()
  })

  it.each([
    [404, '<html>Not found</html>'],
    [404, { error: { code: 'no_route' } }],
    [200, {}],
    [500, { error: { code: 'no_such_order' } }],
  ])('does not take %i %j for "no such order"', async (status, body) => {
    server.say(status, body)
    await expect(adapter.findOrder('att_01', never)).rejects.toBeInstanceOf(SellerFailure)
  })
})

describe('a cancellation', () => {
  it('reads what is cancelled, also without an order, and what cannot be', async () => {
    server.say(200, { client_order_id: 'att_01', status: 'cancelled' })
    expect(await adapter.cancelOrder('att_01', never)).toMatchObject({
      state: 'CANCELLED',
      sellerOrderId: '',
      total: null,
    })
    expect(server.received[0]).toMatchObject({ method: 'DELETE', url: '/shop/v1/orders/att_01' })
    server.say(409, { error: { code: 'already_sent' } })
    await expect(adapter.cancelOrder('att_01', never)).rejects.toBeInstanceOf(CancelRefused)
    server.say(409, { error: { code: 'other' } })
    await expect(adapter.cancelOrder('att_01', never)).rejects.toBeInstanceOf(SellerFailure)
  })
})

describe('what a mapping leaves out', () => {
  it('the seller cannot do', async () => {
    const { orders, ...readOnly } = papertrail
    const { find: _, cancel: __, ...placeOnly } = orders
    const [reads, places] = [
      connectMapped(server.url, readOnly),
      connectMapped(server.url, { ...readOnly, orders: placeOnly }),
    ]
    expect(reads.can).toEqual({ quote: true, order: false, cancel: false, replayOrders: false, lookUp: false })
    expect(places.can).toEqual({ quote: true, order: true, cancel: false, replayOrders: true, lookUp: false })
    expect(adapter.can).toEqual({ quote: true, order: true, cancel: true, replayOrders: true, lookUp: true })
    await expect(places.cancelOrder('att_01', never)).rejects.toBeInstanceOf(CancelRefused)
    await Promise.all([reads.close(), places.close()])
  })
})

function describeError(error: unknown) {
  if (error instanceof OrderRefused) return { refused: error.reason }
  if (error instanceof SellerFailure) return { failed: error.kind, actedOn: error.actedOn }
  throw error
}
