// The staff's page of our own stock: nobody else sees it; goods come in by hand and by file with the bad lines told; a number is corrected, a price
// changed; what is low is found.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'
import { hasDemoPeople, openForStaffOnly } from './staff.ts'

const stage = findStage()
const base = stage?.url ?? ''
const address = '/staff/stock'
const dune = '9780340839935' // of the demo catalogue
const austen = '9780141439518'
const run = Date.now().toString(36)

const step = it.skipIf(stage === null || !hasDemoPeople)
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

step('is for staff, and says so to a reader', async () => {
  await openForStaffOnly(page, base, address, async () => {
    expect(await page.getByLabel('Delivery').count()).toBe(0)
  })
  await page.getByRole('heading', { name: 'Goods in, by hand' }).waitFor()
  await page
    .getByRole('button', { name: /^Details of/ })
    .nth(10)
    .waitFor() // the demo's shelf
})

step('takes goods in by hand, and says at each field what is wrong', async () => {
  const form = page.locator('form', { hasText: 'Goods in, by hand' })
  await form.getByLabel('ISBN').fill('978-0-340-83993')
  await form.getByLabel('Copies').fill('0')
  await form.getByRole('button', { name: 'Book in' }).click()
  await form.getByText('The 13 digits of an ISBN').waitFor()
  expect(await form.locator('[aria-invalid="true"]').count()).toBe(2)
  await form.getByLabel('ISBN').fill('978-0-340-83993-5')
  await form.getByLabel('Copies').fill('1')
  await form.getByLabel('Condition').selectOption('ACCEPTABLE')
  await form.getByRole('button', { name: 'Book in' }).click()
  await form.getByText('must be named for what is new on our shelf').waitFor()
  await form.getByLabel('Price in USD').fill('3.50')
  await form.getByRole('button', { name: 'Book in' }).click()
  await form.getByText(`1 × ${dune}, on the shelf now.`).waitFor()
})

step('takes a file in, tells the lines that it left out, and books none twice', async () => {
  const form = page.locator('form', { hasText: 'Goods in, by file' })
  const lines = [
    `${dune},LIKE_NEW,2,7.90,USD`,
    `${austen},mint,1,5,USD`,
    `9780262033848,NEW,1,5,USD`,
    `${austen},GOOD,3,4.20,`,
  ]
  const buffer = Buffer.from(['isbn13,condition,quantity,price,currency', ...lines, ''].join('\r\n'))
  await form.getByLabel('Delivery').fill(`Note ${run}`)
  await form.getByLabel('File').setInputFiles({ name: 'note.csv', mimeType: 'text/csv', buffer })
  await form.getByRole('button', { name: 'Book the file in' }).click()
  await form.getByText('2 lines booked in, 5 copies.').waitFor()
  await form.getByText('Line 3, condition: is none of').waitFor()
  await form.getByText('Line 4, isbn13: is not in the catalogue').waitFor()
  await form.getByRole('button', { name: 'Book the file in' }).click()
  await form.getByText('2 were in already.').waitFor()
})

step('shows one book’s items, why each has its number, and corrects it', async () => {
  await page.getByLabel('ISBN').first().fill(dune)
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('Like new · ').waitFor()
  await page.getByRole('button', { name: 'Details of Dune, Like new' }).click()
  await page.getByText('Goods in', { exact: true }).waitFor()
  await page.getByLabel('More or fewer').fill('1')
  await page.getByLabel('Why').selectOption('DAMAGED')
  await page.getByLabel('What happened').fill('rain on the way')
  await page.getByRole('button', { name: 'Correct', exact: true }).click()
  await page.getByText('Corrected: 1 on the shelf now.').waitFor()
  await page.getByText('rain on the way').waitFor()
  await page.getByLabel('Price in USD').first().fill('8.10')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('$8.10').waitFor()
})

step('finds what is low, in an address that can be kept', async () => {
  await page.getByRole('button', { name: 'Low', exact: true }).click()
  await page.getByRole('button', { name: 'Show all again' }).click()
  await page.waitForURL((url) => url.search === '?low=1')
  await page.reload()
  await page.getByText(', low').first().waitFor()
  expect(await page.getByText(/^\d+ free$/).count()).toBe(0)
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const known = await open(browser, look, await context.storageState())
  const at = await known.newPage()
  await at.goto(`${base}${address}?isbn=${dune}`)
  await at.getByRole('button', { name: 'Details of Dune, Like new' }).click()
  await at.getByText('Goods in', { exact: true }).waitFor()
  await at.evaluate(() => document.fonts.ready)
  const found = await violationsOf(at)
  const overflow = await overflowOf(at)
  if (overflow > 0) found.push(`${overflow} pixels wider than the window`)
  await keepScreenshot(at, `staff-stock-${look}`)
  await known.close()
  expect(found).toEqual([])
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})
