// A seller's way in, by hand: register the sandbox's gRPC seller, prove its address, pass the tests, go live; then its keys and its terms.
// Against the real gateway, and the sandbox told to answer the challenge.
import { readFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, keepScreenshot, launch, looks, open, overflowOf, violationsOf } from './browser.ts'

const stage = findStage()
const sandbox = process.env.QUIRE_SANDBOX_URL ?? 'http://127.0.0.1:4400'
const run = Date.now().toString(36)
const person = { name: 'Grace Hopper', email: `grace.${run}@example.com`, password: 'correct horse battery' }
const shop = 'Fleet Street Books'
const bookThatNobodyHas = '9789999999991' // the kit asks for it

const step = it.skipIf(stage === null)
const base = stage?.url ?? ''
let browser: Browser
let context: BrowserContext
let page: Page
let complaints: string[]
/** What the journey has brought about so far; each step starts from the one before. */
const seen = { seller: '', address: '' }

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

step('begins with an empty desk, for people who have signed in', async () => {
  await page.goto(base)
  await page.getByRole('link', { name: 'Sell through Quire' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sellers’ desk' }).waitFor()
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click()
  await page.getByRole('link', { name: 'Make an account' }).click()
  await page.getByLabel('Your name').fill(person.name)
  await page.getByLabel('Email').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('heading', { name: 'No seller on your desk yet' }).waitFor()
})

step('says at each field what the gateway finds wrong, and keeps what was typed', async () => {
  seen.address = (await control<{ address: string }>('GET', '/sellers/fleet-street')).address
  await page.getByRole('link', { name: 'Register a seller' }).click()
  await page.getByLabel('Name', { exact: true }).fill(shop)
  expect(await page.getByLabel('Email for trouble').inputValue()).toBe(person.email)
  await page.getByLabel('Its own currency').fill('GBP')
  await page.getByLabel('All currencies it may charge in').fill('EUR, USD')
  await page.getByLabel('Test books').fill('9780340839935, 9780441172718')
  await page.getByLabel('Address', { exact: true }).fill(seen.address)
  await page.getByLabel('Without TLS').check()
  await page.getByLabel('Secret that we send').fill('fleet-street-key')
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await page.getByText('Nothing was changed. Please mend what is marked.').waitFor()
  expect(await marked()).toEqual(['currencies', 'testIsbn13s'])
  expect(await page.locator(':focus').getAttribute('name')).toBe('currencies')
  expect(await page.getByLabel('Secret that we send').inputValue()).toBe('fleet-street-key')
})

step('points into a pasted mapping by its lines', async () => {
  await page.getByRole('radio', { name: /^REST/ }).check()
  await page.getByLabel('Base address').fill('https://api.corner.example/shop')
  await page.getByLabel('Mapping', { exact: true }).fill('{\n  "version": 1,\n  "quotes" {} }')
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await page.getByText('Line 3, column 12: expected a colon').waitFor()
  await page.getByLabel('Mapping', { exact: true }).fill('{\n  "version": 1,\n  "quotes": {} }')
  await page.getByRole('button', { name: 'Register', exact: true }).click()
  await page.getByRole('button', { name: 'Line 3', exact: true }).first().click()
  expect(await page.evaluate(() => window.getSelection()?.toString())).toContain('{}')
  await page.getByRole('radio', { name: /^gRPC/ }).check()
})

step('registers once although the button is pressed twice, and shows the key this once', async () => {
  await page.getByLabel('All currencies it may charge in').fill('GBP, USD, EUR')
  await page.getByLabel('Test books').fill('9780340839935')
  await page.getByRole('button', { name: 'Register', exact: true }).dblclick()
  await page.getByRole('heading', { level: 1, name: `${shop} is registered` }).waitFor()
  expect(await page.getByTestId('api-key').innerText()).toMatch(/^qsk_[0-9a-f]{16}_[\w-]{43}$/)
  await page.getByRole('link', { name: 'Prove the address' }).click()
  await page.getByRole('heading', { level: 1, name: shop, exact: true }).waitFor() // not "… is registered"
  seen.seller = new URL(page.url()).pathname
  await page.goto(`${base}/desk`)
  await page.getByText('Prove your address').waitFor()
  expect(await page.locator('main ul > li').count()).toBe(1)
  await page.getByRole('link', { name: shop }).click()
})

step('says what was asked and what came back until the token is there', async () => {
  const token = await page.getByTestId('challenge').innerText()
  await page.getByRole('button', { name: 'Look for it now' }).click()
  await page.getByText('It is not there yet').waitFor()
  await page.getByText(`quire.seller.v1.SellerService/GetChallenge at ${seen.address}`).waitFor()
  await control('PATCH', '/sellers/fleet-street', { challenge: token })
  await page.getByRole('button', { name: 'Look for it now' }).click()
  await page.getByText('Tests missing').waitFor()
})

step('shows first what failed in the tests, and what to do about it', { timeout: 120_000 }, async () => {
  // Now and then this seller's answer comes late on purpose; here every order counts.
  await control('PATCH', '/sellers/fleet-street', { lateAcceptRate: 0 })
  await control('PUT', `/sellers/fleet-street/offers/${bookThatNobodyHas}`, { price: '5.00', quantity: 1 })
  await page.getByRole('button', { name: 'Run the tests' }).click()
  await page.getByText(/\d+ checks? done/).waitFor()
  await page.getByText('Required tests failed').waitFor({ timeout: 100_000 })
  const first = page.locator('details li').first()
  expect(await first.innerText()).toContain('quotes.unknown-book')
  await first.getByText('What to do').waitFor()
  await page.reload()
  await page.getByText('Tests failed', { exact: true }).waitFor()
  await first.getByText('What to do').waitFor() // the report is kept
})

step('is live when they pass, and gives the report to take away', { timeout: 120_000 }, async () => {
  await control('PUT', `/sellers/fleet-street/offers/${bookThatNobodyHas}`, { price: '5.00', quantity: 0 })
  await page.getByRole('button', { name: 'Run them again' }).click()
  await page.getByText('All required tests passed').waitFor({ timeout: 100_000 })
  await page.getByText('You are live').waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the report' }).click()
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('PASSED quotes.unknown-book')
  await page.goto(`${base}/desk`)
  await page.getByText('Live', { exact: true }).waitFor()
})

step.each(looks)('is accessible and fits the window: %s', { timeout: 120_000 }, async (look) => {
  const known = await open(browser, look, await context.storageState())
  const found: string[] = []
  for (const [name, path] of [
    ['desk', '/desk'],
    ['desk-register', '/desk/register'],
    ['desk-seller', seen.seller],
  ] as const) {
    const at = await known.newPage()
    await at.goto(base + path)
    await at.locator('main [aria-busy]').waitFor({ state: 'detached' })
    await at
      .getByText(name === 'desk-register' ? 'The shop' : 'Live', { exact: true })
      .first()
      .waitFor()
    await at.evaluate(() => document.fonts.ready)
    found.push(...(await violationsOf(at)).map((violation) => `${name}: ${violation}`))
    const overflow = await overflowOf(at)
    if (overflow > 0) found.push(`${name}: ${overflow} pixels wider than the window`)
    if (name === 'desk-seller') await keepScreenshot(at, `${name}-${look}`)
    await at.close()
  }
  await known.close()
  expect(found).toEqual([])
})

step('makes a key, shows it once, and revokes it after asking', async () => {
  await page.goto(base + seen.seller)
  await page.getByRole('button', { name: 'Make a key' }).click()
  const [, keyId] = /^qsk_([0-9a-f]+)_/.exec(await page.getByTestId('api-key').innerText()) ?? []
  await page.getByRole('button', { name: 'I have it' }).click()
  expect(await page.getByTestId('api-key').count()).toBe(0)
  await page.getByRole('button', { name: `Revoke ${keyId}` }).click()
  await page.getByRole('button', { name: 'Yes, revoke it' }).click()
  await page.getByText(`qsk_${keyId}_…`).waitFor({ state: 'detached' })
})

// This also takes the seller out again, so that it sells nothing in other journeys.
step('warns that a new address is proven again, and means it', async () => {
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByLabel('Address', { exact: true }).fill(seen.address.replace('127.0.0.1', 'localhost'))
  await page.getByText('With a new address you prove it again').waitFor()
  await page.getByRole('button', { name: 'Save the changes' }).click()
  await page.getByRole('heading', { name: 'Prove that the address is yours' }).waitFor()
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.filter((text) => !/Failed to load resource/.test(text))).toEqual([])
})

/** The names of the fields that are marked as wrong. */
function marked(): Promise<(string | null)[]> {
  return page
    .locator('[aria-invalid="true"]')
    .evaluateAll((fields) => fields.map((field) => field.getAttribute('name')))
}

async function control<T>(method: 'GET' | 'PATCH' | 'PUT', path: string, body?: object): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(sandbox + path, { method, ...(body && { headers, body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
