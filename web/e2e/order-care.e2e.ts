// What comes after buying, as a shopper and a clerk walk it: shipped, delivered, part of the money back. The provider's journal is the
// judge. Against real processes: the server, the worker, the gateway, the sandbox's sellers and its payment provider.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'
import { signIn } from './staff.ts'

const stage = findStage()
const sandbox = process.env.QUIRE_SANDBOX_URL ?? 'http://127.0.0.1:4400'
const shopper = { name: 'Mary Shelley', email: `mary.${Date.now()}@example.com`, password: 'correct horse battery' }

const step = it.skipIf(stage === null)
const base = stage?.url ?? ''
let browser: Browser
let shop: BrowserContext
let desk: BrowserContext
let page: Page
let staff: Page
const complaints: string[][] = []
/** What the journey has brought about so far; each step starts from the one before. */
const seen = { order: '', title: '', number: '' }

beforeAll(async () => {
  if (stage === null) return
  browser = await launch(stage.executablePath)
  shop = await open(browser, 'light')
  desk = await open(browser, 'light')
  page = await shop.newPage()
  staff = await desk.newPage()
  complaints.push(complaintsOf(page), complaintsOf(staff))
})
afterAll(async () => {
  if (stage !== null) await browser.close()
})

step('begins with a book that was bought', { timeout: 120_000 }, async () => {
  await page.goto(`${base}/sign-up`)
  await page.getByLabel('Your name').fill(shopper.name)
  await page.getByLabel('Email').fill(shopper.email)
  await page.getByLabel('Password', { exact: true }).fill(shopper.password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('link', { name: 'Purchases', exact: true }).waitFor()
  const isbn13 = await notOnOurShelf()
  await post('buying.start', {
    key: crypto.randomUUID(),
    isbn13,
    conditions: ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'],
    maxTotal: { currency: 'USD', minor: 9_000 },
    destination: {
      country: 'US',
      postalCode: '10001',
      recipient: shopper.name,
      lines: ['1 Main Street'],
      city: 'New York',
    },
    paymentMethod: 'pm_card_visa',
  })
  await expect
    .poll(async () => (await query<{ orders: unknown[] }>('orders.list', {})).orders.length, { timeout: 60_000 })
    .toBe(1)
  await page.goto(`${base}/orders`)
  await page.locator('main ol > li').first().getByRole('link').click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  seen.order = new URL(page.url()).pathname
  seen.title = await page.getByRole('heading', { level: 1 }).innerText()
  seen.number = (await query<{ sellerOrderId: string }>('orders.get', { orderId: orderId() })).sellerOrderId
  await expect.poll(() => page.locator('main').innerText(), { timeout: 30_000 }).toContain('Being packed')
  expect(await page.getByRole('button', { name: 'Cancel this order' }).count()).toBe(0) // too late: it is being packed
})

step('keeps the staff’s pages to staff', async () => {
  await page.goto(`${base}/staff/orders`)
  await page.getByText('These pages are for staff.').waitFor()
  await signIn(staff, base, 'ops', '/staff/orders')
  await staff.getByRole('heading', { level: 1, name: 'Orders to move on' }).waitFor()
})

step('is shipped with the parcel’s number, and delivered', async () => {
  await staff.getByText('To ship', { exact: true }).click()
  const parcel = staff.locator('main li').filter({ hasText: seen.number })
  await parcel.getByRole('textbox').fill('Parcel 00340434161094042557.')
  await parcel.getByRole('button', { name: 'Shipped' }).dblclick()
  await parcel.waitFor({ state: 'detached' })
  await page.goto(base + seen.order)
  await page.getByText('by Quire’s staff: Parcel 00340434161094042557.').waitFor()
  await staff.getByText('Under way', { exact: true }).click()
  await parcel.getByRole('button', { name: 'Delivered' }).click()
  await parcel.waitFor({ state: 'detached' })
  await page.reload()
  await page.getByText('Delivered', { exact: true }).first().waitFor()
  expect(await page.locator('main ol').first().locator('li').count()).toBe(6)
})

step('asks for a part of the money back, and says what is wrong with the form first', async () => {
  await page.getByRole('button', { name: 'Ask for a refund' }).click()
  await page.getByLabel(`Amount for ${seen.title}`).fill('9999')
  await page.getByRole('button', { name: 'Ask for this refund' }).click()
  await page.getByText('Please choose what is wrong.').waitFor()
  await page.getByText(/At most \$.* is left of it/).waitFor()
  await page.getByLabel('What is wrong?').selectOption({ label: 'It is damaged' })
  await page.getByLabel(`Amount for ${seen.title}`).fill('2,50')
  await page.getByLabel(/Anything else/).fill('The spine is torn.')
  const requests: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('refunds.request')) requests.push(request.postData() ?? '')
  })
  await page.getByRole('button', { name: 'Ask for this refund' }).dblclick()
  await page.getByRole('heading', { name: 'Refund of $2.50' }).waitFor()
  await page.getByText('We are looking at it').waitFor()
  expect(new Set(requests.map((body) => /"key":"([^"]+)"/.exec(body)?.[1])).size).toBe(1)
  expect(await page.getByRole('heading', { name: /^Refund of/ }).count()).toBe(1)
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 240_000 }, async (look) => {
  const known = await open(browser, look, await shop.storageState())
  const working = await open(browser, look, await desk.storageState())
  const visits = [
    { name: 'order-refund', path: seen.order, in: known, ready: /Money back/ },
    { name: 'staff-orders', path: '/staff/orders?show=stuck', in: working, ready: /Orders to move on/ },
    { name: 'staff-refunds', path: '/staff/refunds', in: working, ready: new RegExp(seen.title) },
  ]
  const found: string[] = []
  for (const { name, path, in: where, ready } of visits) {
    const at = await where.newPage()
    await at.goto(base + path)
    await at.getByRole('heading', { name: ready }).first().waitFor()
    await at.locator('main [aria-busy]').waitFor({ state: 'detached' })
    await at.evaluate(() => document.fonts.ready)
    found.push(...(await violationsOf(at)).map((violation) => `${name}: ${violation}`))
    const overflow = await overflowOf(at)
    if (overflow > 0) found.push(`${name}: ${overflow} pixels wider than the window`)
    await keepScreenshot(at, `${name}-${look}`)
    await at.close()
  }
  await known.close()
  await working.close()
  expect(found).toEqual([])
})

step('has it approved, and sees it back; the provider gave back exactly that, once', { timeout: 120_000 }, async () => {
  await staff.getByRole('link', { name: 'Refunds', exact: true }).click()
  const wish = staff.locator('main li').filter({ hasText: 'The spine is torn.' }).last()
  await wish.getByRole('button', { name: 'Refuse' }).click()
  await wish.getByText('Say why, so that the shopper understands.').waitFor()
  await wish.getByRole('textbox').fill('Sorry about that.')
  await wish.getByRole('button', { name: `Approve: ${seen.title}`, exact: true }).dblclick()
  await wish.waitFor({ state: 'detached' })
  await page.goto(base + seen.order)
  await page.getByText('Back on your card').waitFor({ timeout: 60_000 })
  await page.getByText('by Quire’s staff: Sorry about that.').waitFor()
  const { paymentEvents, captured } = await movements()
  expect(paymentEvents).toEqual([250])
  expect(captured).toBeGreaterThan(250)
  await page.getByRole('button', { name: 'Ask for a refund' }).waitFor() // the rest may be asked back too
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.flat().filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** A book that a seller must send: our own copies are packed by our staff, as checkout.e2e.ts shows. */
async function notOnOurShelf(): Promise<string> {
  const { hits } = await query<{ hits: { isbn13: string }[] }>('search.find', { text: 'jane austen' })
  for (const { isbn13 } of hits) {
    const { offers } = await query<{ offers: unknown[] }>('stock.offers', { isbn13 })
    if (offers.length === 0) return isbn13
  }
  throw new Error('every book found is on our own shelf')
}

const orderId = () => seen.order.split('/').at(-1) ?? ''

/** What the provider gave back for this order's payment, and what it had taken, in cents. */
async function movements(): Promise<{ paymentEvents: number[]; captured: number }> {
  const { purchaseId } = await query<{ purchaseId: string }>('orders.get', { orderId: orderId() })
  const { intents, events } = (await (await fetch(`${sandbox}/journal/payments`)).json()) as {
    intents: { id: string; capturedMinor: number; metadata: Record<string, string> }[]
    events: { type: string; intentId: string; amountMinor: number }[]
  }
  const intent = intents.find(({ metadata }) => metadata['reference'] === purchaseId)
  const refunds = events.filter(({ type, intentId }) => type === 'refund' && intentId === intent?.id)
  return { paymentEvents: refunds.map(({ amountMinor }) => amountMinor), captured: intent?.capturedMinor ?? 0 }
}

/** A query, and a mutation, as the shopper's own page asks them. */
function query<T>(path: string, input: object): Promise<T> {
  return ask<T>(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`, null)
}

function post<T>(path: string, input: object): Promise<T> {
  return ask<T>(`/trpc/${path}`, JSON.stringify(input))
}

async function ask<T>(path: string, body: string | null): Promise<T> {
  const text = await page.evaluate(
    async ([url, json]) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch(url ?? '', json === null ? {} : { method: 'POST', headers, body: json ?? '' })
      return await answer.text()
    },
    [path, body] as const,
  )
  const { result, error } = JSON.parse(text) as { result?: { data: T }; error?: { message: string } }
  if (!result) throw new Error(`${path}: ${error?.message}`)
  return result.data
}
