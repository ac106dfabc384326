// What is Lantern's own: versions, idempotency keys, tokens, messages inside 201, ebooks, yen.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { control, ordersOf } from '../../testing/control.ts'
import { askLantern, toCompletion, toDelegation, toSession } from '../../testing/lantern-buyer.ts'

const isbn13 = '9780340839935'
const item = { id: `lt_${isbn13}-1` }
const total = { currency: 'USD', minor: 1200n }
let sandbox: Sandbox
let nextKey = 0

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await control(sandbox, 'PUT', `/sellers/lantern/offers/${isbn13}`, { price: '10', shipping: '2', quantity: 3 })
})

interface Said {
  id: string
  status: string
  code: string
  currency: string
  totals: { type: string; amount: number }[]
  messages: { code: string }[]
  [field: string]: unknown
}

async function post(path: string, body: unknown, key = `k${(nextKey += 1)}`, headers: Record<string, string> = {}) {
  const answer = await askLantern(sandbox, 'POST', path, { body, key, headers })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Said }
}

async function get(path: string) {
  const answer = await askLantern(sandbox, 'GET', path)
  return { status: answer.status, body: (await answer.json()) as Said }
}

const open = async (reference?: string, change: object = {}) =>
  (await post('/checkout_sessions', { ...toSession(item, reference), ...change })).body
const tokenFor = async (sessionId: string, most = total) =>
  (await post('/agentic_commerce/delegate_payment', toDelegation(sessionId, most))).body.id
const complete = (sessionId: string, token: string, key?: string) =>
  post(`/checkout_sessions/${sessionId}/complete`, toCompletion(token), key)

describe('the door', () => {
  it('says where everything is, to anybody', async () => {
    const found = await (await fetch(`${sandbox.url}/lantern/.well-known/acp.json`)).json()
    expect(found).toMatchObject({
      protocol: { supported_versions: ['2026-04-17'] },
      api_base_url: `${sandbox.url}/lantern`,
      transports: ['rest', 'mcp'],
    })
  })

  it.each([
    ['without a token', { authorization: '' }, 401, 'unauthorized'],
    ['with a wrong one', { authorization: 'Bearer lantern-kez' }, 401, 'unauthorized'],
    ['with another version', { 'api-version': '2025-09-29' }, 400, 'unsupported_api_version'],
    ['without a key', { 'idempotency-key': '' }, 400, 'idempotency_key_required'],
    ['with a key that is too long', { 'idempotency-key': 'k'.repeat(256) }, 400, 'invalid'],
  ])('is shut %s', async (_, headers, status, code) => {
    const answer = await post('/checkout_sessions', toSession(item), 'k', headers)
    expect([answer.status, answer.body.code]).toEqual([status, code])
    if (code === 'unsupported_api_version') expect(answer.body.supported_versions).toEqual(['2026-04-17'])
  })

  it.each([
    [{ line_items: [] }, '$.line_items'],
    [{ line_items: [item, item] }, '$.line_items'],
    [{ currency: 'USD' }, '$.currency'],
    [{ metadata: { client_reference_id: 'x'.repeat(65) } }, '$.metadata.client_reference_id'],
    [{ fulfillment_details: { address: { country: 'gb' } } }, '$.fulfillment_details.address'],
  ])('names the field that is wrong: %j', async (change, param) => {
    const answer = await post('/checkout_sessions', { ...toSession(item), ...change })
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid'])
    expect(answer.body.param).toEqual(expect.stringContaining(param))
  })
})

describe('idempotency keys', () => {
  it('give the same answer again, whatever the order of the fields', async () => {
    const body = toSession(item, 'r1')
    const first = await post('/checkout_sessions', body, 'same')
    const reversed = Object.fromEntries(Object.entries(body).toReversed())
    const again = await post('/checkout_sessions', reversed, 'same')
    expect([again.status, again.body]).toEqual([201, first.body])
    expect([first.headers.get('idempotent-replayed'), again.headers.get('idempotent-replayed')]).toEqual([null, 'true'])
  })

  it('are for one body and one path', async () => {
    await post('/checkout_sessions', toSession(item, 'r1'), 'same')
    const other = await post('/checkout_sessions', toSession(item, 'r2'), 'same')
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_conflict'])
    expect((await post('/orders/cancel', { client_reference_id: 'r3' }, 'same')).status).toBe(200)
  })

  it('tell apart what is running from what is done', async () => {
    await control(sandbox, 'PATCH', '/sellers/lantern', { latencyMs: { p50: 200, p99: 200 } })
    const answers = await Promise.all([1, 2].map(() => post('/checkout_sessions', toSession(item), 'same')))
    const refused = answers.find(({ status }) => status === 409)
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409])
    expect([refused?.body.code, refused?.headers.get('retry-after')]).toEqual(['idempotency_in_flight', '1'])
  })

  it('keep refusals, and no 5xx', async () => {
    await control(sandbox, 'PATCH', '/sellers/lantern', { failRate: 1 })
    expect((await post('/checkout_sessions', toSession(item), 'same')).status).toBe(503)
    await control(sandbox, 'PATCH', '/sellers/lantern', { failRate: 0 })
    expect((await post('/checkout_sessions', toSession(item), 'same')).status).toBe(201)
    const wrong = { currency: 'usd' }
    expect((await post('/checkout_sessions', wrong, 'wrong')).status).toBe(400)
    expect((await post('/checkout_sessions', wrong, 'wrong')).headers.get('idempotent-replayed')).toBe('true')
  })
})

describe('a session', () => {
  it('costs the sum of its parts, and wants a whole address before it is paid', async () => {
    const address = { name: '', line_one: '', city: '', country: 'US', postal_code: '10001' }
    const session = await open(undefined, { fulfillment_details: { address } })
    expect(session).toMatchObject({ status: 'not_ready_for_payment', messages: [{ code: 'missing' }], currency: 'usd' })
    expect(Object.fromEntries(session.totals.map(({ type, amount }) => [type, amount]))).toMatchObject({
      subtotal: 1000,
      fulfillment: 200,
      tax: 0,
      total: 1200,
    })
    const whole = toSession(item).fulfillment_details
    const updated = await post(`/checkout_sessions/${session.id}`, { fulfillment_details: whole })
    expect(updated.body).toMatchObject({ status: 'ready_for_payment', messages: [] })
  })

  it('says with 201 what stands in the way', async () => {
    const unknown = await open(undefined, { line_items: [{ id: 'lt_nothing' }] })
    expect(unknown).toMatchObject({ status: 'not_ready_for_payment', messages: [{ code: 'not_found' }], totals: [] })
    await control(sandbox, 'POST', '/reset', { seed: 1 })
    const address = { ...toSession(item).fulfillment_details.address, country: 'AQ' }
    const abroad = await open(undefined, { fulfillment_details: { address } })
    expect(abroad).toMatchObject({
      status: 'not_ready_for_payment',
      messages: [{ code: 'region_restricted' }],
      totals: [],
    })
    expect(await get('/checkout_sessions/cs_nobody')).toMatchObject({
      status: 404,
      body: { code: 'session_not_found' },
    })
  })

  it('prices in yen without decimals', async () => {
    await control(sandbox, 'POST', '/reset', { seed: 1 })
    const [dollars, yen] = [await open(), await open(undefined, { currency: 'jpy' })]
    const sum = ({ totals }: Said) => totals.find(({ type }) => type === 'total')?.amount ?? 0
    expect([dollars.currency, yen.currency]).toEqual(['usd', 'jpy'])
    expect(sum(yen)).toBeGreaterThan(sum(dollars)) // some 150 yen for a dollar, none of them in hundredths
    expect(sum(yen)).toBeLessThan(10_000)
    expect((await open(undefined, { currency: 'eur' })).currency).toBe('usd')
  })

  it('can be cancelled until it is completed', async () => {
    const { id } = await open('r1')
    expect((await post(`/checkout_sessions/${id}/cancel`, {})).body.status).toBe('canceled')
    expect(await post(`/checkout_sessions/${id}/cancel`, {})).toMatchObject({
      status: 405,
      body: { code: 'session_canceled' },
    })
    const other = await open('r2')
    await complete(other.id, await tokenFor(other.id))
    expect(await post(`/checkout_sessions/${other.id}/cancel`, {})).toMatchObject({
      status: 405,
      body: { code: 'session_completed' },
    })
  })
})

describe('a payment token', () => {
  it('pays its session, once', async () => {
    const session = await open('r1')
    const token = await tokenFor(session.id)
    const done = await complete(session.id, token)
    expect(done.body).toMatchObject({
      status: 'completed',
      order: { status: 'confirmed', client_reference_id: 'r1', checkout_session_id: session.id },
    })
    const other = await open('r2')
    for (const foreign of [token, await tokenFor((await open('r3')).id)])
      expect((await complete(other.id, foreign)).body).toMatchObject({
        status: 'ready_for_payment',
        messages: [{ code: 'payment_declined' }],
      })
    expect(await ordersOf(sandbox, 'lantern')).toHaveLength(1)
  })

  it('allows no more than its amount, in its currency', async () => {
    const session = await open('r1')
    const tooLittle = await complete(session.id, await tokenFor(session.id, { ...total, minor: 1199n }))
    expect(tooLittle.body).toMatchObject({ status: 'ready_for_payment', messages: [{ code: 'conflict' }] })
    const yen = await complete(session.id, await tokenFor(session.id, { currency: 'JPY', minor: 120_000n }))
    expect(yen.body.messages).toMatchObject([{ code: 'payment_declined' }])
    expect((await complete(session.id, 'vt_nobody')).body.messages).toMatchObject([{ code: 'payment_declined' }])
    expect(await ordersOf(sandbox, 'lantern')).toEqual([])
  })
})

describe('completing', () => {
  it('answers a repeated key as at first, and another key with 405', async () => {
    const session = await open('r1')
    const token = await tokenFor(session.id)
    const first = await complete(session.id, token, 'same')
    await post('/orders/cancel', { client_reference_id: 'r1' })
    expect((await complete(session.id, token, 'same')).body).toEqual(first.body) // as it stood then
    expect((await get(`/checkout_sessions/${session.id}`)).body.order).toMatchObject({ status: 'canceled' })
    expect((await complete(session.id, token)).status).toBe(405)
  })

  it('may go on: complete_in_progress, then completed', async () => {
    await control(sandbox, 'PATCH', '/sellers/lantern', { lateAcceptRate: 1, lateAcceptAfterMs: 20 })
    const session = await open('r1')
    expect((await complete(session.id, await tokenFor(session.id))).body.status).toBe('complete_in_progress')
    await vi.waitFor(async () => expect((await get(`/checkout_sessions/${session.id}`)).body.status).toBe('completed'))
  })

  it('may go on and come to nothing', async () => {
    const session = await open('r1')
    const token = await tokenFor(session.id)
    await control(sandbox, 'PATCH', '/sellers/lantern', { lateAcceptRate: 1, lateAcceptAfterMs: 20, soldOutRate: 1 })
    expect((await complete(session.id, token)).body.status).toBe('complete_in_progress')
    await vi.waitFor(async () =>
      expect((await get(`/checkout_sessions/${session.id}`)).body).toMatchObject({
        status: 'not_ready_for_payment',
        messages: [{ code: 'out_of_stock' }],
      }),
    )
  })

  it('does not follow a cancellation that came first', async () => {
    const { id } = await open('r1')
    await post('/orders/cancel', { client_reference_id: 'r1' })
    expect(await complete(id, await tokenFor(id))).toMatchObject({ status: 405, body: { code: 'session_canceled' } })
    expect(await post('/checkout_sessions', toSession(item, 'r1'))).toMatchObject({
      status: 409,
      body: { code: 'client_reference_canceled' },
    })
  })
})

it('sells ebooks under the barcode of the paper book, without an address, delivered at once', async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const found = await findEbook()
  expect(found.map(({ variant_options: [format] }) => format?.value)).toEqual(['paper', 'ebook'])
  const ebook = found[1]!
  const session = await open('r1', { line_items: [{ id: ebook.id }], fulfillment_details: {} })
  expect(session).toMatchObject({ status: 'ready_for_payment', fulfillment_options: [{ type: 'digital' }] })
  const amount = session.totals.find(({ type }) => type === 'total')?.amount ?? 0
  const done = await complete(session.id, await tokenFor(session.id, { currency: 'USD', minor: BigInt(amount) }))
  expect(done.body.order).toMatchObject({
    fulfillments: [{ type: 'digital', status: 'delivered', digital_delivery: { access_url: expect.any(String) } }],
  })
})

interface Variant {
  id: string
  variant_options: { name: string; value: string }[]
}

async function findEbook(): Promise<Variant[]> {
  for (const isbn of [
    '9780340839935',
    '9780141439518',
    '9780679783268',
    '9788497596824',
    '9780345475831',
    '9780441172719',
  ]) {
    const { body } = await get(`/products?gtin=${isbn}`)
    const [product] = body.products as { variants: Variant[] }[]
    if (product && product.variants.length > 1) return product.variants
  }
  throw new Error('none of these has an ebook')
}
