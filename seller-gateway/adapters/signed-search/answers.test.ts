// Every class of answer that such a seller can give to an order, over a real socket, and what may be said about the order after it.
import { afterEach, describe, expect, it } from 'vitest'
import { shipTo } from '../../testing/books.ts'
import { outcomeOf, startCannedSeller } from '../../testing/canned-seller.ts'
import type { CannedAnswer } from '../../testing/canned-seller.ts'
import { fakeClock } from '../../testing/fake-clock.ts'
import { limits } from '../../testing/fake-seller.ts'
import { connectSignedSearch } from './index.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const order = {
  orderId: 'FX-1',
  referenceId: 'att_01',
  status: '05',
  statusText: '',
  item: { isbn13: '9780340839935', listingCondition: 'NOT NEW BOOK', itemCondition: 'Good' },
  total: { amount: '9.35', currency: 'GBP' },
  currentTotal: null,
  orderDate: '2026-11-21T10:00:03.120Z',
}
const coded = (code: number, more: object = {}): CannedAnswer => ({
  status: Math.floor(code / 10),
  body: { code, message: 'said so', ...more },
})
const created = (change: object) => coded(2010, { order: { ...order, ...change } })
const found = (...orders: object[]) => coded(2000, { orders })

async function connect(answer: CannedAnswer | 'cut', baseUrl?: string) {
  const sent: { path: string; body: string; headers: Record<string, unknown> }[] = []
  const seller = await startCannedSeller((path, body, headers) => {
    sent.push({ path, body, headers })
    return answer
  })
  const connection = {
    protocol: 'signed-search' as const,
    baseUrl: baseUrl ?? `${seller.url}/shop/`,
    clientKey: 'c&k',
    accessKey: 'a',
    secret: 's',
    headerPrefix: 'abe',
    quotesIn: ['GBP'] as const,
    pricesAreFinal: true,
  }
  const entry = { id: 'f', name: 'F', currency: 'GBP', currencies: ['GBP'], notFoundFinalAfterMs: 1, limits }
  const adapter = connectSignedSearch({ ...entry, allowLoopback: true, connection }, connection, {
    clock: fakeClock(),
    onRequest: () => {},
  })
  closing.push(() => adapter.close(), seller.close)
  const signal = AbortSignal.timeout(5_000)
  const limit = { currency: 'GBP', minor: 935n }
  const ask = { reference: 'att_01', quoteRef: 'b1', isbn13: '9780340839935', limit, shipTo }
  return { adapter, signal, sent, place: () => outcomeOf(adapter.placeOrder(ask, signal)) }
}

describe('placeOrder', () => {
  it.each<[string, CannedAnswer | 'cut', string]>([
    ['ordered', created({}), 'ORDER ACCEPTED'],
    ['the same again', coded(2000, { order }), 'ORDER ACCEPTED'],
    ['shipped by now', created({ status: '35' }), 'ORDER SHIPPED'],
    ['cancelled by now', created({ status: '17' }), 'ORDER CANCELLED'],
    ['item unavailable', created({ status: '14', total: null }), 'SOLD_OUT'],
    ['max price exceeded', created({ status: '53', total: null }), 'PRICE_CHANGED'],
    ['payment refused', created({ status: '19', total: null }), 'REJECTED'],
    ['seller inactive', created({ status: '54', total: null }), 'REJECTED'],
    ['extra shipping requested', created({ status: '93' }), 'ORDER UNSPECIFIED'],
    ['a status nobody knows', created({ status: '77' }), 'ORDER UNSPECIFIED'],
    ['no status', created({ status: '' }), 'OUTCOME_UNKNOWN'],
    ['created, without the order', coded(2010), 'OUTCOME_UNKNOWN'],
    ['a total that cannot be', created({ total: { amount: 'NaN', currency: 'GBP' } }), 'OUTCOME_UNKNOWN'],
    ['a dry run', coded(2002, { order }), 'OUTCOME_UNKNOWN'],
    ['still in work', coded(2003), 'OUTCOME_UNKNOWN'],
    ['taken, no more said', coded(2020), 'OUTCOME_UNKNOWN'],
    ['no such copy', coded(4040), 'SOLD_OUT'],
    ['used with other content', coded(4090), 'REQUEST_ID_REUSED'],
    ['malformed', coded(4220), 'REJECTED'],
    ['not sent there', coded(4222), 'REJECTED'],
    ['a 404 that nobody signed', { status: 404, body: 'Not Found' }, 'OUTCOME_UNKNOWN'],
    ['a refusal under another status', { status: 200, body: { code: 4040 } }, 'OUTCOME_UNKNOWN'],
    ['an order under another status', { status: 404, body: { code: 2010, order } }, 'OUTCOME_UNKNOWN'],
    ['a code nobody knows', coded(4181), 'OUTCOME_UNKNOWN'],
    ['access key unknown', coded(4010), 'REJECTED'],
    ['too old', coded(4013), 'REJECTED'],
    ['too new', coded(4014), 'REJECTED'],
    ['bad signature', coded(4017), 'REJECTED'],
    ['forbidden, in HTML', { status: 403, body: '<html>' }, 'REJECTED'],
    ['rate limit', coded(4291), 'NOT_SENT'],
    ['broken down', coded(5000), 'OUTCOME_UNKNOWN'],
    ['busy', coded(5030), 'OUTCOME_UNKNOWN'],
    ['no answer from a part of it', coded(5040), 'OUTCOME_UNKNOWN'],
    ['bad gateway', { status: 502, body: '<html>' }, 'OUTCOME_UNKNOWN'],
    ['no JSON', { status: 201, body: '{"code":2010,"order":{"ord' }, 'OUTCOME_UNKNOWN'],
    ['another shape', { body: [] }, 'OUTCOME_UNKNOWN'],
    ['nothing', { body: '' }, 'OUTCOME_UNKNOWN'],
    ['a cut connection', 'cut', 'OUTCOME_UNKNOWN'],
  ])('%s', async (_, answer, outcome) => {
    const { place, sent } = await connect(answer)
    expect(await place()).toBe(outcome)
    expect(sent).toHaveLength(1) // and never again on its own
  })

  it('has certainly not been sent when nobody listens, and sends nothing for a country that does not exist', async () => {
    const gone = await connect('cut', 'http://127.0.0.1:1/shop')
    expect(await gone.place()).toBe('NOT_SENT')
    const { adapter, signal, sent } = await connect(created({}))
    const nowhere = { ...shipTo, country: 'ZZ' }
    const limit = { currency: 'GBP', minor: 935n }
    const ask = { reference: 'att_01', quoteRef: 'b1', isbn13: '9780340839935', limit, shipTo: nowhere }
    expect(await outcomeOf(adapter.placeOrder(ask, signal))).toBe('REJECTED')
    expect(sent).toEqual([])
  })

  it('goes out under our reference, signed, with the path as it is', async () => {
    const { place, sent } = await connect(created({}))
    await place()
    expect(sent[0]).toMatchObject({
      path: '/shop/v1/orders',
      headers: {
        'abe-requestid': 'att_01',
        'abe-accesskey': 'a',
        'abe-date': '2026-11-21T10:00:00.000Z',
        'abe-signature': expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      },
    })
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({ referenceId: 'att_01', maxPrice: { amount: '9.35' } })
  })

  it('names a clock that is wrong', async () => {
    const theirs = new Date('2026-11-21T10:06:40Z').toUTCString()
    const { adapter, signal } = await connect({ ...coded(4013), headers: { date: theirs } })
    await expect(adapter.findOrder('att_01', signal)).rejects.toThrow(/our clock is 400 s behind theirs/)
  })
})

describe('findOrder', () => {
  it.each<[string, CannedAnswer | 'cut', unknown]>([
    ['none', found(), null],
    ['one', found(order), { state: 'ACCEPTED', sellerOrderId: 'FX-1' }],
    ['one that could not be filled', found({ ...order, status: '53', total: null }), { state: 'CANCELLED' }],
    ['somebody else’s', found({ ...order, referenceId: 'att_02' }), null],
  ])('%s', async (_, answer, expected) => {
    const { adapter, signal, sent } = await connect(answer)
    const order = await adapter.findOrder('att_01', signal)
    if (expected === null) expect(order).toBeNull()
    else expect(order).toMatchObject(expected as object)
    expect(sent[0]?.path).toBe('/shop/v1/orders?referenceId=att_01')
  })

  it.each<[string, CannedAnswer | 'cut', string]>([
    ['404', { status: 404, body: '' }, 'bad_data'],
    ['4040', coded(4040), 'rejected'],
    ['2003 with an empty list', coded(2003, { orders: [] }), 'unavailable'],
    ['no list', coded(2000), 'bad_data'],
    ['two that stand', found(order, order), 'bad_data'],
    ['a breakdown', coded(5000, { orders: [] }), 'unavailable'], // what the breaker counts
    ['a bad gateway', { status: 502, body: '<html>' }, 'unavailable'],
    ['a cut connection', 'cut', 'unavailable'],
  ])('%s is never "none"', async (_, answer, kind) => {
    const { adapter, signal } = await connect(answer)
    await expect(adapter.findOrder('att_01', signal)).rejects.toMatchObject({ name: 'SellerFailure', kind })
  })
})

describe('getQuotes', () => {
  const ask = { isbn13: '9780340839935', destination: { country: 'GB', postalCode: '' }, currency: 'EUR' }
  it.each<[string, CannedAnswer | 'cut', string]>([
    ['a client key refused', { status: 401, body: '' }, 'auth'],
    ['too many', { status: 429, body: '' }, 'throttled'],
    ['a breakdown', { status: 500, body: '' }, 'unavailable'],
    ['a query refused', { status: 400, body: '' }, 'rejected'],
    ['a page of HTML', { body: '<html>' }, 'bad_data'],
    ['another document', { body: '<x/>' }, 'bad_data'],
    [
      'a document type',
      { body: '<!DOCTYPE x><searchResults><resultCount>0</resultCount></searchResults>' },
      'bad_data',
    ],
    ['a cut connection', 'cut', 'unavailable'],
  ])('%s', async (_, answer, kind) => {
    const { adapter, signal } = await connect(answer)
    const quotes = adapter.getQuotes(ask, signal)[Symbol.asyncIterator]()
    await expect(quotes.next()).rejects.toMatchObject({ kind })
  })

  it('asks as the search wants to be asked', async () => {
    const { adapter, signal, sent } = await connect({
      body: '<searchResults><resultCount>0</resultCount></searchResults>',
    })
    expect(await Array.fromAsync(adapter.getQuotes(ask, signal))).toEqual([])
    expect(sent[0]?.path).toBe('/shop/search?isbn=9780340839935&currency=GBP&destinationcountry=GBR&clientkey=c%26k')
  })
})
