// The staff's pages of ebooks: nobody else sees them; an EPUB is refused with its findings and taken once mended; priced and lent; a loan is taken
// back, so that whoever waits has it; lending is stopped and goes on.
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chapter, filesOf, page as pageOf, zip } from '../../server/testing/epubs.ts'
import { complaintsOf, findStage, inspect, launch, looks, open } from './browser.ts'
import { fillSignUp, newPerson } from './shopper.ts'
import { hasDemoPeople, openForStaffOnly } from './staff.ts'

const stage = findStage()
const base = stage?.url ?? ''
const isbn13 = '9780060010607' // of the demo catalogue: an ebook that is not ours yet
const readers = ['Walton Captain', 'Victor Student'].map(newPerson)
const step = it.skipIf(stage === null || !hasDemoPeople)
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
const shops: Page[] = []

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

const form = () => page.locator('form', { hasText: 'Hand in an EPUB' })
const epub = (buffer: Buffer, name = 'gods.epub') => ({ name, mimeType: 'application/epub+zip', buffer })

step('is for staff, and says so to a reader', async () => {
  await openForStaffOnly(page, base, '/ops/ebooks', async () => {
    expect(await page.getByLabel('EPUB file').count()).toBe(0)
  })
  await page.getByRole('link', { name: 'Ebooks', exact: true }).waitFor()
  await page.getByRole('link', { name: 'The Cheapest Copy' }).waitFor()
})

step('says at each field what is missing', async () => {
  await form().getByRole('button', { name: 'Hand it in' }).click()
  await form().getByText('The 13 digits of an ISBN').waitFor()
  await form().getByText('Choose a file first.').waitFor()
  expect(await form().locator('[aria-invalid="true"]').count()).toBe(2)
})

step('refuses a broken EPUB, and lists what the checker found and where', { timeout: 120_000 }, async () => {
  const broken = await zip(filesOf([{ path: 'OPS/chapter 1.xhtml', body: pageOf('Chapter 1', '<p>') }]))
  await form().getByLabel('ISBN of its edition').fill(isbn13)
  await form().getByLabel('EPUB file').setInputFiles(epub(broken))
  await form().getByText('gods.epub, ').waitFor()
  await form().getByRole('button', { name: 'Hand it in' }).click()
  await form().getByText('This is not an EPUB that we can take.').waitFor()
  const found = form()
    .getByRole('region', { name: /What the EPUB checker found/ })
    .getByRole('listitem')
  expect(await found.first().innerText()).toMatch(/^Fatal: [^]*\n\s*OPS\/chapter 1\.xhtml · (HTM-004|RSC-016)$/)
  await found.filter({ hasText: 'OPS/package.opf, line ' }).first().waitFor()
  for (const look of looks) expect(await inspectFindings(look, broken)).toEqual([])
})

step('takes the mended one, dropped on the page', { timeout: 120_000 }, async () => {
  const good = (await zip(filesOf([{ path: 'OPS/chapter 1.xhtml', body: chapter }]))).toString('base64')
  const dropped = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const transfer = new DataTransfer()
    transfer.items.add(new File([bytes], 'mended.epub', { type: 'application/epub+zip' }))
    return transfer
  }, good)
  await page.getByTestId('drop').dispatchEvent('dragover', { dataTransfer: dropped })
  await form().getByText('Let it go to choose it.').waitFor()
  await page.getByTestId('drop').dispatchEvent('drop', { dataTransfer: dropped })
  await form().getByText('mended.epub, ').waitFor()
  await form().getByRole('button', { name: 'Hand it in' }).click()
  await form().getByText('“A Test & a Book” is in, ').waitFor()
  await page.getByText(isbn13).waitFor() // in the list
  await form().getByRole('link', { name: 'Set its price and licences' }).click()
  await page.getByRole('heading', { level: 1, name: 'American Gods' }).waitFor()
})

step('has its price and its licences set, and marks what cannot be', async () => {
  await page.getByText('It is not lent. Add licences').waitFor()
  await page.getByLabel('Price', { exact: true }).fill('4.9.9')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('An amount such as 4.99, or nothing.').waitFor()
  await page.getByLabel('Price', { exact: true }).fill('4,99')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('It counts for the next buyer.').waitFor()
  await page.getByRole('definition').filter({ hasText: '$4.99' }).waitFor()
  await page.getByRole('button', { name: 'Add licences' }).click()
  const licences = page.getByRole('region', { name: 'Licences to lend' })
  await licences.getByLabel('Days of a loan').fill('0')
  await licences.getByLabel('Loans in all').fill('26')
  await licences.getByRole('button', { name: 'Save' }).click()
  await licences.getByText('A whole number from 1 to 365.').waitFor()
  await licences.getByLabel('Days of a loan').fill('14')
  await licences.getByRole('button', { name: 'Save' }).dblclick()
  await licences.getByText('1 at once, 14 days each').waitFor()
  await licences.getByText('0 of 26 loans in all').waitFor()
  expect(await licences.getByRole('listitem').count()).toBe(1)
})

step('shows who has it and who waits', { timeout: 120_000 }, async () => {
  for (const [index, deed] of ['borrow', 'hold'].entries()) {
    const shop = await (await open(browser, 'light')).newPage()
    shops.push(shop)
    const person = readers[index]
    if (!person) throw new Error('two readers are needed')
    await shop.goto(`${base}/sign-up?next=/library`)
    await fillSignUp(shop, person)
    await shop.getByText('No ebooks yet').waitFor()
    await shop.evaluate(ask, [`ebooks.${deed}`, JSON.stringify({ isbn13, key: randomUUID() })] as const)
  }
  await page.reload()
  const loans = page.getByRole('region', { name: 'Who has it' })
  await loans.getByText('Walton Captain').waitFor()
  await loans.getByText('On loan until').waitFor()
  const queue = page.getByRole('region', { name: 'Who waits for it' })
  expect(await queue.getByRole('listitem').first().innerText()).toMatch(/^1\.\s+Victor Student\s+victor\./)
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const list = { url: `${base}/ops/ebooks`, words: 'The Cheapest Copy', name: 'staff-ebooks' }
  const one = { url: `${base}/ops/ebooks/${isbn13}`, words: 'Walton Captain', name: 'staff-ebook' }
  const none = {
    url: `${base}/ops/ebooks/9780340839935`,
    words: 'We do not have this book as an ebook.',
    name: 'staff-no-ebook',
  }
  for (const visit of [list, one, none]) expect(await inspect(browser, context, look, visit)).toEqual([])
})

step('takes a loan back with the reason told, by keyboard, and the next reader has the copy', async () => {
  const loans = page.getByRole('region', { name: 'Who has it' })
  await loans.getByRole('button', { name: 'Take back the loan of Walton Captain' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Why, and how you know').fill('No')
  await dialog.getByRole('button', { name: 'Take it back' }).click()
  await dialog.getByText('must say why').waitFor()
  await dialog.getByLabel('Why, and how you know').fill('The file was mixed up.')
  await dialog.getByRole('button', { name: 'Take it back' }).dblclick()
  await dialog.waitFor({ state: 'detached' })
  await loans.getByText('Victor Student').waitFor()
  await loans.getByText('A copy is kept until').waitFor()
  await page.getByText('Nobody waits.').waitFor()
  await loans.getByText('Ever', { exact: true }).click()
  await loans.getByText('“The file was mixed up.”').waitFor()
  await shops[0]?.goto(`${base}/messages`)
  await shops[0]?.getByText('The file was mixed up.').waitFor()
})

step('stops lending, and goes on', async () => {
  await page.getByRole('button', { name: 'Stop lending' }).click()
  await page.getByLabel('Why, and how you know').fill('The publisher asked us to.')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Stop lending' }).click()
  await page.getByText('Not lent now').waitFor()
  expect(await lending()).toMatchObject({ isSuspended: true })
  await page.getByRole('button', { name: 'Lend it again' }).click()
  await page.getByLabel('Why, and how you know').fill('They changed their mind.')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Lend it again' }).click()
  await page.getByText('Not lent now').waitFor({ state: 'detached' })
  expect(await lending()).toMatchObject({ isSuspended: false })
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** The list of findings, in this look. */
async function inspectFindings(look: (typeof looks)[number], broken: Buffer): Promise<string[]> {
  return await inspect(browser, context, look, {
    url: `${base}/ops/ebooks`,
    words: 'Mend what is marked as fatal, and hand it in again.',
    name: 'staff-ebook-refused',
    async prepare(at) {
      await at.getByLabel('ISBN of its edition').fill(isbn13)
      await at.getByLabel('EPUB file').setInputFiles(epub(broken))
      await at.getByRole('button', { name: 'Hand it in' }).click()
    },
  })
}

/** What the book's page is told of its lending. */
async function lending(): Promise<object | null> {
  const query = new URLSearchParams({ input: JSON.stringify({ isbn13, currency: 'USD' }) })
  return (await page.evaluate(ask, [`ebooks.offer?${query}`, null] as const)).lending ?? null
}

/** Asks the server as the page it runs in would; with a body it is a mutation. */
async function ask([path, body]: readonly [string, string | null]): Promise<{ lending?: object }> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`/trpc/${path}`, body === null ? {} : { method: 'POST', headers, body })
  const { result, error } = (await answer.json()) as { result?: { data: object }; error?: { message: string } }
  if (!result) throw new Error(`${path}: ${error?.message}`)
  return result.data
}
