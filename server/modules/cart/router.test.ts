import { expect, it } from 'vitest'
import { Readable } from 'node:stream'
import { beforeAll } from 'vitest'
import { systemIds } from '#platform/ids'
import { receiveLines } from '#stock'
import { isbn13, useApp } from '#testing/app'
import { importCsv } from '#catalog'
import { chooseDemoRates, saveRates } from '#rates'

const app = useApp({ worker: false })
const line = { kind: 'copy', isbn13, condition: 'NEW', quantity: 2 }
const destination = { country: 'US', postalCode: '10001' }

beforeAll(async () => {
  const { db } = app
  const csv = `work_key,title,isbn13,format,language\nemma,Emma,9780141439518,paperback,en\n`
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject: () => {} })
  await saveRates(db, chooseDemoRates())
  const copies = {
    isbn13,
    condition: 'NEW',
    quantity: 9,
    price: { currency: 'USD', minor: 1_200n },
    key: 'goods',
  } as const
  await receiveLines({ db, ids: systemIds }, { lines: [copies], by: 'test', at: new Date() })
})

/** One call over HTTP; gives the answer and the cart's cookie, if one was set. */
async function call(name: string, input: object | null, cookie = '') {
  const isQuery = input === null || name === 'cart.get'
  const query = isQuery && input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const response = await fetch(`${app.url}/trpc/${name}${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', origin: app.url, cookie },
    ...(!isQuery && { body: JSON.stringify(input) }),
  })
  const body = (await response.json()) as { result?: { data: never }; error?: { data: Record<string, unknown> } }
  return { data: body.result?.data as unknown, error: body.error?.data, set: response.headers.getSetCookie() }
}

it('keeps a guest’s cart in a cookie that no script reads, and joins it to the account’s at sign-in', async () => {
  const added = await call('cart.add', { key: 'the first', line, destination })
  expect(added.set).toEqual([
    expect.stringMatching(/^quire\.cart=[\w-]{43}; Max-Age=5184000; Path=\/; HttpOnly; SameSite=Lax$/),
  ])
  const cookie = added.set[0]?.split(';')[0] ?? ''
  expect(added.data).toMatchObject({
    lines: [
      { kind: 'copy', title: 'Dune', quantity: 2, price: { minor: 1_200 }, goods: { minor: 2_400 }, changes: [] },
    ],
    totals: { kind: 'known', goods: { minor: 2_400 }, total: { minor: 3_156 }, taxName: 'New York sales tax' },
    isOrderable: true,
  })
  expect((await call('cart.count', null)).data).toEqual({ count: 0 }) // without the cookie it is nobody's
  const signedIn = `${app.cookies.reader}; ${cookie}`
  expect(await call('cart.get', {}, signedIn)).toMatchObject({ data: { count: 2 }, set: [] })
  await call('cart.add', { key: 'the second', line }, signedIn)
  expect((await call('cart.count', null, app.cookies.reader)).data).toEqual({ count: 4 })
  expect((await call('cart.count', null, cookie)).data).toEqual({ count: 0 })
  expect((await call('cart.count', null, app.cookies.stranger)).data).toEqual({ count: 0 })
})

it.each([
  ['line.isbn13', 'cart.add', { key: 'some key', line: { ...line, isbn13: '9780441172710' } }],
  ['line.quantity', 'cart.add', { key: 'some key', line: { ...line, quantity: 100 } }],
  [
    'line.conditions',
    'cart.add',
    { key: 'some key', line: { kind: 'cheapest', isbn13, conditions: [], maxTotal: { currency: 'USD', minor: 1 } } },
  ],
  [
    'line.maxTotal.minor',
    'cart.add',
    {
      key: 'some key',
      line: { kind: 'cheapest', isbn13, conditions: ['NEW'], maxTotal: { currency: 'USD', minor: 0 } },
    },
  ],
  ['key', 'cart.add', { key: 'short', line }],
  ['quantity', 'cart.update', { id: 'copy', quantity: 0 }],
  ['destination.country', 'cart.remove', { id: 'copy', destination: { country: 'usa' } }],
])('names the field %s of what cannot be', async (field, name, input) => {
  expect((await call(name, input)).error).toMatchObject({
    refusal: 'input.invalid',
    fields: { [field]: expect.any(String) },
  })
})

it('shows our own copies of a book to anybody', async () => {
  const response = await fetch(`${app.url}/trpc/stock.offers?input=${encodeURIComponent(JSON.stringify({ isbn13 }))}`)
  expect(await response.json()).toMatchObject({
    result: { data: { offers: [{ condition: 'NEW', price: { currency: 'USD', minor: 1_200 }, available: 9 }] } },
  })
})
