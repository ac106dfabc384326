// The adapter against both houses of the sandbox's Continental: documents that come late, twice, half-written, or about another book.
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import type { PlaceAsk, SellerAdapter, SellerQuote } from '../../core/adapter.ts'
import { systemClock } from '../../core/clock.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { OrderPending } from '../../core/seller-failure.ts'
import { sandboxSellers } from '../../default-sellers.ts'
import { isbn, shipTo } from '../../testing/books.ts'
import type { EdiConnection } from './client.ts'
import { connectEdi } from './index.ts'

const book = isbn(8)
const never = new AbortController().signal
let sandbox: Sandbox
const open: SellerAdapter[] = []

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
afterEach(async () => {
  for (const adapter of open.splice(0)) await adapter.close()
})

function connect(id: string, change: Partial<EdiConnection> = {}): SellerAdapter {
  const entry = sandboxSellers({ url: sandbox.url, grpcAddr: '' }).find((one) => one.id === id) as SellerEntry
  const connection = { ...(entry.connection as EdiConnection), patienceMs: 400, ...change }
  const adapter = connectEdi(entry, connection, { clock: systemClock, onRequest: () => {} })
  open.push(adapter)
  return adapter
}

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(sandbox.url + path, { method, ...(body && { body: JSON.stringify(body) }) })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

describe.each([
  ['continental', 'EUR'],
  ['continental-us', 'USD'],
])('%s', (id, currency) => {
  let adapter: SellerAdapter
  const offer = (price: string) =>
    control('PUT', `/sellers/${id}/offers/${book}`, { price, shipping: '2.40', quantity: 9 })
  const behave = (knobs: object) => control('PATCH', `/sellers/${id}`, knobs)
  const operations = async () =>
    (await control<{ operation: string }[]>('GET', `/journal/sellers/${id}/requests`)).map((one) => one.operation)
  const order = (reference: string): PlaceAsk => ({
    reference,
    quoteRef: '',
    isbn13: book,
    limit: { currency, minor: 1139n },
    shipTo,
  })
  const slow = { documentMs: { p50: 900, p99: 900 } }

  beforeEach(async () => {
    await control('POST', '/reset', { seed: 1 })
    await offer('8.99')
    adapter = connect(id)
  })

  it('fetches a price list once, and the next when there is one', async () => {
    expect((await quoteIt(adapter))?.item.minor).toBe(899n)
    await quoteIt(adapter)
    await offer('9.99')
    expect((await quoteIt(adapter))?.item.minor).toBe(999n)
    const read = await operations()
    expect(read.filter((operation) => operation === 'ReadDocument')).toHaveLength(2)
    expect(read.filter((operation) => operation === 'ListDocuments')).toHaveLength(3)
  })

  it('does not know the outcome of an order that is not answered in time, and learns it from the late answer', async () => {
    await behave(slow)
    await expect(adapter.placeOrder(order('r1'), never)).rejects.toBeInstanceOf(OrderPending)
    await vi.waitFor(
      async () => expect(await adapter.findOrder('r1', never)).toMatchObject({ state: 'ACCEPTED' }),
      8_000,
    )
  })

  it('asks for an order that another gateway has placed, once, and waits for the answer', async () => {
    await adapter.placeOrder(order('r1'), never)
    const other = connect(id)
    await behave(slow)
    await expect(other.findOrder('r1', never)).rejects.toBeInstanceOf(OrderPending)
    await vi.waitFor(async () => expect(await other.findOrder('r1', never)).toMatchObject({ state: 'ACCEPTED' }), 8_000)
    expect((await operations()).filter((operation) => operation === 'EnquireOrder')).toHaveLength(1)
    expect(await other.findOrder('r2', never).catch((error: unknown) => error)).toBeInstanceOf(OrderPending)
  })

  it('asks nothing about an order whose answer it has read', async () => {
    await adapter.placeOrder(order('r1'), never)
    expect(await adapter.findOrder('r1', never)).toMatchObject({ state: 'ACCEPTED' })
    expect(await operations()).not.toContain('EnquireOrder')
  })

  it('hears that there is no order, and asks again each time', async () => {
    expect(await adapter.findOrder('r1', never)).toBeNull()
    await adapter.placeOrder(order('r1'), never)
    expect(await adapter.findOrder('r1', never)).not.toBeNull()
    expect(await connect(id).findOrder('r3', never)).toBeNull()
    expect(await adapter.findOrder('r3', never)).toBeNull()
    expect(await adapter.findOrder('r3', never)).toBeNull()
    expect((await operations()).filter((operation) => operation === 'EnquireOrder')).toHaveLength(4)
  })

  it('reports a substitute as the book that it is, and cancels it', async () => {
    await behave({ substituteRate: 1 })
    const placed = await adapter.placeOrder(order('r1'), never)
    expect(placed).toMatchObject({ state: 'ACCEPTED', total: { minor: 1139n } })
    expect(placed.isbn13).not.toBe(book)
    expect((await connect(id).findOrder('r1', never))?.isbn13).toBe(placed.isbn13)
    expect(await adapter.cancelOrder('r1', never)).toMatchObject({ state: 'CANCELLED' })
  })

  it('calls a back order an order of no book', async () => {
    await behave({ backOrderRate: 1 })
    expect(await adapter.placeOrder(order('r1'), never)).toMatchObject({ state: 'ACCEPTED', isbn13: '' })
    expect(await connect(id).findOrder('r1', never)).toMatchObject({ isbn13: '' })
  })

  it('counts documents once, however often they come and under whatever number', async () => {
    await behave({ duplicateRate: 1 })
    expect(await adapter.placeOrder(order('r1'), never)).toMatchObject({ state: 'ACCEPTED' })
    expect(await adapter.cancelOrder('r1', never)).toMatchObject({ state: 'CANCELLED' })
    expect(await adapter.findOrder('r1', never)).toMatchObject({ state: 'CANCELLED' })
    expect(await adapter.placeOrder(order('r2'), never)).toMatchObject({ reference: 'r2', state: 'ACCEPTED' })
  })

  it('waits for documents that are still being written', async () => {
    await behave({ halfWrittenRate: 1 })
    expect(await adapter.placeOrder(order('r1'), never)).toMatchObject({ state: 'ACCEPTED' })
    await offer('8.99')
    await expect(quoteIt(connect(id))).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('is sure that nothing was ordered while it only looked for its place, and not once it has posted', async () => {
    await behave({ failRate: 1 })
    await expect(adapter.placeOrder(order('r1'), never)).rejects.toMatchObject({ kind: 'unavailable', actedOn: 'no' })
    await behave({ failRate: 0 })
    await adapter.findOrder('r0', never)
    await behave({ failRate: 1 })
    await expect(adapter.placeOrder(order('r1'), never)).rejects.toMatchObject({
      kind: 'unavailable',
      actedOn: 'maybe',
    })
  })

  it('is sure that nothing was ordered when it could not write the order down, or was let in nowhere', async () => {
    const unwritable = { ...order('r1'), shipTo: { ...shipTo, recipient: 'Łukasz 東' } }
    await expect(adapter.placeOrder(unwritable, never)).rejects.toMatchObject({
      name: 'OrderRefused',
      reason: 'REJECTED',
    })
    const stranger = connect(id, { password: 'wrong' })
    await expect(stranger.placeOrder(order('r1'), never)).rejects.toMatchObject({ kind: 'auth', actedOn: 'no' })
    await expect(quoteIt(stranger)).rejects.toMatchObject({ kind: 'auth' })
    expect(await operations()).not.toContain('PlaceOrder')
  })
})

it('quotes in francs at home and in euros elsewhere', async () => {
  await control('POST', '/reset', { seed: 1 })
  const adapter = connect('continental')
  const listed = '9780141439518'
  const currencies = []
  for (const country of ['CH', 'DE', 'US']) currencies.push((await quoteIt(adapter, listed, country))?.item.currency)
  expect(currencies).toEqual(['CHF', 'EUR', 'EUR'])
})

describe('a seller that does not read our documents', () => {
  it.each([
    ['edifact', '4+12', { name: 'OrderRefused', reason: 'REJECTED' }],
    ['edifact', '4+26', { kind: 'rejected', actedOn: 'maybe' }],
    ['edifact', '8', { kind: 'timeout', actedOn: 'maybe' }],
    ['edifact', '99', { kind: 'timeout', actedOn: 'maybe' }], // a receipt that cannot be read is none
  ] as const)('answers %s with CONTRL %s: %j', async (standard, said, expected) => {
    const documents: string[] = []
    const server = createServer((request, response) => {
      void (async () => {
        let body = ''
        for await (const chunk of request) body += String(chunk)
        if (request.method === 'POST') {
          const [, number = ''] = /UNB\+[^']*\+(\w+)'/.exec(body) ?? []
          documents.push(`UNB+UNOC:3+S+R+261121:1015+1'UNH+1+CONTRL:D:3:UN'UCI+${number}+Q+C+${said}'UNT+3+1'UNZ+1+1'`)
          return response.writeHead(202).end()
        }
        const at = /mailbox\/(\d+)$/.exec(request.url ?? '')?.[1]
        const list = documents.map((_, i) => `${i + 1} C CONTRL\n`).join('')
        const isAfter = request.url?.includes('after=0')
        return response.end(at ? documents[Number(at) - 1] : `END ${documents.length}\n${isAfter ? list : ''}`)
      })()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mailbox`
    const adapter = connect('continental', { standard, baseUrl, patienceMs: 150 })
    const limit = { currency: 'EUR', minor: 1139n }
    const placing = adapter.placeOrder({ reference: 'r1', quoteRef: '', isbn13: book, limit, shipTo }, never)
    await expect(placing).rejects.toMatchObject(expected)
    server.closeAllConnections()
    server.close()
  })
})

async function quoteIt(adapter: SellerAdapter, isbn13 = book, country = 'GB'): Promise<SellerQuote | undefined> {
  const quotes: SellerQuote[] = []
  const ask = { isbn13, destination: { country, postalCode: '' }, currency: 'EUR' }
  for await (const quote of adapter.getQuotes(ask, never)) quotes.push(quote)
  return quotes[0]
}
