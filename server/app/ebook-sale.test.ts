// An ebook bought over HTTP, with a worker beside the server and real files: read as soon as it is paid, given back until then, not after.
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'
import type { inferRouterOutputs } from '@trpc/server'
import { beforeAll, expect, it, vi } from 'vitest'
import { useApp } from '#testing/app'
import { demoBooks } from '../modules/ebooks/demo/books.ts'
import type { AppRouter } from './router.ts'

type Out = inferRouterOutputs<AppRouter>

const app = useApp({ worker: true })
const [kept = '', , returned = ''] = demoBooks.map((book) => book.isbn13)
const taxedIn = { country: 'US', postalCode: '75201' }
const patience = { timeout: 20_000, interval: 100 }

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['load-ebooks.ts'], {
    cwd: path.join(import.meta.dirname, '..'),
    env: { ...process.env, ...app.env() },
  })
}, 60_000)

async function call<T>(name: string, input: object): Promise<T> {
  const answer = await fetch(`${app.url}/trpc/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url, cookie: app.cookies.reader },
    body: JSON.stringify(input),
  })
  const body = (await answer.json()) as { result?: { data: T }; error?: { data: { refusal: string } } }
  if (!body.result) throw new Error(body.error?.data.refusal ?? String(answer.status))
  return body.result.data
}

async function ask<T>(name: string, input: object | null = null): Promise<T> {
  const query = input === null ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
  const answer = await fetch(`${app.url}/trpc/${name}${query}`, { headers: { cookie: app.cookies.reader } })
  const body = (await answer.json()) as { result?: { data: T } }
  if (!body.result) throw new Error(JSON.stringify(body))
  return body.result.data
}

/** Buys it as the page does; gives its order. */
async function buy(isbn13: string): Promise<string> {
  const { price, landed } = await ask<Out['ebooks']['offer']>('ebooks.offer', {
    isbn13,
    currency: 'USD',
    destination: taxedIn,
  })
  expect(landed?.total).toEqual(price)
  const line = { kind: 'ebook', isbn13, price }
  const { fingerprint } = await call<Out['cart']['add']>('cart.add', { key: randomUUID(), line, destination: taxedIn })
  const order = { key: randomUUID(), fingerprint, address: { taxedIn }, paymentMethod: 'pm_card_visa' }
  const { id } = await call<Out['checkout']['place']>('checkout.place', order)
  return await vi.waitFor(async () => {
    const { state, ebookOrderId } = await ask<Out['checkout']['get']>('checkout.get', { checkoutId: id })
    expect(state).toBe('PAID')
    return ebookOrderId ?? ''
  }, patience)
}

const owned = async () => (await ask<Out['ebooks']['library']>('ebooks.library')).owned.map(({ isbn13 }) => isbn13)
const read = (isbn13: string, cookie = app.cookies.reader) =>
  fetch(`${app.url}/read/${isbn13}/manifest.json`, { headers: { cookie } })

it('is in the library as soon as it is paid, and read by whoever paid; opened, it is not given back for a change of mind', async () => {
  expect((await read(kept)).status).toBe(403)
  const orderId = await buy(kept)
  expect(await owned()).toEqual([kept])
  expect(await ask('orders.get', { orderId })).toMatchObject({
    state: 'DELIVERED',
    isDigital: true,
    cancellable: false,
  })
  expect((await read(kept, app.cookies.stranger)).status).toBe(403)
  expect((await read(kept)).status).toBe(200)
  const back = { key: randomUUID(), orderId, reason: 'CHANGED_MIND' }
  await expect(call('refunds.request', back)).rejects.toThrow('refunds.ebook_opened')
  await expect(
    call('cart.add', {
      key: randomUUID(),
      line: { kind: 'ebook', isbn13: kept, price: { currency: 'USD', minor: 499 } },
    }),
  ).rejects.toThrow('cart.ebook_owned')
})

it('is given back unopened, and its money with it', async () => {
  const orderId = await buy(returned)
  const { id: refundId } = await call<Out['refunds']['request']>('refunds.request', {
    key: randomUUID(),
    orderId,
    reason: 'CHANGED_MIND',
  })
  expect(await owned()).not.toContain(returned)
  expect((await read(returned)).status).toBe(403)
  await vi.waitFor(async () => {
    expect(await ask('refunds.get', { refundId })).toMatchObject({ state: 'REFUNDED' })
  }, patience)
})
