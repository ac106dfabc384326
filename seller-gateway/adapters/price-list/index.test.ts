// The adapter against the sandbox's Bargain Barn: what is fetched and when, files that are not whole, and orders that lie on a desk.
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { startSandbox } from '@quire/sandbox'
import type { Sandbox } from '@quire/sandbox'
import type { PlaceAsk, SellerAdapter, SellerQuote } from '../../core/adapter.ts'
import { systemClock } from '../../core/clock.ts'
import type { SellerEntry } from '../../core/registry.ts'
import { OrderPending, OrderRefused } from '../../core/seller-failure.ts'
import { sandboxSellers } from '../../default-sellers.ts'
import { isbn, shipTo } from '../../testing/books.ts'
import type { PriceListConnection } from './client.ts'
import { connectPriceList } from './index.ts'

const book = isbn(7)
const never = new AbortController().signal
let sandbox: Sandbox
let adapter: SellerAdapter

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(async () => {
  await adapter.close()
  await sandbox.close()
})
beforeEach(async () => {
  await control('POST', '/reset', { seed: 1 })
  await offer('8.99')
  adapter = connect()
  return () => adapter.close()
})

function connect(change: Partial<PriceListConnection> = {}): SellerAdapter {
  const entry = sandboxSellers({ url: sandbox.url, grpcAddr: '' }).find(
    ({ id }) => id === 'bargain-barn',
  ) as SellerEntry
  const connection = { ...(entry.connection as PriceListConnection), patienceMs: 120, ...change }
  return connectPriceList(entry, connection, { clock: systemClock, onRequest: () => {} })
}

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(sandbox.url + path, { method, ...(body && { body: JSON.stringify(body) }) })
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}

const offer = (price: string) =>
  control('PUT', `/sellers/bargain-barn/offers/${book}`, { price, shipping: '2.40', quantity: 9 })
const behave = (knobs: object) => control('PATCH', '/sellers/bargain-barn', knobs)
const operations = async () =>
  (await control<{ operation: string }[]>('GET', '/journal/sellers/bargain-barn/requests')).map((one) => one.operation)

async function quoteIt(from = adapter): Promise<SellerQuote | undefined> {
  const quotes: SellerQuote[] = []
  const ask = { isbn13: book, destination: { country: 'GB', postalCode: '' }, currency: 'EUR' }
  for await (const quote of from.getQuotes(ask, never)) quotes.push(quote)
  return quotes[0]
}

async function order(reference: string): Promise<PlaceAsk> {
  const { quoteRef } = (await quoteIt())!
  return { reference, quoteRef, isbn13: book, limit: { currency: 'EUR', minor: 1139n }, shipTo }
}

it('fetches the list once, then what has changed, and learns that nothing has', async () => {
  expect((await quoteIt())?.item.minor).toBe(899n)
  await quoteIt()
  await offer('9.99')
  expect((await quoteIt())?.item.minor).toBe(999n)
  await control('PUT', `/sellers/bargain-barn/offers/${book}`, { price: '1', quantity: 0 })
  expect(await quoteIt()).toBeUndefined()
  expect(await operations()).toEqual(['ReadList', 'ReadDelta', 'ReadDelta', 'ReadDelta'])
})

it('fetches the whole list again when the seller does not know the one it has', async () => {
  await quoteIt()
  await control('POST', '/reset', { seed: 2 })
  await offer('7.77')
  expect((await quoteIt())?.item.minor).toBe(777n)
  expect(await operations()).toEqual(['ReadDelta', 'ReadList'])
})

it('asks nothing while the list may be used', async () => {
  await behave({ listEveryMs: 60_000 })
  await quoteIt()
  await Promise.all(Array.from({ length: 50 }, () => quoteIt()))
  expect(await operations()).toEqual(['ReadList'])
})

it('fetches once for a crowd', async () => {
  await Promise.all(Array.from({ length: 50 }, () => quoteIt()))
  expect(await operations()).toEqual(['ReadList'])
})

it('uses nothing of a list that is still being written', async () => {
  await behave({ halfWrittenRate: 1 })
  await expect(quoteIt()).rejects.toMatchObject({ kind: 'bad_data' })
  await behave({ halfWrittenRate: 0 })
  expect(await quoteIt()).toBeDefined()
})

it('does not know the outcome of an order that lies on the desk, and finds it when it has been worked on', async () => {
  await behave({ documentMs: { p50: 600, p99: 600 } })
  await expect(adapter.placeOrder(await order('r1'), never)).rejects.toBeInstanceOf(OrderPending)
  await expect(adapter.findOrder('r1', never)).rejects.toBeInstanceOf(OrderPending)
  await vi.waitFor(async () => expect(await adapter.findOrder('r1', never)).toMatchObject({ state: 'ACCEPTED' }), 5_000)
})

it('does not know the outcome while the result is still being written', async () => {
  const wanted = await order('r1')
  await behave({ halfWrittenRate: 1 })
  await expect(adapter.placeOrder(wanted, never)).rejects.toMatchObject({ kind: 'timeout', actedOn: 'maybe' })
  await expect(adapter.findOrder('r1', never)).rejects.toMatchObject({ kind: 'unavailable' })
  await behave({ halfWrittenRate: 0 })
  expect(await adapter.findOrder('r1', never)).toMatchObject({ reference: 'r1', state: 'ACCEPTED' })
})

it('takes no earlier result for the answer to this order', async () => {
  const wanted = await order('r1')
  await offer('9.99')
  await expect(adapter.placeOrder(wanted, never)).rejects.toBeInstanceOf(OrderRefused)
  await offer('8.99')
  expect(await adapter.placeOrder(wanted, never)).toMatchObject({ state: 'ACCEPTED' })
})

it('is refused prices of a list that its seller does not know', async () => {
  const wanted = { ...(await order('r1')), quoteRef: 'L0-0/N' }
  const refused = await adapter.placeOrder(wanted, never).catch((error: unknown) => error)
  expect(refused).toMatchObject({ reason: 'PRICE_CHANGED', newTotal: undefined })
  expect(await adapter.findOrder('r1', never)).toBeNull()
})

it('has certainly ordered nothing with a wrong password, or a file that is refused', async () => {
  const wanted = await order('r1')
  const stranger = connect({ password: 'wrong' })
  await expect(stranger.placeOrder(wanted, never)).rejects.toMatchObject({ kind: 'auth', actedOn: 'no' })
  await expect(quoteIt(stranger)).rejects.toMatchObject({ kind: 'auth' })
  await stranger.close()
  const unreadable = { ...wanted, reference: 'no reference at all' }
  await expect(adapter.placeOrder(unreadable, never)).rejects.toMatchObject({ kind: 'rejected', actedOn: 'no' })
})
