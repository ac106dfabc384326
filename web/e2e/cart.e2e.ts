// A guest fills a cart by keyboard, signs up and keeps it, sees what changed while it lay there, and saves an address.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'
import { fillSignUp, newPerson } from './shopper.ts'

const stage = findStage()
const dataDir = process.env.QUIRE_DATA_DIR
const step = it.skipIf(stage === null || dataDir === undefined)
const base = stage?.url ?? ''
const person = newPerson('Wanda Reader')
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
let db: pg.Client
let isbn13 = ''

beforeAll(async () => {
  if (stage === null || dataDir === undefined) return
  const kept = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as Record<string, string | number>
  db = new pg.Client(`postgres://quire:${kept.databasePassword}@127.0.0.1:${kept.databasePort}/quire`)
  await db.connect()
  const { rows } = await db.query<{ isbn13: string }>(
    `select isbn13 from stock_item where condition = 'NEW' and on_hand - reserved between 4 and 12 order by isbn13 limit 1`,
  )
  isbn13 = rows[0]?.isbn13 ?? ''
  browser = await launch(stage.executablePath)
  context = await open(browser, 'light')
  page = await context.newPage()
  complaints = complaintsOf(page)
})
afterAll(async () => {
  if (stage === null || dataDir === undefined) return
  await browser.close()
  await db.end()
})

const cartLink = (at: Page) => at.getByRole('banner').getByRole('link', { name: /^Cart/ })

step('an empty cart says what to do', async () => {
  await page.goto(`${base}/cart`)
  await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
  expect(await context.cookies()).toEqual([]) // a look makes none
})

step('the page of a book has our own copies, and a button that puts one into the cart', async () => {
  await page.goto(`${base}/book/${isbn13}`)
  await page.getByRole('button', { name: /^Add to cart:.*New$/ }).press('Enter')
  await page.getByRole('link', { name: 'In your cart' }).waitFor()
  await cartLink(page).getByText('1 copy').waitFor()
  await inspect('phone', `/book/${isbn13}`, 'Quire’s own shelf', 'own-copies')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({ name: 'quire.cart', httpOnly: true, sameSite: 'Lax' })
})

step('the quantity is changed by keyboard, and the total follows where it goes', async () => {
  await page.getByRole('link', { name: 'In your cart' }).click()
  const quantity = page.getByRole('spinbutton', { name: /^Quantity of/ })
  await quantity.press('ArrowUp')
  await cartLink(page).getByText('2 copies').waitFor()
  await quantity.fill('3')
  await quantity.press('Enter')
  await cartLink(page).getByText('3 copies').waitFor()
  await quantity.fill('none')
  await quantity.press('Tab')
  expect(await quantity.inputValue()).toBe('3')
  await page.getByLabel('Postal code').fill('10001')
  await page.getByText('Tax (New York sales tax)').waitFor()
  await page.getByLabel('Postal code').fill('97201')
  await page.getByText('Tax (New York sales tax)').waitFor({ state: 'detached' })
})

step('a second tab adds to the same cart, and signing up keeps it', async () => {
  const tab = await context.newPage()
  await tab.goto(`${base}/book/${isbn13}`)
  await tab.getByRole('button', { name: /^Add to cart:.*New$/ }).click()
  await cartLink(tab).getByText('4 copies').waitFor()
  await tab.goto(`${base}/sign-up?next=/cart`)
  await fillSignUp(tab, person)
  await tab.waitForURL(`${base}/cart`)
  await cartLink(tab).getByText('4 copies').waitFor()
  await tab.close()
  await page.reload()
  await cartLink(page).getByText('4 copies').waitFor()
})

step('what changed meanwhile is said, and accepted', async () => {
  await db.query(`update stock_item set price_minor = price_minor + 150 where isbn13 = $1`, [isbn13])
  await page.reload()
  await page.getByText(/^The price went up, from \$\d+\.\d\d to \$\d+\.\d\d\.$/).waitFor()
  for (const look of looks) await inspect(look, '/cart', 'Accept the changes', 'cart')
  await page.getByRole('button', { name: 'Accept the changes' }).click()
  await page.getByText(/^The price went up/).waitFor({ state: 'detached' })
})

step('an address is refused by its field, kept as typed, saved, and deleted', async () => {
  await page.getByRole('contentinfo').getByRole('link', { name: 'Addresses' }).click()
  await page.getByRole('button', { name: 'Add an address' }).click()
  await page.getByLabel('Name of the recipient').fill('Wanda Reader')
  await page.getByLabel('Street and number').fill('1 Main Street')
  await page.getByLabel('Town or city').fill('New York')
  await page.getByLabel('Postal code').fill('1000')
  await page.getByRole('button', { name: 'Save the address' }).click()
  await page.getByText('must look like 10001 there', { exact: true }).waitFor()
  expect(await page.getByLabel('Street and number').inputValue()).toBe('1 Main Street')
  await page.getByLabel('Postal code').fill('10001')
  await page.getByRole('button', { name: 'Save the address' }).click()
  await page.getByText('Default', { exact: true }).waitFor()
  for (const look of looks) await inspect(look, '/account/addresses', 'Wanda Reader', 'addresses')
  await page.getByRole('button', { name: /^Delete the address/ }).click()
  await page.getByRole('button', { name: 'Yes, delete it' }).click()
  await page.getByRole('heading', { name: 'No address yet' }).waitFor()
})

step('taking the last line out leaves an empty cart', async () => {
  await cartLink(page).click()
  await page.getByRole('button', { name: /^Take out/ }).click()
  await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor()
  // The browser itself notes the address that was refused; that was meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** Opens the page anew in this look, and finds nothing wrong with it. */
async function inspect(look: (typeof looks)[number], path: string, words: string, name: string): Promise<void> {
  const known = await open(browser, look, await context.storageState())
  const at = await known.newPage()
  await at.goto(base + path)
  await at.getByText(words, { exact: true }).first().scrollIntoViewIfNeeded()
  await at.evaluate(() => document.fonts.ready)
  const found = await violationsOf(at)
  const overflow = Math.max(await overflowOf(at), 0) // the room kept for a scrollbar is below it
  await keepScreenshot(at, `${name}-${look}`)
  await known.close()
  expect({ look, found, overflow }).toEqual({ look, found: [], overflow: 0 })
}
