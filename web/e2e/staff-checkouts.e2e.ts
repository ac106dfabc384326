// A checkout that comes to a person: the provider turns every call away, staff see what is known of it, and have it asked again. Against real
// processes; only the ten minutes of patience are moved on in the database.
import type pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, inspect, launch, looks, open } from './browser.ts'
import { hasDatabase, openDatabase } from './database.ts'
import { fillSignUp, newPerson } from './shopper.ts'
import { openForStaffOnly } from './staff.ts'

const stage = findStage()
const sandbox = process.env.QUIRE_SANDBOX_URL ?? 'http://127.0.0.1:4400'
const step = it.skipIf(stage === null || !hasDatabase)
const base = stage?.url ?? ''
const person = newPerson('Walter Hartright')
let browser: Browser
let desk: BrowserContext
let shop: Page
let page: Page
let db: pg.Client
const complaints: string[][] = []
const seen = { checkout: '' }

beforeAll(async () => {
  if (stage === null || !hasDatabase) return
  db = await openDatabase()
  browser = await launch(stage.executablePath)
  desk = await open(browser, 'light')
  page = await desk.newPage()
  shop = await (await open(browser, 'light')).newPage()
  complaints.push(complaintsOf(page), complaintsOf(shop))
})
afterAll(async () => {
  if (stage === null || !hasDatabase) return
  await setProvider({ throttleRate: 0 })
  await browser.close()
  await db.end()
})

step('is for staff, and nothing is wrong yet', async () => {
  await openForStaffOnly(page, base, '/ops/checkouts')
  await page.getByText('No checkout needs anybody').waitFor()
})

step('an order that the provider never answers comes to a person', { timeout: 120_000 }, async () => {
  const { rows } = await db.query<{ isbn13: string }>(
    `select isbn13 from stock_item where condition = 'NEW' and currency = 'USD' and on_hand - reserved > 3 order by isbn13 limit 1`,
  )
  await shop.goto(`${base}/sign-up?next=/book/${rows[0]?.isbn13}`)
  await fillSignUp(shop, person)
  await shop.getByRole('button', { name: /^Add to cart:.*New$/ }).click()
  await shop.getByRole('link', { name: 'In your cart' }).waitFor()
  await shop.goto(`${base}/checkout`)
  await shop.getByLabel('Name of the recipient').fill(person.name)
  await shop.getByLabel('Street and number').fill('1 Main Street')
  await shop.getByLabel('Postal code').fill('10001')
  await shop.getByLabel('Town or city').fill('New York')
  await shop.getByRole('button', { name: 'Save the address' }).click()
  await shop.getByRole('radio', { name: /that pays/ }).check()
  await setProvider({ throttleRate: 1 })
  await shop.getByRole('button', { name: /^Order and pay \$/ }).click()
  await shop.waitForURL('**/checkouts/*')
  seen.checkout = new URL(shop.url()).pathname.split('/').at(-1) ?? ''
  await until(async () => {
    const since = new Date(Date.now() - 15 * 60_000).toISOString() // within the day for which the provider knows a key
    await db.query(
      `update checkout set facts = jsonb_set(facts, '{pending,firstSentAt,$date}', to_jsonb($2::text))
       where id = $1 and facts -> 'pending' ->> 'firstSentAt' is not null`,
      [seen.checkout, since],
    )
    return (await stateOf()) === 'NEEDS_REVIEW'
  })
  await page.reload()
  await page.getByText('Needs a person').waitFor()
  await page.locator('main li').getByRole('link').first().click()
  await page.waitForURL(`${base}/ops/checkouts/${seen.checkout}`)
})

step('shows whose it is, what is known, and only what is safe', async () => {
  await page.getByRole('heading', { level: 1, name: `Checkout of ${person.name}` }).waitFor()
  await page.getByText(person.email).waitFor()
  await page.getByTestId('state').filter({ hasText: 'NEEDS_REVIEW · PAYMENT_UNKNOWN' }).waitFor()
  for (const name of ['Ask again and go on', 'Let the money go and end', 'Write a note'])
    await page.getByRole('button', { name }).waitFor()
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const list = { url: `${base}/ops/checkouts`, words: 'Needs a person', name: 'ops-checkouts' }
  const one = { url: `${base}/ops/checkouts/${seen.checkout}`, words: 'What can be done', name: 'ops-checkout' }
  for (const visit of [list, one]) expect(await inspect(browser, desk, look, visit)).toEqual([])
})

step('a note changes nothing; asking again, once the provider answers, ends it', { timeout: 120_000 }, async () => {
  await act('Write a note', 'Called the provider: it was down until ten.')
  await page.getByText('Called the provider: it was down until ten.').waitFor()
  expect(await stateOf()).toBe('NEEDS_REVIEW')
  await setProvider({ throttleRate: 0 })
  await act('Ask again and go on', 'The provider answers again.')
  await page.getByTestId('state').filter({ hasText: /^PAID/ }).waitFor()
  await page.getByText('Nobody has to do anything here.').waitFor()
  const { rows } = await db.query('select action from staff_action where subject = $1 order by at', [
    `checkout:${seen.checkout}`,
  ])
  expect(rows).toEqual([{ action: 'note' }, { action: 'askAgain' }])
  await shop.reload()
  await shop.getByRole('heading', { level: 1, name: 'Ordered and paid' }).waitFor()
  await page.getByRole('link', { name: 'All checkouts that need somebody' }).click()
  await page.getByText('No checkout needs anybody').waitFor()
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.flat().filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** Presses the button, gives the reason, and presses twice: it is one deed. */
async function act(name: string, reason: string): Promise<void> {
  await page.getByRole('button', { name }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Why, and how you know').fill(reason)
  await dialog.getByRole('button', { name }).dblclick()
  await dialog.waitFor({ state: 'detached' })
}

async function stateOf(): Promise<string> {
  const { rows } = await db.query<{ state: string }>('select state from checkout where id = $1', [seen.checkout])
  return rows[0]?.state ?? 'missing'
}

/** Looks until it is so; the step's own time limit ends the wait. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await page.waitForTimeout(200)
}

async function setProvider(knobs: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${sandbox}/payments`, { method: 'PATCH', headers, body: JSON.stringify(knobs) })
  if (!answer.ok) throw new Error(`PATCH /payments: ${answer.status} ${await answer.text()}`)
}
