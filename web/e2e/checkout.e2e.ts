// From a guest's cart to books that are sent, and part of the money back: mixed lines, a price that moves at the last moment, a bank that asks, a
// card that is declined. The provider's journal is the judge. Against real processes.
import type pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, inspect, launch, looks, open } from './browser.ts'
import { hasDatabase, openDatabase } from './database.ts'
import { amountOf, fillSignUp, newPerson } from './shopper.ts'
import { signIn } from './staff.ts'

const stage = findStage()
const sandbox = process.env.QUIRE_SANDBOX_URL ?? 'http://127.0.0.1:4400'
const step = it.skipIf(stage === null || !hasDatabase)
const base = stage?.url ?? ''
const person = newPerson('Charlotte Reader')
let browser: Browser
let shop: BrowserContext
let desk: BrowserContext
let page: Page
let staff: Page
let db: pg.Client
const complaints: string[][] = []
/** What the journey has brought about so far; each step starts from the one before. */
const seen = { first: '', second: '', wish: '', title: '', checkout: '', total: 0, order: '' }

beforeAll(async () => {
  if (stage === null || !hasDatabase) return
  db = await openDatabase()
  const { rows } = await db.query<{ isbn13: string }>(
    `select isbn13 from stock_item where condition = 'NEW' and currency = 'USD' and on_hand - reserved between 4 and 12
       and price_minor < 1700 order by isbn13 desc limit 3`,
  )
  const [first, second, wish] = rows.map(({ isbn13 }) => isbn13)
  Object.assign(seen, { first, second, wish })
  browser = await launch(stage.executablePath)
  shop = await open(browser, 'light')
  desk = await open(browser, 'light')
  page = await shop.newPage()
  staff = await desk.newPage()
  complaints.push(complaintsOf(page), complaintsOf(staff))
})
afterAll(async () => {
  if (stage === null || !hasDatabase) return
  await browser.close()
  await db.end()
})

step('a guest fills the cart with copies of ours and with a wish', async () => {
  for (const isbn13 of [seen.first, seen.first, seen.second]) await addCopy(isbn13)
  await page.goto(`${base}/book/${seen.wish}`)
  await page.getByRole('button', { name: 'Put it in the cart instead' }).click()
  await page.getByText('Say the most that you will pay').waitFor()
  await page.getByLabel('At most, delivered').fill('60')
  await page.getByRole('button', { name: 'Put it in the cart instead' }).click()
  await page
    .getByText(/^The cheapest .*, at most \$60\.00, is in your cart\.$/)
    .last()
    .waitFor()
  await cartLink().getByText('4 copies').waitFor()
})

step('signing in comes first, and the cart comes along', async () => {
  await cartLink().click()
  await page.getByRole('link', { name: 'Sign in to check out' }).click()
  await page.getByRole('link', { name: 'Make an account' }).click()
  await fillSignUp(page, person)
  await page.waitForURL(`${base}/checkout`)
  await cartLink().getByText('4 copies').waitFor()
  await page.getByText('From our own shelf').waitFor()
  await page.getByText('Say where it shall go').waitFor()
  expect(await page.getByRole('button', { name: /^Order and pay/ }).count()).toBe(0)
})

step('a new address is saved without losing the cart, and the totals follow it', async () => {
  await page.getByLabel('Name of the recipient').fill(person.name)
  await page.getByLabel('Street and number').fill('1 Main Street')
  await page.getByLabel('Postal code').fill('10001')
  await page.getByLabel('Town or city').fill('New York')
  await page.getByRole('button', { name: 'Save the address' }).click()
  await page.getByText('Tax (New York sales tax)').waitFor()
  await page.getByRole('button', { name: /^Order and pay \$/ }).click()
  await page.getByText('Choose how to pay.').waitFor()
  expect(await page.locator(':focus').getAttribute('name')).toBe('payment')
  seen.title = await titleOf(seen.first)
})

step('a price that moved at the last moment is shown and accepted before anything is charged', async () => {
  await page.getByRole('radio', { name: /bank asks you first/ }).check()
  await db.query(`update stock_item set price_minor = price_minor + 100 where isbn13 = $1`, [seen.second])
  await page.getByRole('button', { name: /^Order and pay \$/ }).click()
  await page.getByText(/nothing was ordered and nothing was charged/).waitFor()
  await page.getByText(/^The price went up, from \$\d+\.\d\d to \$\d+\.\d\d\.$/).waitFor()
  expect(await page.getByRole('button', { name: /^Order and pay/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Accept the changes' }).click()
  await page.getByRole('button', { name: /^Order and pay \$/ }).waitFor()
  await page.reload() // what was chosen is kept
  expect(await page.getByRole('radio', { name: /bank asks you first/ }).isChecked()).toBe(true)
  await expectGood('/checkout', 'From our own shelf', 'checkout', ...looks)
})

step('two clicks are one order, and the bank is asked', async () => {
  const keys: (string | undefined)[] = []
  page.on('request', (request) => {
    if (request.url().includes('checkout.place')) keys.push(/"key":"([^"]+)"/.exec(request.postData() ?? '')?.[1])
  })
  const button = page.getByRole('button', { name: /^Order and pay \$/ })
  seen.total = amountOf(await button.innerText())
  await button.dblclick()
  await page.waitForURL('**/checkouts/*')
  seen.checkout = new URL(page.url()).pathname
  expect(keys).toHaveLength(1)
  await page.getByRole('heading', { level: 1, name: 'Your bank wants to hear from you' }).waitFor()
  await cartLink().getByText('copies').waitFor({ state: 'detached' }) // what is ordered has left the cart
  await page.getByText('Begins when the order is paid').waitFor()
  expect(await captured()).toEqual([])
  await expectGood(seen.checkout, 'The books', 'checkout-bank', 'phone')
})

step('it survives a reload, and is paid once when the bank has agreed', { timeout: 120_000 }, async () => {
  await page.reload()
  await page.getByRole('link', { name: /Go to your bank/ }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.waitForURL(base + seen.checkout) // what the bank added to the address is gone
  await page.getByRole('heading', { level: 1, name: 'Ordered and paid' }).waitFor({ timeout: 60_000 })
  expect(await captured()).toEqual([Math.round(seen.total * 100)])
  await expectGood(seen.checkout, 'The books', 'checkout-paid', ...looks)
  await page.goBack()
  await page.goto(base + seen.checkout)
  await page.getByRole('link', { name: 'See the order' }).click()
  await page.waitForURL('**/orders/*')
  seen.order = new URL(page.url()).pathname
  await page.getByRole('heading', { level: 1, name: / and 1 more$/ }).waitFor()
  expect(amountOf(await page.locator('dd .price').last().innerText())).toBe(seen.total)
})

step('the wish is a purchase of its own, beside the order in the list', async () => {
  await page.goto(`${base}/orders`)
  const rows = page.locator('main ol > li')
  await rows.filter({ hasText: 'from Quire’s own shelf' }).getByText('Paid', { exact: true }).waitFor()
  expect(await rows.count()).toBe(2)
  await expectGood('/orders', 'Your purchases', 'orders-both', 'phone')
})

step('staff pack and ship it, and the shopper reads the parcel’s number', { timeout: 120_000 }, async () => {
  await signIn(staff, base, 'ops', '/staff/orders')
  const number = seen.order.split('/').at(-1) ?? ''
  const parcel = staff.locator('main li').filter({ hasText: number })
  await parcel.getByRole('button', { name: /^Packed/ }).click()
  await parcel.waitFor({ state: 'detached' })
  await staff.getByText('To ship', { exact: true }).click()
  await parcel.getByRole('textbox').fill('Parcel 4711.')
  await parcel.getByRole('button', { name: /^Shipped/ }).click()
  await parcel.waitFor({ state: 'detached' })
  await page.goto(base + seen.order)
  await page.getByText('by Quire’s staff: Parcel 4711.').waitFor()
  expect(await page.getByRole('button', { name: 'Cancel this order' }).count()).toBe(0)
})

step('money back for one line of it, once', { timeout: 120_000 }, async () => {
  await page.getByRole('button', { name: 'Ask for a refund' }).click()
  await page.getByLabel('What is wrong?').selectOption({ label: 'It is damaged' })
  await page.getByRole('checkbox', { name: seen.title }).check()
  await page.getByLabel(`Amount for ${seen.title}`).fill('5')
  await page.getByRole('button', { name: 'Ask for this refund' }).dblclick()
  await page.getByRole('heading', { name: 'Refund of $5.00' }).waitFor()
  await staff.goto(`${base}/staff/refunds`)
  const wish = staff.locator('main li').filter({ hasText: seen.title }).first()
  await wish.getByRole('button', { name: `Approve: ${seen.title}`, exact: true }).click()
  await wish.waitFor({ state: 'detached' })
  await page.getByText('Back on your card').waitFor({ timeout: 60_000 })
  expect(await refunded()).toEqual([500])
  await expectGood(seen.order, 'Money back', 'order-own', ...looks)
})

step('a declined card gives the cart back, and another card pays for it', { timeout: 120_000 }, async () => {
  await addCopy(seen.second)
  await page.goto(`${base}/checkout`)
  await page.getByRole('radio', { name: /that is declined Not/ }).check()
  await page.getByRole('button', { name: /^Order and pay \$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'The payment was declined' }).waitFor()
  await page.getByText('What you wanted is in your cart again.').waitFor()
  await cartLink().getByText('1 copy').waitFor()
  await expectGood(new URL(page.url()).pathname, 'Your money', 'checkout-declined', 'phone')
  await page.getByRole('link', { name: 'Check out again' }).click()
  await page.getByRole('radio', { name: /that pays/ }).check()
  await page.getByRole('button', { name: /^Order and pay \$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'Ordered and paid' }).waitFor({ timeout: 60_000 })
})

step('an answer that gets lost is asked for again, and is the same order', { timeout: 120_000 }, async () => {
  await addCopy(seen.second)
  await page.goto(`${base}/checkout`)
  await page.getByRole('radio', { name: /that pays/ }).check()
  await page.route(
    '**/trpc/checkout.place*',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await page.getByRole('button', { name: /^Order and pay \$/ }).click()
  await page.getByText('It may have been placed.').waitFor() // it was: the cart is empty
  await page.reload()
  await page.getByRole('button', { name: 'Open that order' }).click()
  await page.getByRole('heading', { level: 1, name: 'Ordered and paid' }).waitFor({ timeout: 60_000 })
  const { rows } = await db.query<{ n: string }>(
    `select count(*) as n from checkout join account on account.id = account_id where email = $1`,
    [person.email],
  )
  expect(rows).toEqual([{ n: '4' }])
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.flat().filter((text) => !/Failed to load resource|ERR_FAILED/.test(text))).toEqual([])
})

const cartLink = () => page.getByRole('banner').getByRole('link', { name: /^Cart/ })

async function addCopy(isbn13: string): Promise<void> {
  await page.goto(`${base}/book/${isbn13}`)
  await page.getByRole('button', { name: /^Add to cart:.*New$/ }).click()
  await page.getByRole('link', { name: 'In your cart' }).waitFor()
}

async function titleOf(isbn13: string): Promise<string> {
  const { rows } = await db.query<{ title: string }>(`select title from edition where isbn13 = $1`, [isbn13])
  return rows[0]?.title ?? ''
}

/** What the provider has taken for this checkout, and given back, in cents. */
async function captured(): Promise<number[]> {
  return (await intents()).filter(({ capturedMinor }) => capturedMinor > 0).map(({ capturedMinor }) => capturedMinor)
}

async function refunded(): Promise<number[]> {
  const ids = new Set((await intents()).map(({ id }) => id))
  const { events } = await journal()
  return events
    .filter(({ type, intentId }) => type === 'refund' && ids.has(intentId))
    .map(({ amountMinor }) => amountMinor)
}

async function intents() {
  const reference = seen.checkout.split('/').at(-1)
  return (await journal()).intents.filter(({ metadata }) => metadata['reference'] === reference)
}

async function journal() {
  return (await (await fetch(`${sandbox}/journal/payments`)).json()) as {
    intents: { id: string; capturedMinor: number; metadata: Record<string, string> }[]
    events: { type: string; intentId: string; amountMinor: number }[]
  }
}

/** Nothing is wrong with the page, as the shopper sees it. */
async function expectGood(path: string, words: string, name: string, ...in_: (typeof looks)[number][]): Promise<void> {
  for (const look of in_) expect(await inspect(browser, shop, look, { url: base + path, words, name })).toEqual([])
}
