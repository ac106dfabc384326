// The staff's page of imports: nobody else sees it; a file goes in and is followed to its end, what was left out can be read, a number that two books
// claim is decided, and an edition in the wrong work is moved.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'
import { hasDemoPeople, openForStaffOnly } from './staff.ts'

const stage = findStage()
const base = stage?.url ?? ''
const address = '/staff/imports'
const dune = '9780340839935' // of the demo catalogue
const ours = ['9791090000018', '9791090000025'] as const

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
    expect(await page.getByRole('button', { name: 'Import', exact: true }).count()).toBe(0)
    const refused = await page.evaluate(() =>
      fetch('/api/imports?name=a&format=csv', { method: 'PUT', body: 'x' }).then((answer) => answer.status),
    )
    expect(refused).toBe(403)
  })
  await page.getByRole('heading', { name: 'Import a file' }).waitFor()
})

step('takes a file in, follows it to its end, and tells what it left out', async () => {
  const form = page.locator('form', { hasText: 'Import a file' })
  await form.getByRole('button', { name: 'Import' }).click()
  await form.getByText('Choose a file first.').waitFor()
  const lines = [
    'work_key,title,authors,isbn13,format,language',
    `e2e-ferry,The Ferry and the Stone,Olga Berg,${ours[0]},paperback,en`,
    `e2e-ferry,The Ferry and the Stone,Olga Berg,${ours[1]},hardcover,en`,
    `e2e-other,Nothing Like It,Kei Moreau,${dune},paperback,en`,
    'e2e-wrong,Wrong Number,Kei Moreau,9791090000010,paperback,en',
  ]
  const buffer = Buffer.from(`${lines.join('\r\n')}\r\n`)
  await form.getByLabel('Format').selectOption('csv')
  await form.getByLabel('File', { exact: true }).setInputFiles({ name: 'ferry.csv', mimeType: 'text/csv', buffer })
  await form.getByRole('button', { name: 'Import' }).click()
  await form.getByText('It has begun.').waitFor()
  const item = page.getByRole('listitem').filter({ hasText: 'ferry.csv' }).first()
  await item.getByText('Done').waitFor()
  await item.getByText('2 editions from 4 records').waitFor()
  await item.getByText('2 left out, 1 of them in quarantine').waitFor()
  const link = await item.getByRole('link', { name: 'Download why' }).getAttribute('href')
  const rejects = await page.evaluate((href) => fetch(href).then((answer) => answer.text()), link ?? '')
  expect(rejects.split('\r\n')).toEqual([
    'line,field,reason',
    expect.stringMatching(/^4,"isbn13","9780340839935 already belongs to ""Dune""/),
    expect.stringMatching(/^5,"isbn13",/),
    '',
  ])
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const known = await open(browser, look, await context.storageState())
  const at = await known.newPage()
  await at.goto(base + address)
  await at.getByText('Claims it').waitFor()
  await at.getByLabel('ISBN of an edition', { exact: true }).fill(ours[0])
  await at.getByRole('button', { name: 'Show its work' }).click()
  await at.getByText('Editions of this work').waitFor()
  await at.evaluate(() => document.fonts.ready)
  await at.evaluate(() => scrollTo(0, 0))
  const found = await violationsOf(at)
  const overflow = await overflowOf(at)
  if (overflow > 0) found.push(`${overflow} pixels wider than the window`)
  await keepScreenshot(at, `staff-imports-${look}`)
  await known.close()
  expect(found).toEqual([])
})

step('lets a person decide whose number it is, and says why', async () => {
  const claim = page.getByRole('listitem').filter({ hasText: `ISBN ${dune}` })
  await claim.getByText('Nothing Like It').waitFor()
  await claim.getByRole('button', { name: 'Keep it as it is' }).click()
  await claim.getByText('A few words, for whoever asks later.').waitFor()
  await claim.getByLabel('Why').fill('the number is printed in Dune')
  await claim.getByRole('button', { name: 'Keep it as it is' }).click()
  await page.getByText('No number is claimed by two books.').waitFor()
})

step('moves an edition into a work of its own, with the reason kept', async () => {
  const form = page.locator('section', { hasText: 'Which editions are one work' })
  await form.getByLabel('ISBN of an edition', { exact: true }).fill('979-10-90000-01-8')
  await form.getByRole('button', { name: 'Show its work' }).click()
  await form.getByRole('button', { name: 'Move them' }).click()
  await form.getByText('Tick at least one edition.').waitFor()
  await form.getByRole('checkbox').last().check()
  await form.getByText('By themselves').click()
  await form.getByLabel('Why').fill('it is another text')
  await form.getByRole('button', { name: 'Move them' }).click()
  await form.getByText('Split from “The Ferry and the Stone”').waitFor()
  await form.getByText('“it is another text”').waitFor()
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})
