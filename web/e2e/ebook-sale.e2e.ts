// An ebook is put into the cart by a guest, bought without an address, read at once, and given back; another is put in with a book of paper.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, inspect as inspectPage, launch, looks, open } from './browser.ts'
import { boardIsComplete, fillSignUp, newPerson } from './shopper.ts'

const stage = findStage()
const step = it.skipIf(stage === null)
const base = stage?.url ?? ''
const sold = '9799900000036' // of the demo: sold only, marked with its reader's name
const lent = '9799900000012' // of the demo: to own and to borrow
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]

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

const ebook = (at: Page) => at.getByRole('row', { name: /^Quire, as an ebook/ })

async function inspect(path: string, words: string, name: string): Promise<void> {
  for (const look of looks)
    expect(await inspectPage(browser, context, look, { url: base + path, words, name })).toEqual([])
}

step('the ebook and the loan stand among the ways to get it, each with its price', async () => {
  await page.goto(`${base}/book/${lent}`)
  await boardIsComplete(page)
  await page.getByRole('row', { name: /^Quire, to borrow.*2 of 2 free/ }).waitFor()
  await ebook(page).getByText('$4.99').waitFor()
  const rows = await page.getByRole('rowheader').allTextContents()
  expect(rows.findIndex((row) => row.startsWith('Quire, to borrow'))).toBe(0) // what costs nothing
  await inspect(`/book/${lent}`, 'Quire, as an ebook', 'one-list')
})

step('a guest puts it into the cart, by keyboard', async () => {
  await page.goto(`${base}/book/${sold}`)
  await ebook(page)
    .getByRole('button', { name: /^Add to cart/ })
    .press('Enter')
  await ebook(page).getByRole('link', { name: 'In your cart' }).click()
  await page.getByText('Ebook, read at once and yours for good').waitFor()
  await inspect('/cart', 'In your library as soon as it is paid.', 'cart-ebook')
})

step('it is bought without an address, and is in the library at once', async () => {
  await page.goto(`${base}/sign-up?next=/checkout`)
  await fillSignUp(page, newPerson('Edda Reader'))
  await page.getByRole('heading', { name: 'Where do you live?' }).waitFor()
  await page.getByText('Give your postal code').waitFor()
  await page.getByLabel('Postal code').fill('10001')
  await page.getByText('Tax (New York sales tax)').waitFor()
  await page.getByRole('radio', { name: /that pays/ }).check()
  await inspect('/checkout', 'Where do you live?', 'checkout-ebook')
  await page.getByRole('button', { name: /^Order and pay/ }).click()
  await page.getByRole('heading', { name: 'Ordered and paid' }).waitFor()
  await inspect(new URL(page.url()).pathname, 'Ordered and paid', 'checkout-done-ebook')
  await page.getByRole('link', { name: 'Go to your library' }).click()
  await page.getByText('It is yours for good.').waitFor()
})

step('who owns it is told, and may give it back until it is opened', async () => {
  await page.goto(`${base}/book/${sold}`)
  await page
    .getByRole('row', { name: /^This ebook is yours/ })
    .getByRole('link', { name: 'Read' })
    .waitFor()
  await page.goto(`${base}/orders`)
  await page.getByText('In your library').waitFor()
  await page.getByRole('main').getByRole('link').first().click()
  await page.getByRole('button', { name: 'Ask for a refund' }).click()
  await inspect(new URL(page.url()).pathname, 'Money back', 'order-ebook')
  await page.getByLabel('What is wrong?').selectOption({ label: 'I do not want it any more' })
  await page.getByRole('button', { name: 'Ask for this refund' }).click()
  await page.getByText('Back on your card').first().waitFor()
  await page.goto(`${base}/library`)
  await page.getByRole('heading', { name: 'No ebooks yet' }).waitFor()
})

step('made no page complain', () => {
  expect(complaints).toEqual([])
})
