// A bad day of staff: every seller falls silent about an order, the purchase comes to a person, who sees both sides, ends it, and sends a dead
// job again. Against real processes; only the ten minutes of patience are moved on in the database.
import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'
import { hasDatabase, openDatabase } from './database.ts'
import { openForStaffOnly } from './staff.ts'

const stage = findStage()
const sandbox = process.env.QUIRE_SANDBOX_URL ?? 'http://127.0.0.1:4400'
const reason = 'The shop told me on the phone that it cancels.'

const step = it.skipIf(stage === null || !hasDatabase)
const base = stage?.url ?? ''
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
let db: pg.Client
const seen = { purchase: '', sellers: [] as string[] }

beforeAll(async () => {
  if (stage === null || !hasDatabase) return
  db = await openDatabase()
  browser = await launch(stage.executablePath)
  context = await open(browser, 'light')
  page = await context.newPage()
  complaints = complaintsOf(page)
})
afterAll(async () => {
  if (stage === null || !hasDatabase) return
  await everySeller({ loseAnswerRate: 0, failRate: 0 })
  await browser.close()
  await db.end()
})

step('is for staff, who find it in the navigation', async () => {
  await openForStaffOnly(page, base, '/ops')
  await page.getByText('No purchase needs anybody').waitFor()
  await page.getByRole('link', { name: 'Staff', exact: true }).waitFor()
})

step('lists a purchase whose seller has been silent for ten minutes', async () => {
  seen.sellers = (await control<{ name: string }[]>('GET', '/sellers')).map(({ name }) => name)
  await everySeller({ loseAnswerRate: 1 })
  seen.purchase = await buy()
  await until(async () => (await stateOf(seen.purchase)) === 'CONFIRMING')
  await everySeller({ loseAnswerRate: 0, failRate: 1 })
  await until(async () => {
    await db.query(
      `update purchase set facts = jsonb_set(facts, '{pending,firstSentAt}', '{"$date": "2020-01-01T00:00:00.000Z"}')
       where id = $1 and facts -> 'pending' ->> 'firstSentAt' is not null`,
      [seen.purchase],
    )
    return (await stateOf(seen.purchase)) === 'NEEDS_REVIEW'
  })
  await page.goto(`${base}/ops`)
  await page.getByText('The seller has not said for ten minutes whether it has the order.').waitFor()
  await page.locator('main li').getByRole('link').first().click()
  await page.waitForURL(`${base}/ops/purchases/${seen.purchase}`)
})

step('shows both sides, and offers only what is safe', { timeout: 90_000 }, async () => {
  await page.getByText('It does not say.').waitFor()
  await page.getByText('The amount is held. Nothing was taken.').waitFor()
  await everySeller({ failRate: 0 })
  await until(async () => {
    await page.getByRole('button', { name: 'Ask both sides again' }).click()
    await page.getByText('Asking both sides…').first().waitFor({ state: 'detached' })
    return await page.getByText('It has the order, as it was quoted.').isVisible()
  })
  await page.getByRole('button', { name: 'Cancel the order and end' }).waitFor()
  expect(await page.getByRole('button', { name: 'Charge and finish' }).count()).toBe(0)
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const known = await open(browser, look, await context.storageState())
  const found: string[] = []
  for (const [name, path, words] of [
    ['ops', '/ops', 'Needs a person'],
    ['ops-purchase', `/ops/purchases/${seen.purchase}`, 'Cancel the order and end'],
    ['ops-jobs', '/ops/jobs', 'buying.drivePurchase'],
    ['ops-cases', '/ops/cases', 'Compare now'],
  ] as const) {
    const at = await known.newPage()
    await at.goto(base + path)
    await at.getByText(words, { exact: true }).first().waitFor()
    await at.evaluate(() => document.fonts.ready)
    found.push(...(await violationsOf(at)).map((violation) => `${name}: ${violation}`))
    const overflow = await overflowOf(at)
    if (overflow > 0) found.push(`${name}: ${overflow} pixels wider than the window`)
    await keepScreenshot(at, `${name}-${look}`)
    await at.close()
  }
  await known.close()
  expect(found).toEqual([])
})

step('asks why before it does anything, keeps what was typed, and does it once', async () => {
  await page.getByRole('button', { name: 'Cancel the order and end' }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel('Why, and how you know').fill('too short')
  await dialog.getByRole('button', { name: 'Cancel the order and end' }).click()
  await dialog.getByText('must be at least 10 characters').waitFor()
  expect(await dialog.getByLabel('Why, and how you know').inputValue()).toBe('too short')
  await dialog.getByLabel('Why, and how you know').fill(reason)
  await dialog.getByRole('button', { name: 'Cancel the order and end' }).dblclick()
  await dialog.waitFor({ state: 'detached' })
  await page.getByTestId('state').filter({ hasText: 'CANCELLED' }).waitFor()
  await page.getByText(reason).waitFor()
  await page.getByText('Nobody has to do anything here.').waitFor()
  const { rows } = await db.query('select action from staff_action where subject = $1', [`purchase:${seen.purchase}`])
  expect(rows).toEqual([{ action: 'cancelOrder' }])
})

step('sends a job that failed for good again', async () => {
  await db.query(
    `insert into pgboss.job (name, data, source_name, source_output)
     values ('search.dead', '{}', 'search.mergeIndex', '{"message": "no space left on device"}')`,
  )
  await page.goto(`${base}/ops/jobs`)
  const dead = page.getByRole('region', { name: 'search.dead' })
  await dead.getByText('no space left on device').waitFor()
  await dead.getByRole('button', { name: 'Send it again' }).click()
  await page.getByLabel('Why, and how you know').fill('The disk has space again.')
  await page.getByRole('button', { name: 'Yes, send again' }).click()
  await page.getByText('Nothing has failed for good.').waitFor()
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** Buys as the page would, for an amount that every seller is below. */
async function buy(): Promise<string> {
  const { rows } = await db.query<{ id: string }>(`select id from work where title = 'Dune'`)
  const input = {
    key: randomUUID(),
    acceptable: { workId: rows[0]?.id },
    conditions: ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'],
    maxTotal: { currency: 'USD', minor: 20_000 },
    destination: { country: 'US', postalCode: '10001' },
    paymentMethod: 'pm_card_visa',
  }
  return await page.evaluate(async (body) => {
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch('/trpc/buying.start', { method: 'POST', headers, body: JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(text)
    return (JSON.parse(text) as { result: { data: { id: string } } }).result.data.id
  }, input)
}

async function stateOf(id: string): Promise<string> {
  const { rows } = await db.query<{ state: string }>('select state from purchase where id = $1', [id])
  return rows[0]?.state ?? 'missing'
}

/** Looks until it is so; the step's own time limit ends the wait. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await page.waitForTimeout(200)
}

async function everySeller(knobs: object): Promise<void> {
  for (const name of seen.sellers) await control('PATCH', `/sellers/${name}`, knobs)
}

async function control<T>(method: 'GET' | 'PATCH', path: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(sandbox + path, { method, ...(body && { headers, body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
