// What is Meridian's own: GraphQL documents, query cost, warnings, VAT inside the price, free shipping, carts.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { control, ordersOf } from '../../testing/control.ts'
import { documents, postGraphql, toCartInput } from '../../testing/meridian-buyer.ts'
import type { MeridianAnswer } from '../../testing/meridian-buyer.ts'
import { BadDocument, readDocument } from './document.ts'

const isbn13 = '9780340839935'
const variant = `gid://meridian/ProductVariant/${isbn13}-1`
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await control(sandbox, 'PUT', `/sellers/meridian/offers/${isbn13}`, { price: '11.90', shipping: '3.95', quantity: 3 })
})

describe('readDocument', () => {
  it('reads variables, literals, aliases and nested selections', () => {
    const text = `query Q($a: [Int!]!, $b: String) { # a comment
      found: thing(a: $a, b: $b, c: {d: "x\\"y", e: [1, -2.5, true, null, RED]}) { id, deep { er } } }`
    expect(readDocument(text, { a: [7] })).toEqual({
      type: 'query',
      root: {
        name: 'thing',
        alias: 'found',
        args: { a: [7], b: undefined, c: { d: 'x"y', e: [1, -2.5, true, null, 'RED'] } },
        fields: [
          { name: 'id', alias: 'id', args: {}, fields: null },
          { name: 'deep', alias: 'deep', args: {}, fields: [{ name: 'er', alias: 'er', args: {}, fields: null }] },
        ],
      },
    })
  })

  it.each([
    '',
    'query {',
    'query { a { } }',
    'query { a b }',
    'query { a } query { b }',
    'subscription { a { b } }',
    'query { a(b: $c) { d } }',
    'query { a { ...f } }',
    'query { a(b: ) { c } }',
    'query { a(b: "c) { d } }',
    `query { ${'a { '.repeat(40)}`,
  ])('refuses %j', (text) => expect(() => readDocument(text, {})).toThrow(BadDocument))
})

it('answers what was asked for and no more, under the names that were asked for', async () => {
  const query = `{ books: productVariants(barcode: "${isbn13}", country: "GB", first: 1) { nodes { isbn: barcode price { amount } } } }`
  expect((await ask(query)).data).toEqual({ books: { nodes: [{ isbn: isbn13, price: { amount: '11.90' } }] } })
})

it('lets nobody in without the token', async () => {
  const answer = await postGraphql(sandbox, { query: documents.find }, { token: 'wrong' })
  expect([answer.status, await answer.json()]).toMatchObject([
    401,
    { errors: [{ extensions: { code: 'ACCESS_DENIED' } }] },
  ])
})

it.each([
  ['no JSON', 'certainly not'],
  ['no query', {}],
  ['no document', { query: 'certainly not' }],
  ['a field it does not have', { query: `{ order(clientMutationId: "r1") { secret } }` }],
  ['a leaf with fields', { query: `{ order(clientMutationId: "r1") { id { x } } }` }],
  ['no selection', { query: `{ order(clientMutationId: "r1") }` }],
  ['an unknown root', { query: `{ refunds { id } }` }],
  ['a mutation as a query', { query: documents.cancel.replace('mutation', 'query') }],
  ['a missing variable', { query: documents.quotes, variables: { barcode: isbn13 } }],
  ['too many', { query: documents.quotes, variables: { barcode: isbn13, country: 'GB', first: 51 } }],
])('executes nothing for %s, and gives no data', async (_, body) => {
  const answer = await postGraphql(sandbox, body)
  const read = (await answer.json()) as MeridianAnswer
  expect([answer.status, codeOf(read), 'data' in read]).toEqual([200, 'BAD_REQUEST', false])
})

it('has a null in data when it broke down, and perhaps did something', async () => {
  await control(sandbox, 'PATCH', '/sellers/meridian', { failRate: 1 })
  expect(await quote()).toMatchObject({ data: null, errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
})

it('throttles by what a query costs, and says when it has refilled', async () => {
  await control(sandbox, 'PATCH', '/sellers/meridian', { ratePerSecond: 1 })
  const dear = await quote(50) // 52 points, and a second's worth is 20
  expect([codeOf(dear), 'data' in dear]).toEqual(['THROTTLED', false])
  expect(dear.extensions?.cost).toMatchObject({
    requestedQueryCost: 52,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: 20, currentlyAvailable: 20, restoreRate: 20 },
  })
  const cheap = await quote(10)
  expect(cheap.extensions?.cost).toMatchObject({ requestedQueryCost: 12, actualQueryCost: 12 })
  expect(cheap.extensions?.cost.throttleStatus.currentlyAvailable).toBeLessThan(20)
})

it('includes VAT in its prices and sends dear books for nothing', async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const seen = { free: 0, charged: 0 }
  for (let n = 0; n < 60; n += 1) {
    const barcode = isbnOf(n)
    const { data } = await ask(documents.quotes, { barcode, country: 'DE', first: 10 })
    const [theirs] = (
      await control<{ total: { minor: number } }[]>(sandbox, 'GET', `/sellers/meridian/offers/${barcode}?country=DE`)
    ).body
    const node = data?.productVariants?.nodes[0] as Node | undefined
    if (!node || !theirs) continue
    const [item, shipping] = [cents(node.price.amount), cents(node.shippingRate?.price.amount ?? '')]
    expect(shipping === 0).toBe(item >= 3500)
    expect(item + shipping).toBe(theirs.total.minor)
    expect(cents(node.includedTax.amount)).toBe(Math.floor(((item + shipping) * 700) / 10_700))
    seen[shipping === 0 ? 'free' : 'charged'] += 1
  }
  expect(seen.free).toBeGreaterThan(0)
  expect(seen.charged).toBeGreaterThan(seen.free)
})

it('delivers nowhere it does not know', async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const nodes = await Promise.all(
    Array.from({ length: 10 }, async (_, n) => {
      const { data } = await ask(documents.quotes, { barcode: isbnOf(n), country: 'AQ', first: 1 })
      return data?.productVariants?.nodes[0]?.shippingRate
    }),
  )
  expect(new Set(nodes)).toEqual(new Set([null]))
})

describe('carts', () => {
  it('are the same for the same clientMutationId, sell nothing, and are refused with other content', async () => {
    const first = await create()
    expect(first).toMatchObject({ userErrors: [], warnings: [], cart: { lines: [{ quantity: 1 }] } })
    expect(await create()).toEqual(first)
    const other = { ...toCartInput('r1', variant), lines: [{ merchandiseId: `${variant}9`, quantity: 1 }] }
    expect(await create(other)).toMatchObject({ cart: null, userErrors: [{ code: 'CLIENT_MUTATION_ID_REUSED' }] })
    expect(await ordersOf(sandbox, 'meridian')).toEqual([])
  })

  it('tell that stock is out by a warning, with an empty cart', async () => {
    await control(sandbox, 'PATCH', '/sellers/meridian', { soldOutRate: 1 })
    const { cart } = await create()
    const submitted = await submit(cart?.id)
    expect(submitted).toMatchObject({
      order: null,
      userErrors: [],
      warnings: [{ code: 'MERCHANDISE_OUT_OF_STOCK', target: variant }],
    })
    expect(await create()).toMatchObject({ cart: { lines: [] }, userErrors: [], warnings: [{ target: variant }] })
  })

  it('follow the price until they are submitted', async () => {
    await create()
    await control(sandbox, 'PUT', `/sellers/meridian/offers/${isbn13}`, {
      price: '12.00',
      shipping: '3.95',
      quantity: 1,
    })
    const { cart } = await create()
    expect(cart).toMatchObject({ cost: { totalAmount: { amount: '15.95', currencyCode: 'EUR' } } })
    expect(await submit(cart?.id)).toMatchObject({
      userErrors: [{ code: 'TOTAL_ABOVE_EXPECTED', currentTotal: { amount: '15.95', currencyCode: 'EUR' } }],
    })
  })

  it('stay as they were once they are submitted, the last copy or not', async () => {
    await control(sandbox, 'PUT', `/sellers/meridian/offers/${isbn13}`, {
      price: '11.90',
      shipping: '3.95',
      quantity: 1,
    })
    const before = await create()
    const { order } = await submit(before.cart?.id)
    expect(await create()).toEqual(before)
    expect(await submit(before.cart?.id)).toMatchObject({ order })
    expect(await ordersOf(sandbox, 'meridian')).toHaveLength(1)
  })

  it('that nobody has made, or of another clientMutationId, are not found', async () => {
    expect(await submit('gid://meridian/Cart/none')).toMatchObject({ userErrors: [{ code: 'CART_NOT_FOUND' }] })
    const { cart } = await create(toCartInput('r2', variant))
    expect(await submit(cart?.id)).toMatchObject({ userErrors: [{ code: 'CART_NOT_FOUND' }] })
  })

  it.each([
    ['MERCHANDISE_NOT_FOUND', { lines: [{ merchandiseId: 'nothing', quantity: 1 }] }],
    ['INVALID', { lines: [{ merchandiseId: variant, quantity: 2 }] }],
    ['INVALID', { clientMutationId: '' }],
  ])('say what is wrong: %s', async (code, change) => {
    expect(await create({ ...toCartInput('r1', variant), ...change })).toMatchObject({
      cart: null,
      userErrors: [{ code }],
    })
  })
})

interface Node {
  price: { amount: string }
  includedTax: { amount: string }
  shippingRate: { price: { amount: string } } | null
}

async function ask(query: string, variables: object = {}): Promise<MeridianAnswer> {
  return (await (await postGraphql(sandbox, { query, variables })).json()) as MeridianAnswer
}

function quote(first = 10): Promise<MeridianAnswer> {
  return ask(documents.quotes, { barcode: isbn13, country: 'GB', first })
}

async function create(input: object = toCartInput('r1', variant)) {
  return (await ask(documents.create, { input })).data?.cartCreate ?? {}
}

async function submit(cartId: string | undefined) {
  const expectedTotal = { amount: '15.85', currencyCode: 'EUR' }
  return (
    (await ask(documents.submit, { input: { cartId, clientMutationId: 'r1', expectedTotal } })).data?.cartSubmit ?? {}
  )
}

function codeOf({ errors }: MeridianAnswer): string | undefined {
  return errors?.[0]?.extensions.code
}

function cents(amount: string): number {
  return Math.round(Number(amount) * 100)
}

function isbnOf(n: number): string {
  const body = `978${String(1_000_003 * (n + 1)).padStart(9, '0')}`
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}
