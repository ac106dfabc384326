// What only ACP has, on real sockets: yen, ebooks in the way, the token's amount, completion that goes on, webhooks.
import { createHmac, randomUUID } from 'node:crypto'
import type { gateway } from '@quire/proto'
import { fromProtoMoney } from '@quire/proto/money'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { isbn, london, shipTo } from '../../testing/books.ts'
import { startWorld } from '../../testing/world.ts'

const book = isbn(1)
const secret = 'lantern-webhook-secret'
let world: Awaited<ReturnType<typeof startWorld>>
let door: string
beforeAll(async () => {
  world = await startWorld({ QUIRE_QUOTE_CACHE_SECONDS: '0', QUIRE_GATEWAY_WEBHOOK_ADDR: '127.0.0.1:0' })
  door = `http://${world.webhookAddr}`
})
beforeEach(async () => {
  await world.reset()
  await world.offer('lantern', book, { price: '8.99', shipping: '2.40', currency: 'USD', quantity: 3 })
})
afterAll(() => world.close())

async function quotesOf(isbn13: string, currency = 'USD', destination = london): Promise<gateway.Quote__Output[]> {
  const events = await world.quotes({ isbn13, destination, currency, sellerIds: ['lantern'] })
  return events.flatMap(({ quote }) => (quote ? [quote as gateway.Quote__Output] : []))
}

async function order(requestId = `att_${randomUUID()}`, isbn13 = book, currency = 'USD') {
  const [quote] = await quotesOf(isbn13, currency)
  const { sellerId = '', orderToken = '', sellerTotal = null } = quote ?? {}
  return { requestId, sellerId, orderToken, limitTotal: sellerTotal, shipTo }
}

it('buys in yen, whole yen', async () => {
  const tokyo = { country: 'JP', postalCode: '100-0001' }
  const [wanted] = await carried(async (isbn13) => await quotesOf(isbn13, 'JPY', tokyo))
  const total = fromProtoMoney(wanted!.sellerTotal!)
  expect(total.currency).toBe('JPY')
  expect(wanted?.fxRate).toBe('1')
  expect(total.minor).toBeGreaterThan(300n) // yen and not hundredths of them: a book costs some thousand
  expect(total.minor).toBeLessThan(10_000n)
  const { answer } = await world.place({
    requestId: 'att_yen',
    sellerId: 'lantern',
    orderToken: wanted!.orderToken,
    limitTotal: wanted!.sellerTotal,
    shipTo: { ...shipTo, country: 'JP' },
  })
  expect(fromProtoMoney(answer!.order!.total!)).toEqual(total)
  expect(await world.books('lantern')).toMatchObject([{ total: { currency: 'JPY', minor: Number(total.minor) } }])
})

it('never shows the ebook that shares the barcode', async () => {
  let seen = 0
  for (let n = 200; n < 260 && seen === 0; n += 1) {
    const offers = (await world.control('GET', `/sellers/lantern/offers/${isbn(n)}?country=GB`)) as {
      quantity: number
    }[]
    if (offers.length < 2 || offers[0]?.quantity === 0) continue
    seen += 1
    expect(await quotesOf(isbn(n))).toHaveLength(1)
  }
  expect(seen).toBe(1)
})

it('lets the seller take what was quoted, and tells it nothing of more', async () => {
  await world.place(await order())
  const told = await world.requests('lantern')
  const delegated = told.filter(({ operation }) => operation === 'delegate_payment').map(({ body }) => String(body))
  expect(delegated).toHaveLength(1)
  expect(JSON.parse(delegated[0]!)).toMatchObject({ allowance: { max_amount: 1139, currency: 'usd' } })
})

it('waits for a completion that goes on', async () => {
  const wanted = await order('att_late')
  await world.behave('lantern', { lateAcceptRate: 1, lateAcceptAfterMs: 50 })
  expect((await world.place(wanted)).answer?.order).toMatchObject({
    state: 'ORDER_STATE_ACCEPTED',
    requestId: 'att_late',
  })
})

it('does not call a completion that came to nothing bought', async () => {
  const wanted = await order()
  await world.behave('lantern', { lateAcceptRate: 1, lateAcceptAfterMs: 50, soldOutRate: 1 })
  expect((await world.place(wanted)).error?.reason).toBe('SOLD_OUT')
  expect(await world.books('lantern')).toEqual([])
})

describe('webhooks', () => {
  const body = JSON.stringify({ type: 'order_create', data: { checkout_session_id: 'cs_1' } })
  const sign = (text: string, t = Math.floor(Date.now() / 1000)) =>
    `t=${t},v1=${createHmac('sha256', secret).update(`${t}.${text}`).digest('hex')}`
  const send = (path: string, text = body, header = sign(text)) =>
    fetch(door + path, { method: 'POST', headers: { 'merchant-signature': header }, body: text })

  it('are taken when the seller signed them, though nobody waits for what they say, and though nothing can be read', async () => {
    expect(await (await send('/webhooks/lantern')).json()).toEqual({ received: true })
    expect((await send('/webhooks/lantern', 'no JSON')).status).toBe(200)
  })

  it.each([
    ['without a signature', '/webhooks/lantern', body, '', 401],
    ['of another secret', '/webhooks/lantern', body, 't=1,v1=00', 401],
    ['too old', '/webhooks/lantern', body, sign(body, 1_000_000), 401],
    ['for a seller that sends none', '/webhooks/harbor', body, sign(body), 404],
    ['for nobody', '/webhooks/nobody', body, sign(body), 404],
    ['elsewhere', '/', body, sign(body), 404],
    ['too large', '/webhooks/lantern', 'x'.repeat(300_000), sign(body), 413],
  ])('are refused %s', async (_, path, text, header, status) => {
    expect((await send(path, text, header)).status).toBe(status)
  })

  it('change nothing, however late, doubled, shuffled or badly signed they are', async () => {
    const troubles = { duplicateRate: 1, shuffleRate: 0.5, delayMs: 30, badSignatureRate: 0.3 }
    await world.control('PATCH', '/sellers/lantern/webhooks', { url: `${door}/webhooks/lantern`, ...troubles })
    await world.behave('lantern', { lateAcceptRate: 1, lateAcceptAfterMs: 50 })
    for (const requestId of ['att_1', 'att_2', 'att_3']) {
      const wanted = await order(requestId)
      expect((await world.place(wanted)).answer?.order?.state).toBe('ORDER_STATE_ACCEPTED')
    }
    await world.cancel({ sellerId: 'lantern', requestId: 'att_2' })
    const sent = async () => ((await world.control('GET', '/sellers/lantern/webhooks')) as { sent: number }).sent
    await vi.waitFor(async () => expect(await sent()).toBeGreaterThanOrEqual(8)) // four events, each twice
    const states = await Promise.all(
      ['att_1', 'att_2', 'att_3'].map((requestId) => world.get({ sellerId: 'lantern', requestId })),
    )
    expect(states.map(({ answer }) => answer?.order?.state)).toEqual([
      'ORDER_STATE_ACCEPTED',
      'ORDER_STATE_CANCELLED',
      'ORDER_STATE_ACCEPTED',
    ])
    expect(await world.books('lantern')).toHaveLength(3)
  })
})

/** The first book of which this finds something. */
async function carried(ask: (isbn13: string) => Promise<gateway.Quote__Output[]>): Promise<gateway.Quote__Output[]> {
  for (let n = 300; n < 330; n += 1) {
    const found = await ask(isbn(n))
    if (found.length > 0) return found
  }
  throw new Error('none of thirty books')
}
