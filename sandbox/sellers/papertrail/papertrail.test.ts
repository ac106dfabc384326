// What is Papertrail's own: its key, prices in two shapes, order ids in the path, errors with codes.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { control } from '../../testing/control.ts'
import { askPapertrail } from '../../testing/papertrail-buyer.ts'

const isbn13 = '9780340839935'
const order = {
  offer_id: `${isbn13}-1`,
  max_total: { amount: '12.00', currency: 'EUR' },
  deliver_to: { name: 'A Reader', street: ['1 High Street'], town: 'York', postcode: 'YO1', country: 'GB' },
}
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await control(sandbox, 'PUT', `/sellers/papertrail/offers/${isbn13}`, { price: '10', shipping: '2', quantity: 3 })
})

async function ask(method: string, path: string, sent: { body?: unknown; key?: string } = {}) {
  const answer = await askPapertrail(sandbox, method, path, sent)
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Said }
}

interface Said {
  offers: { offer_id: string; stock: number }[]
  error: { code: string }
}

it('opens to its key only', async () => {
  for (const key of ['', 'papertrail-kez'])
    expect(await ask('GET', `/books/${isbn13}/offers`, { key })).toMatchObject({
      status: 401,
      body: { error: { code: 'wrong_key' } },
    })
})

it('prices in euros, as text here and as a number there', async () => {
  expect(await ask('GET', `/books/${isbn13}/offers`)).toMatchObject({
    status: 200,
    body: { isbn: isbn13, currency: 'EUR', offers: [{ price: '10.00', postage: 2, vat: 0, stock: 3, grade: 'new' }] },
  })
})

it('says nothing of postage where it does not deliver, and does not sell there', async () => {
  const { body } = await ask('GET', '/books/9780141439518/offers?country=AQ') // one that is carried and seeded
  expect(body.offers[0]).not.toHaveProperty('postage')
  const inStock = body.offers.find(({ stock }) => stock > 0)
  const wanted = { ...order, offer_id: inStock?.offer_id, deliver_to: { ...order.deliver_to, country: 'AQ' } }
  expect(await ask('PUT', '/orders/r1', { body: wanted })).toMatchObject({
    status: 409,
    body: { error: { code: 'not_delivered_there' } },
  })
})

it('makes an order once: 201, then 200', async () => {
  const made = await ask('PUT', '/orders/r1', { body: order })
  const again = await ask('PUT', '/orders/r1', { body: order })
  expect([made.status, again.status]).toEqual([201, 200])
  expect(again.body).toEqual(made.body)
})

it('names the field that is wrong', async () => {
  const wrong = { ...order, max_total: { amount: 'twelve', currency: 'EUR' } }
  expect(await ask('PUT', '/orders/r1', { body: wrong })).toMatchObject({
    status: 422,
    body: { error: { code: 'invalid', field: 'max_total' } },
  })
  expect(await ask('PUT', `/orders/${'x'.repeat(65)}`, { body: order })).toMatchObject({
    status: 422,
    body: { error: { code: 'invalid', field: 'client_order_id' } },
  })
})

it('does not know every book', async () => {
  await control(sandbox, 'PUT', `/sellers/papertrail/offers/${isbn13}`, { price: '10', quantity: 0 })
  expect(await ask('GET', `/books/${isbn13}/offers`)).toMatchObject({
    status: 404,
    body: { error: { code: 'unknown_book' } },
  })
})

it('says when to come back', async () => {
  await control(sandbox, 'PATCH', '/sellers/papertrail', { ratePerSecond: 1 })
  const answers = await Promise.all([1, 2, 3].map(() => ask('GET', `/books/${isbn13}/offers`)))
  const refused = answers.find(({ status }) => status === 429)
  expect([refused?.body.error.code, refused?.headers.get('retry-after')]).toEqual(['slow_down', '1'])
})
