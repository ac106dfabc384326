// What is Harbor's own: tokens, the marketplace, paging, what a keyword finds, sessions, errors inside 200.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox } from '../../index.ts'
import type { Sandbox } from '../../index.ts'
import { grantHarborToken, toInitiate } from '../../testing/harbor-buyer.ts'
import { control, ordersOf } from '../../testing/control.ts'

const isbn13 = '9780340839935'
const searchPath = '/buy/browse/v1/item_summary/search'
const checkoutPath = '/buy/order/v1/checkout_session'
const quote = { id: `v1|${isbn13}-1|0`, total: { currency: 'USD', minor: 1200n }, quantity: 1 }
let sandbox: Sandbox
let token: string

beforeAll(async () => {
  sandbox = await startSandbox()
  const granted = await grantHarborToken(sandbox)
  const body = (await granted.json()) as Record<string, string>
  expect(body).toMatchObject({ expires_in: 7200, token_type: 'Application Access Token' })
  token = body.access_token ?? ''
})
afterAll(() => sandbox.close())
beforeEach(async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  await control(sandbox, 'PUT', `/sellers/harbor/offers/${isbn13}`, { price: '10', shipping: '2', quantity: 3 })
})

it('gives tokens to its client only, and nothing without one', async () => {
  expect(await (await grantHarborToken(sandbox, 'wrong')).json()).toMatchObject({ error: 'invalid_client' })
  const anonymous = await ask('GET', `${searchPath}?q=${isbn13}`, undefined, { authorization: 'Bearer nonsense' })
  expect([anonymous.status, errorId(anonymous)]).toEqual([401, 1001])
})

it('prices in the currency of the marketplace, and wants to know which', async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const isbn = await findIsbn(({ body }) => body.total > 0)
  const us = await ask('GET', `${searchPath}?q=${isbn}`)
  const gb = await ask('GET', `${searchPath}?q=${isbn}`, undefined, { 'x-harbor-marketplace': 'HARBOR_GB' })
  expect([currencyOf(us), currencyOf(gb)]).toEqual(['USD', 'GBP'])
  const nowhere = await ask('GET', `${searchPath}?q=${isbn}`, undefined, { 'x-harbor-marketplace': 'HARBOR_FR' })
  expect([nowhere.status, errorId(nowhere)]).toEqual([400, 12020])
})

it('pages through what it finds, each item once', async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const isbn = await findIsbn(({ body }) => body.total >= 5)
  const whole = await ask('GET', `${searchPath}?q=${isbn}`)
  const paged: unknown[] = []
  let next: string | undefined = `/harbor${searchPath}?q=${isbn}&limit=2`
  while (next) {
    const page = await ask('GET', next.slice('/harbor'.length))
    expect(page.body.itemSummaries?.length).toBeLessThanOrEqual(2)
    paged.push(...(page.body.itemSummaries ?? []))
    next = page.body.next
  }
  expect(paged).toEqual(whole.body.itemSummaries)
  expect(whole.headers.get('cache-control')).toBe('private, max-age=60')
})

it('mixes in auctions, neighbours, hidden shipping and items not sent abroad', async () => {
  await control(sandbox, 'POST', '/reset', { seed: 1 })
  const seen = { auction: 0, neighbour: 0, hidden: 0, notSent: 0, complete: 0 }
  for (const isbn of isbns(120)) {
    const { body } = await ask('GET', `${searchPath}?q=${isbn}&deliveryCountry=GB`)
    for (const item of body.itemSummaries ?? []) {
      if (item.buyingOptions[0] === 'AUCTION') seen.auction += 'price' in item ? 0 : 1
      else if (item.gtin !== isbn) seen.neighbour += 1
      else if (item.shippingOptions.length === 0) seen.notSent += 1
      else if (!item.shippingOptions[0]?.shippingCost) seen.hidden += 'estimatedTax' in item ? 0 : 1
      else seen.complete += 1
    }
  }
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(0)
})

it('finds nothing as 200 without the key', async () => {
  await control(sandbox, 'PUT', `/sellers/harbor/offers/${isbn13}`, { price: '10', quantity: 0 })
  const { status, body } = await ask('GET', `${searchPath}?q=${isbn13}`)
  expect([status, body.total, 'itemSummaries' in body]).toEqual([200, 0, false])
})

it.each([
  [`${searchPath}`, 12001],
  [`${searchPath}?q=${isbn13}&limit=0`, 12023],
  [`${searchPath}?q=${isbn13}&limit=201`, 12023],
  [`${searchPath}?q=${isbn13}&offset=-1`, 12023],
])('refuses GET %s with %i', async (path, id) => {
  const answer = await ask('GET', path)
  expect([answer.status, errorId(answer)]).toEqual([400, id])
})

it('holds one session per reference, and sells nothing by it', async () => {
  const first = await initiate()
  expect(first.body).toMatchObject({
    clientReference: 'r1',
    pricingSummary: { total: { value: '12.00', currency: 'USD' } },
  })
  expect((await initiate()).body).toEqual(first.body)
  const other = await ask('POST', `${checkoutPath}/initiate`, {
    ...toInitiate('r1', quote),
    expectedTotal: usd('12.01'),
  })
  expect([other.status, errorId(other)]).toEqual([409, 15041])
  expect(await ordersOf(sandbox, 'harbor')).toEqual([])
})

it('answers a used session with 200, 15006 and the order', async () => {
  const { checkoutSessionId } = (await initiate()).body
  const placed = await place(checkoutSessionId)
  expect(placed.body).toMatchObject({ purchaseOrderPaymentStatus: 'PAID', purchaseOrder: { clientReference: 'r1' } })

  const again = await place(checkoutSessionId)
  expect([again.status, errorId(again), again.body.purchaseOrderId]).toEqual([200, 15006, placed.body.purchaseOrderId])
  expect((await initiate()).body.checkoutSessionId).toBe(checkoutSessionId)
  expect(await ordersOf(sandbox, 'harbor')).toHaveLength(1)
})

it('says with 200 and 15005 that it is sold out', async () => {
  const { checkoutSessionId } = (await initiate()).body
  await control(sandbox, 'PATCH', '/sellers/harbor', { soldOutRate: 1 })
  const sold = await place(checkoutSessionId)
  expect([sold.status, errorId(sold), 'purchaseOrderId' in sold.body]).toEqual([200, 15005, false])
})

it('refuses a session of another marketplace, of nobody, and a cancelled one', async () => {
  const { checkoutSessionId } = (await initiate()).body
  const abroad = await ask(
    'POST',
    `${checkoutPath}/${checkoutSessionId}/place_order`,
    {},
    { 'x-harbor-marketplace': 'HARBOR_GB' },
  )
  expect([abroad.status, errorId(abroad)]).toEqual([409, 15029])
  expect(errorId(await place('cs_nobody'))).toBe(15028)

  await ask('POST', '/buy/order/v1/purchase_order/cancel', { clientReference: 'r1' })
  expect(errorId(await place(checkoutSessionId))).toBe(15042)
  expect(errorId(await initiate())).toBe(15042)
})

it('tells at the first step already that the price has moved or the item is gone', async () => {
  await control(sandbox, 'PUT', `/sellers/harbor/offers/${isbn13}`, { price: '10.50', shipping: '2' })
  const moved = await initiate()
  expect([moved.status, errorId(moved)]).toEqual([409, 15020])
  expect(moved.body.errors?.[0]?.parameters).toEqual([
    { name: 'total', value: '12.50' },
    { name: 'currency', value: 'USD' },
  ])
  const unknown = await ask('POST', `${checkoutPath}/initiate`, toInitiate('r2', { ...quote, id: 'v1|nothing|0' }))
  expect([unknown.status, errorId(unknown)]).toEqual([404, 15021])
})

it('names the field that is wrong', async () => {
  const wrong = await ask('POST', `${checkoutPath}/initiate`, {
    ...toInitiate('r1', quote),
    expectedTotal: usd('twelve'),
  })
  expect([wrong.status, errorId(wrong)]).toEqual([400, 15001])
  expect(wrong.body.errors?.[0]?.parameters).toEqual([{ name: 'field', value: 'expectedTotal' }])
})

it('says when to come back', async () => {
  await control(sandbox, 'PATCH', '/sellers/harbor', { ratePerSecond: 1 })
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask('GET', `${searchPath}?q=${isbn13}`)))
  const refused = answers.find(({ status }) => status === 429)
  expect(refused && [errorId(refused), refused.headers.get('retry-after')]).toEqual([2001, '1'])
})

interface Answer {
  status: number
  headers: Headers
  body: Body
}

interface Body {
  errors?: { errorId: number; parameters?: unknown }[]
  total: number
  next?: string
  itemSummaries?: Item[]
  checkoutSessionId: string
  purchaseOrderId?: string
}

interface Item {
  gtin?: string
  price?: { currency: string }
  buyingOptions: string[]
  shippingOptions: { shippingCost?: unknown }[]
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`${sandbox.url}/harbor${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'x-harbor-marketplace': 'HARBOR_US', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body }
}

function initiate(): Promise<Answer> {
  return ask('POST', `${checkoutPath}/initiate`, toInitiate('r1', quote))
}

function place(session: string): Promise<Answer> {
  return ask('POST', `${checkoutPath}/${session}/place_order`, {})
}

function errorId({ body }: Answer): number | undefined {
  return body.errors?.[0]?.errorId
}

function currencyOf({ body }: Answer): string | undefined {
  return body.itemSummaries?.find(({ price }) => price)?.price?.currency
}

function usd(value: string) {
  return { value, currency: 'USD' }
}

async function findIsbn(suits: (answer: Answer) => boolean): Promise<string> {
  for (const isbn of isbns(50)) if (suits(await ask('GET', `${searchPath}?q=${isbn}`))) return isbn
  throw new Error('no such book among fifty')
}

function isbns(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const digits = `97801${String(4_321_007 + 31 * i).padStart(7, '0')}`
    const sum = [...digits].reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0)
    return `${digits}${(10 - (sum % 10)) % 10}`
  })
}
