// Waiting for a price, as a person does it: being told of it, and letting Quire buy. Sellers' prices are set in the sandbox; the looks
// and the purchases are made by the worker.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'
import { amountOf, boardIsComplete, choosePayment, fillAddress, fillSignUp, newPerson } from './shopper.ts'

const stage = findStage()
const sandbox = process.env.QUIRE_SANDBOX_URL
const person = newPerson('Grace Hopper')
const isbn13 = '9780340839935'
const seller = 'fleet-street'

const step = it.skipIf(stage === null || !sandbox)
const base = stage?.url ?? ''
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
const seen = { lowest: 0, watch: '', mandate: '' }

beforeAll(async () => {
  if (stage === null) return
  browser = await launch(stage.executablePath)
  context = await open(browser, 'light')
  page = await context.newPage()
  complaints = complaintsOf(page)
})
afterAll(async () => {
  if (stage !== null) await browser.close()
})

step('offers to watch what was too dear to buy', async () => {
  await price('5.00')
  await page.goto(`${base}/sign-up?next=/book/${isbn13}`)
  await fillSignUp(page, person)
  await boardIsComplete(page)
  seen.lowest = amountOf(await page.getByRole('button', { name: /Lowest now/ }).innerText())
  await page.getByLabel('At most, delivered').fill('2.00')
  await fillAddress(page, person)
  await choosePayment(page, /card that pays/)
  await page.getByRole('button', { name: 'Buy the cheapest, at most $2.00' }).click()
  await page.getByRole('heading', { level: 1, name: 'No seller was cheap enough' }).waitFor({ timeout: 45_000 })
  await page.getByRole('link', { name: 'Watch for $2.00' }).click()
  expect(await page.getByLabel(/Tell me when it is at most/).inputValue()).toBe('2.00')
})

step('says that nothing is bought, and shows where the price stands', async () => {
  await page.getByText('Nothing is bought and nothing is charged.').waitFor()
  await page.getByRole('button', { name: 'Watch the price' }).click()
  await page.waitForURL('**/watches/*')
  seen.watch = new URL(page.url()).pathname
  await page.getByText(/\$[\d.]+ above your price/).waitFor({ timeout: 45_000 })
  await page.getByRole('slider', { name: /Prices over time/ }).focus()
  await page.getByText('As a table').click()
  await page.getByRole('cell', { name: 'Asked', exact: true }).first().waitFor()
})

step('buys nothing without the words that agree to it', async () => {
  await page.goto(`${base}/book/${isbn13}?watch=${(seen.lowest + 1).toFixed(2)}`)
  await page.getByRole('radio', { name: /Buy it for me/ }).check()
  await page.getByLabel('Copies at most').selectOption('2')
  await page.getByText(/we may buy up to 2 copies of .*, never more than \$[\d.]+ together/).waitFor()
  await choosePayment(page, /bank asks you once/)
  await page.getByRole('button', { name: 'Let Quire buy it' }).click()
  await page.getByText('Type BUY FOR ME to agree').waitFor()
  expect(await page.locator(':focus').getAttribute('name')).toBe('confirm')
  expect(await violationsOf(page)).toEqual([])
})

step('asks for the password when it was typed long ago, and keeps the form', async () => {
  await refuseNextMandate(page)
  await page.getByLabel('To agree, type').fill('BUY FOR ME')
  await page.getByRole('button', { name: 'Let Quire buy it' }).dblclick()
  await page.getByLabel(`Password of ${person.email}`).fill('not the password')
  await page.getByRole('button', { name: 'Confirm, and let Quire buy it' }).click()
  await page.getByText('Email and password do not match').waitFor()
  await page.getByLabel(`Password of ${person.email}`).fill(person.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/watches/*')
  seen.mandate = new URL(page.url()).pathname
})

step('buys nothing before the bank has agreed', async () => {
  await page.getByRole('heading', { name: 'One more step: your bank' }).waitFor()
  await page.getByText('Until then nothing is bought').waitFor()
  await page.getByText('0 of 2 bought').waitFor()
  expect(await violationsOf(page)).toEqual([])
  await page.getByRole('link', { name: /Go to your bank/ }).click()
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.waitForURL(base + seen.mandate) // what the bank added to the address is gone
})

step('then buys by itself, once, and says what it did', async () => {
  await page.getByText('1 of 2 bought').waitFor({ timeout: 60_000 })
  await page.getByRole('link', { name: /^Bought for \$/ }).click()
  await page.getByRole('heading', { level: 1, name: 'It is yours' }).waitFor()
  await page.getByRole('heading', { name: 'Receipt' }).waitFor()
  await page.getByRole('link', { name: 'your standing purchase' }).click()
  await page.waitForURL(`**${seen.mandate}`)
  await page.getByRole('link', { name: /^Messages/ }).click()
  await page.getByRole('heading', { name: /Bought for you/ }).waitFor()
  await page.getByRole('button', { name: 'Mark as read' }).click()
  await page.getByRole('link', { name: 'Messages', exact: true }).waitFor()
})

step('walks through the prices with the keyboard', async () => {
  await showHistory(page)
  await page.goto(base + seen.mandate)
  const chart = page.getByRole('slider', { name: /Prices over time/ })
  await chart.focus()
  await page.keyboard.press('Home')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^\$14\.20, Harbor, /)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Nobody offered it, /)
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Paid \$9\.80, Northgate, /)
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const known = await open(browser, look, await context.storageState())
  const found: string[] = []
  for (const { name, path } of [
    { name: 'watches', path: '/watches' },
    { name: 'watch', path: seen.mandate },
    { name: 'wait', path: `/book/${isbn13}?watch=5.00` },
  ]) {
    const at = await known.newPage()
    await showHistory(at)
    await at.goto(base + path)
    if (name === 'wait') await boardIsComplete(at)
    else await at.locator('main svg path').last().waitFor()
    await at.evaluate(() => document.fonts.ready)
    found.push(...(await violationsOf(at)).map((violation) => `${name}: ${violation}`))
    const overflow = await overflowOf(at)
    if (overflow > 0) found.push(`${name}: ${overflow} pixels wider than the window`)
    if (name !== 'wait') await keepScreenshot(at, `${name}-${look}`)
    await at.close()
  }
  await known.close()
  expect(found).toEqual([])
})

step('stops at once, after saying what that means', async () => {
  await page.goto(base + seen.mandate)
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByText('Nothing more is bought by it from now on.').waitFor()
  await page.getByRole('button', { name: 'Yes, stop it' }).click()
  await page.getByText(/Stopped by you/).waitFor()
  expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** What the sandbox's seller asks for the book. */
async function price(amount: string): Promise<void> {
  const answer = await fetch(`${sandbox}/sellers/${seller}/offers/${isbn13}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ price: amount, currency: 'USD', condition: 'NEW', quantity: 5 }),
  })
  if (!answer.ok) throw new Error(`the sandbox refused the price: ${await answer.text()}`)
}

/** A month of prices: a watch that is a minute old has none to show. */
async function showHistory(at: Page): Promise<void> {
  const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString()
  const usd = (minor: number) => ({ currency: 'USD', minor })
  const asked = (ago: number, minor: number, sellerName: string) => ({ at: day(ago), total: usd(minor), sellerName })
  const history = {
    currency: 'USD',
    target: usd(1_000),
    asked: [
      asked(30, 1_420, 'Harbor'),
      asked(27, 1_365, 'Northgate'),
      { at: day(24) },
      asked(22.5, 1_490, 'Harbor'),
      asked(19, 1_310, 'Harbor'),
      asked(14, 1_180, 'Northgate'),
      asked(11, 1_245, 'Northgate'),
      asked(6, 980, 'Northgate'),
      asked(4.5, 1_130, 'Harbor'),
    ],
    paid: [{ at: day(5.9), total: usd(980), sellerName: 'Northgate', purchaseId: crypto.randomUUID() }],
  }
  await at.route('**/trpc/*watches.history*', async (route) => {
    const answers = (await (await route.fetch()).json()) as { result: { data: { asked?: unknown } } }[]
    const answered = answers.map((one) => (one.result.data.asked ? { result: { data: history } } : one))
    await route.fulfill({ json: answered })
  })
}

/** The next request for a standing purchase is answered as the server does when the session is older than a quarter of an hour. */
async function refuseNextMandate(at: Page): Promise<void> {
  const data = { code: 'UNAUTHORIZED', httpStatus: 401, path: 'watches.create', refusal: 'auth.fresh_sign_in_required' }
  const refused = [{ error: { message: 'Please enter your password once more.', code: -32_001, data } }]
  await at.route('**/trpc/watches.create*', (route) => route.fulfill({ status: 401, json: refused }), { times: 1 })
}
