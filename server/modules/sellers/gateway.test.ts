// Orders and look-ups against a gateway that says what each test wants said; quotes are in stream-quotes.test.ts.
import { status } from '@grpc/grpc-js'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#platform/clock'
import { money } from '#platform/money'
import { fail, reply, useScriptedGateway } from '#testing/scripted-gateway'
import { connectSellers } from './gateway.ts'
import type { PlaceOrder, Sellers } from './model.ts'

const log = pino({ level: 'silent' })
const place: PlaceOrder = {
  reference: 'ref-1',
  sellerId: 'harbor',
  orderToken: 'token',
  limit: money(1_300n, 'USD'),
  shipTo: { recipient: 'A Reader', lines: ['1 Road'], city: 'Town', region: '', postalCode: '12345', country: 'US' },
}
const order = {
  sellerId: 'harbor',
  requestId: 'ref-1',
  sellerOrderId: 'H-1',
  state: 'ORDER_STATE_ACCEPTED',
  isbn13: '9780441172719',
  condition: 'CONDITION_NEW',
  total: { currencyCode: 'USD', units: '13', nanos: 0 },
}
const ref = { sellerId: 'harbor', reference: 'ref-1' }
const soon = { timeoutMs: 50 }
const patient = { timeoutMs: 30_000 }

const scripted = useScriptedGateway()
let sellers: Sellers & { close(): void }

beforeAll(() => void (sellers = connectSellers(scripted.address, { clock: systemClock, log })))
afterAll(() => sellers.close())

describe('an order', () => {
  it('is sent whole, with the request id, and never with more than the quoted total', async () => {
    let seen: { request?: unknown; id?: unknown } = {}
    scripted.unary = ({ request: got, metadata }, callback) => {
      seen = { request: got, id: metadata.get('x-request-id') }
      callback(null, { order })
    }
    const outcome = await sellers.placeOrder(place, { ...patient, requestId: 'request-7' })
    expect(outcome).toEqual({
      kind: 'ok',
      value: {
        sellerId: 'harbor',
        reference: 'ref-1',
        sellerOrderId: 'H-1',
        state: 'ACCEPTED',
        isbn13: '9780441172719',
        condition: 'NEW',
        total: money(1_300n, 'USD'),
      },
    })
    expect(seen).toEqual({
      id: ['request-7'],
      request: {
        requestId: 'ref-1',
        sellerId: 'harbor',
        orderToken: 'token',
        limitTotal: { currencyCode: 'USD', units: '13', nanos: 0 },
        shipTo: place.shipTo,
      },
    })
  })

  it.each([
    [
      'SOLD_OUT over the wire',
      fail(status.FAILED_PRECONDITION, { reason: 'SOLD_OUT' }),
      { kind: 'refused', reason: 'SOLD_OUT' },
    ],
    ['NOT_SENT', fail(status.UNAVAILABLE, { reason: 'NOT_SENT' }), { kind: 'retryable' }],
    ['a bare UNAVAILABLE', fail(status.UNAVAILABLE), { kind: 'unknown' }],
    ['a fault of the gateway', fail(status.INTERNAL), { kind: 'unknown' }],
    ['an answer without an order', reply({}), { kind: 'unknown' }],
    ['an order without a price', reply({ order: { ...order, total: null } }), { kind: 'unknown' }],
    [
      'an order in a currency nobody knows',
      reply({ order: { ...order, total: { currencyCode: 'XTS', units: '1' } } }),
      { kind: 'unknown' },
    ],
  ])('ends as it should with %s', async (_, answer, outcome) => {
    scripted.unary = answer
    expect(await sellers.placeOrder(place, patient)).toMatchObject(outcome)
  })

  it('is unknown after its deadline, which the server hears of', async () => {
    const gone = Promise.withResolvers<void>()
    scripted.unary = (call) => void call.on('cancelled', gone.resolve)
    expect(await sellers.placeOrder(place, soon)).toMatchObject({
      kind: 'unknown',
      detail: expect.stringContaining('Deadline'),
    })
    await gone.promise
  })

  it('is unknown when it is cancelled on the way, and the server hears of it', async () => {
    const stop = new AbortController()
    const gone = Promise.withResolvers<void>()
    scripted.unary = (call) => {
      call.on('cancelled', gone.resolve)
      stop.abort()
    }
    expect(await sellers.placeOrder(place, { ...patient, signal: stop.signal })).toMatchObject({ kind: 'unknown' })
    await gone.promise
  })

  it('does not wait for an answer that nobody wants any more', async () => {
    scripted.unary = () => {}
    expect(await sellers.placeOrder(place, { ...patient, signal: AbortSignal.abort() })).toMatchObject({
      kind: 'unknown',
    })
  })
})

describe('looking up and cancelling', () => {
  it.each([
    [
      'found',
      reply({ order: { ...order, state: 'ORDER_STATE_SHIPPED' } }),
      { kind: 'ok', value: { state: 'SHIPPED' } },
    ],
    [
      'none there, by the contract',
      fail(status.NOT_FOUND, { reason: 'ORDER_NOT_FOUND' }),
      { kind: 'refused', reason: 'NOT_FOUND' },
    ],
    ['NOT_FOUND about something else', fail(status.NOT_FOUND, { reason: 'NO_SUCH_SELLER' }), { kind: 'unknown' }],
    ['NOT_FOUND without a reason', fail(status.NOT_FOUND), { kind: 'unknown' }],
    ['the reason under another status', fail(status.UNAVAILABLE, { reason: 'ORDER_NOT_FOUND' }), { kind: 'unknown' }],
    ['an answer without an order', reply({}), { kind: 'unknown' }],
  ])('%s', async (_, answer, outcome) => {
    scripted.unary = answer
    expect(await sellers.findOrder(ref, patient)).toMatchObject(outcome)
  })

  it.each([
    [
      'cancelled',
      reply({ order: { ...order, state: 'ORDER_STATE_CANCELLED' } }),
      { kind: 'ok', value: { state: 'CANCELLED' } },
    ],
    [
      'cannot be',
      fail(status.FAILED_PRECONDITION, { reason: 'CANNOT_CANCEL' }),
      { kind: 'refused', reason: 'CANNOT_CANCEL' },
    ],
    [
      'FAILED_PRECONDITION about something else',
      fail(status.FAILED_PRECONDITION, { reason: 'SOLD_OUT' }),
      { kind: 'unknown' },
    ],
    ['FAILED_PRECONDITION without a reason', fail(status.FAILED_PRECONDITION), { kind: 'unknown' }],
    ['the seller is silent', fail(status.UNAVAILABLE), { kind: 'unknown' }],
  ])('%s', async (_, answer, outcome) => {
    scripted.unary = answer
    expect(await sellers.cancelOrder(ref, patient)).toMatchObject(outcome)
  })

  it('ask by our reference', async () => {
    const seen: unknown[] = []
    scripted.unary = (call, callback) => {
      seen.push(call.request)
      callback(null, { order })
    }
    await sellers.findOrder(ref, patient)
    await sellers.cancelOrder(ref, patient)
    expect(seen).toEqual(Array.from({ length: 2 }, () => ({ sellerId: 'harbor', requestId: 'ref-1' })))
  })
})

describe('the list of sellers', () => {
  it('comes as it is', async () => {
    scripted.unary = reply({
      sellers: [{ sellerId: 'harbor', name: 'Harbor', protocol: 'grpc', currency: 'USD', canLookUp: true }],
    })
    expect(await sellers.list(patient)).toMatchObject([
      { id: 'harbor', canLookUp: true, canCancel: false, notFoundFinalAfterMs: null },
    ])
  })

  it('is refused when the gateway does not answer', async () => {
    scripted.unary = () => {}
    await expect(sellers.list(soon)).rejects.toMatchObject({ code: 'sellers.unreachable' })
    scripted.unary = fail(status.UNAVAILABLE)
    await expect(sellers.list(patient)).rejects.toMatchObject({ code: 'sellers.unreachable' })
  })
})

it('reports an order as unknown when nobody is there at all', async () => {
  const nobody = connectSellers('127.0.0.1:1', { clock: systemClock, log })
  expect(await nobody.placeOrder(place, patient)).toMatchObject({ kind: 'unknown' })
  await expect(nobody.list(patient)).rejects.toMatchObject({ code: 'sellers.unreachable' })
  nobody.close()
})

it('shows the gateway its key with every call', async () => {
  const seen: unknown[] = []
  scripted.unary = (call, callback) => {
    seen.push(call.metadata.get('authorization')[0])
    callback(null, {})
  }
  scripted.stream = (call) => {
    seen.push(call.metadata.get('authorization')[0])
    call.end()
  }
  const door = { key: 'the key of the server', ca: null }
  const known = connectSellers(scripted.address, { clock: systemClock, log, door })
  await known.list(patient)
  for await (const _ of known.streamQuotes(
    { isbn13: '9780441172719', destination: { country: 'US' }, currency: 'USD' },
    patient,
  ));
  expect(seen).toEqual(['Bearer the key of the server', 'Bearer the key of the server'])
  known.close()
})
