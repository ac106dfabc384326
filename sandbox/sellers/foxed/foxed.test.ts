// What is Foxed's own: Latin-1 XML, dollars in filters, signatures and clocks, requests in work, orders that could not be filled.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { control, ordersOf, requestsOf } from '../../testing/control.ts'
import { readBooks, searchFoxed, sendSigned, toOrderBody } from '../../testing/foxed-buyer.ts'
import type { FoxedAnswer, SignedAsk } from '../../testing/foxed-buyer.ts'

const isbn13 = '9780340839935'
const quote = { id: `${isbn13}01`, total: { currency: 'GBP', minor: 1200n }, quantity: 1 }
const body = (reference: string, change: object = {}) => JSON.stringify({ ...toOrderBody(reference, quote), ...change })
const secondsFromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await offer('10.00')
})

describe('search', () => {
  it('answers in the encoding that it names', async () => {
    const answer = await searchFoxed(sandbox, { isbn: isbn13 })
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=ISO-8859-1')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect(bytes.toString('latin1')).toContain('<author>Zoë Brontë</author>')
    expect(bytes.toString('utf8')).not.toContain('ë')
  })

  it('prices a copy, with the sum of its parts', async () => {
    const [book] = readBooks(await (await searchFoxed(sandbox, { isbn: isbn13 })).text())
    expect(book).toMatchObject({
      bookId: `${isbn13}01`,
      listingCurrency: 'GBP',
      listingPrice: '10.00',
      firstBookShipCost: '2.00',
      totalListingPrice: '12.00',
      listingCondition: 'NEW BOOK',
      itemCondition: 'New',
    })
  })

  it('filters in dollars, whatever the prices are in', async () => {
    const count = async (query: Record<string, string>) =>
      readBooks(await (await searchFoxed(sandbox, { isbn: isbn13, ...query })).text()).length
    // 10 pounds are about 12.82 of its dollars
    expect(await count({ maxprice: '12.00' })).toBe(0)
    expect(await count({ maxprice: '13.00' })).toBe(1)
    expect(await count({ minprice: '13.00' })).toBe(0)
  })

  it('has single copies only, and none for countries it does not know', async () => {
    await control(sandbox, 'POST', '/reset', { seed: 1 })
    const seeded = '9780441172719'
    const books = readBooks(await (await searchFoxed(sandbox, { isbn: seeded, currency: 'USD' })).text())
    expect(books.length).toBeGreaterThan(0)
    expect(new Set(books.map(({ quantity }) => quantity))).toEqual(new Set(['1']))
    expect(readBooks(await (await searchFoxed(sandbox, { isbn: seeded, destinationcountry: 'ATA' })).text())).toEqual(
      [],
    )
  })

  it.each([
    [401, { clientkey: 'Foxed-Client-Key' }],
    [400, { currency: 'EUR' }],
    [400, { destinationcountry: 'GB' }],
    [400, { maxprice: 'ten' }],
    [400, { isbn: '' }],
  ])('answers %i for %j', async (status, query) => {
    expect((await searchFoxed(sandbox, { isbn: isbn13, ...query })).status).toBe(status)
  })
})

describe('signatures', () => {
  it.each<[number, Partial<SignedAsk>]>([
    [4010, { accessKey: 'somebody' }],
    [4017, { secret: 'wrong' }],
    [4013, { date: secondsFromNow(-310) }],
    [4014, { date: secondsFromNow(45) }],
    [4220, { date: 'yesterday' }],
    [4220, { requestId: 'x'.repeat(65) }],
  ])('%i: %j, and nothing was done or written down', async (code, change) => {
    expect(await send({ method: 'POST', body: body('r1'), ...change })).toEqual([Math.floor(code / 10), code])
    expect(await ordersOf(sandbox, 'foxed')).toEqual([])
    expect(await requestsOf(sandbox, 'foxed')).toEqual([])
  })

  it('takes what is four minutes old, and what is a little ahead', async () => {
    expect(await send({ method: 'POST', body: body('r1'), date: secondsFromNow(-240) })).toEqual([201, 2010])
    expect(await send({ method: 'GET', query: '?referenceId=r1', date: secondsFromNow(10) })).toEqual([200, 2000])
  })

  it('covers the query and the body', async () => {
    const query = '?referenceId=r1'
    expect(await send({ method: 'GET', query, tampered: { query: '?referenceId=r2' } })).toEqual([401, 4017])
    expect(await send({ method: 'POST', body: body('r1'), tampered: { body: body('r2') } })).toEqual([401, 4017])
  })
})

describe('orders', () => {
  it('answers 2003 while the first request is in work, and the same order afterwards', async () => {
    await control(sandbox, 'PATCH', '/sellers/foxed', { latencyMs: { p50: 200, p99: 200 } })
    const ask = { method: 'POST' as const, body: body('r1'), requestId: 'r1' }
    const first = read({ ...ask })
    await vi.waitFor(async () => expect(await requestsOf(sandbox, 'foxed')).toHaveLength(1))
    expect(await send(ask)).toEqual([200, 2003])
    const placed = await first
    await control(sandbox, 'PATCH', '/sellers/foxed', { latencyMs: { p50: 0, p99: 0 } })
    expect((await read(ask)).order).toEqual(placed.order)
    expect(await ordersOf(sandbox, 'foxed')).toHaveLength(1)
  })

  it('answers 4090 for the same RequestId, or the same referenceId, with other content', async () => {
    await offer('10.00', 2)
    expect(await send({ method: 'POST', body: body('r1'), requestId: 'q1' })).toEqual([201, 2010])
    expect(await send({ method: 'POST', body: body('r2'), requestId: 'q1' })).toEqual([409, 4090])
    const dearer = body('r1', { maxPrice: { amount: '12.01', currency: 'GBP' } })
    expect(await send({ method: 'POST', body: dearer, requestId: 'q2' })).toEqual([409, 4090])
    expect(await ordersOf(sandbox, 'foxed')).toHaveLength(1)
  })

  it.each([
    ['14', { soldOutRate: 1 }, null],
    ['53', { priceMoveRate: 1 }, { currency: 'GBP' }],
  ])('creates an order that cannot be filled with status %s, and keeps it', async (status, knobs, currentTotal) => {
    await control(sandbox, 'PATCH', '/sellers/foxed', knobs)
    const ask = { method: 'POST' as const, body: body('r1'), requestId: 'r1' }
    const refused = await read(ask)
    expect(refused).toMatchObject({ code: 2010, order: { status, total: null, currentTotal } })
    await control(sandbox, 'PATCH', '/sellers/foxed', { soldOutRate: 0, priceMoveRate: 0 })
    await offer('10.00')
    expect(await read(ask)).toEqual(refused)
    expect((await read({ method: 'GET', query: '?referenceId=r1' })).orders).toEqual([refused.order])
    expect(await ordersOf(sandbox, 'foxed')).toEqual([])
    const other = body('r1', { maxPrice: { amount: '99.00', currency: 'GBP' } })
    expect(await send({ method: 'POST', body: other, requestId: 'r1-again' })).toEqual([409, 4090])
  })

  it('never makes an order later than its request is valid', async () => {
    const late = { lateAcceptRate: 1, lateAcceptAfterMs: 600 }
    await control(sandbox, 'PATCH', '/sellers/foxed', late)
    await offer('10.00', 5)
    // It may be made yet: any other answer to its repetition would be a lie.
    const again = { method: 'POST' as const, body: body('r0'), requestId: 'r0' }
    expect([await send(again), await send(again)]).toEqual([
      [504, 5040],
      [200, 2003],
    ])
    const almostOver = secondsFromNow(-299.7)
    expect(await send({ method: 'POST', body: body('r1'), date: almostOver })).toEqual([504, 5040])
    expect(await send({ method: 'POST', body: body('r2') })).toEqual([504, 5040])
    // The last one is there: the time of the one before is over.
    await vi.waitFor(async () => expect(await ordersOf(sandbox, 'foxed')).toHaveLength(2), { timeout: 5_000 })
    expect((await ordersOf(sandbox, 'foxed')).map(({ reference }) => reference)).toEqual(['r0', 'r2'])
  })

  it.each<[number, object]>([
    [4040, { items: [{ bookId: '1', quantity: 1 }] }],
    [4220, { items: [{ bookId: quote.id, quantity: 2 }] }],
    [4220, { maxPrice: { amount: 'ten', currency: 'GBP' } }],
    [4222, { shipTo: { ...toOrderBody('r1', quote).shipTo, country: 'ATA' } }],
  ])('refuses with %i: %j', async (code, change) => {
    expect(await send({ method: 'POST', body: body('r1', change) })).toEqual([Math.floor(code / 10), code])
  })

  it('says when to come back', async () => {
    await control(sandbox, 'PATCH', '/sellers/foxed', { ratePerSecond: 1 })
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => sendSigned(sandbox, { method: 'GET', query: '?referenceId=r1' })),
    )
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1')
  })
})

function offer(price: string, quantity = 1) {
  return control(sandbox, 'PUT', `/sellers/foxed/offers/${isbn13}`, { price, shipping: '2.00', quantity })
}

async function read(ask: SignedAsk): Promise<FoxedAnswer> {
  return (await (await sendSigned(sandbox, ask)).json()) as FoxedAnswer
}

async function send(ask: SignedAsk): Promise<[number, number]> {
  const answer = await sendSigned(sandbox, ask)
  return [answer.status, ((await answer.json()) as FoxedAnswer).code]
}
