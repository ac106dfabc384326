// What is set rather than bought: which messages come by mail, and, for staff, what delivery and tax cost.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, inspect, launch, looks, open } from './browser.ts'
import { fillSignUp, newPerson } from './shopper.ts'
import { hasDemoPeople, signIn } from './staff.ts'

const stage = findStage()
const step = it.skipIf(stage === null || !hasDemoPeople)
const base = stage?.url ?? ''
let browser: Browser
let shop: BrowserContext
let desk: BrowserContext
let page: Page
let staff: Page
const complaints: string[][] = []

beforeAll(async () => {
  if (stage === null) return
  browser = await launch(stage.executablePath)
  shop = await open(browser, 'light')
  desk = await open(browser, 'light')
  page = await shop.newPage()
  staff = await desk.newPage()
  complaints.push(complaintsOf(page), complaintsOf(staff))
})
afterAll(async () => {
  if (stage !== null) await browser.close()
})

step('which mails come is chosen, and kept', async () => {
  await page.goto(`${base}/sign-up?next=/messages`)
  await fillSignUp(page, newPerson('Anne Reader'))
  await page.getByRole('heading', { name: 'No message yet' }).waitFor()
  await page.getByRole('link', { name: 'Choose which of them come by mail' }).click()
  const prices = page.getByRole('switch', { name: /^Prices you wait for/ })
  await prices.uncheck()
  await page.getByRole('status').getByText('Saved.').waitFor()
  await page.reload()
  expect(await prices.isChecked()).toBe(false)
  expect(await page.getByRole('switch', { name: /^What you buy/ }).isDisabled()).toBe(true)
  for (const look of looks)
    expect(
      await inspect(browser, shop, look, { url: `${base}/account/mail`, words: 'What you buy', name: 'mail' }),
    ).toEqual([])
})

step('staff change a rate; what cannot be is marked at its field', async () => {
  await signIn(staff, base, 'ops', '/staff/orders')
  await staff.getByRole('link', { name: 'Rates', exact: true }).click()
  const first = staff.getByRole('textbox', { name: 'First copy, US USD', exact: true })
  const before = await first.inputValue()
  await first.fill('4,5x')
  await staff.getByRole('button', { name: 'Save both tables' }).click()
  await staff.getByText('An amount, such as 4.50').waitFor()
  await first.fill('4,50')
  await staff.getByRole('button', { name: 'Add a country' }).click()
  await staff.getByRole('textbox', { name: 'Country, new row' }).fill('us')
  await staff.getByRole('textbox', { name: 'Currency, us', exact: true }).fill('usd')
  for (const [name, value] of [
    ['First copy', '1'],
    ['Each further', '1'],
    ['Days, from', '1'],
    ['Days, to', '2'],
  ] as const)
    await staff.getByRole('textbox', { name: `${name}, us usd`, exact: true }).fill(value)
  await staff.getByRole('button', { name: 'Save both tables' }).click()
  await staff.getByText('has a rate in this currency already').waitFor()
  await staff.getByRole('button', { name: 'Take out us usd', exact: true }).click()
  await staff.getByRole('button', { name: 'Save both tables' }).click()
  await staff.getByText('The rates are saved.').first().waitFor()
  expect(await first.inputValue()).toBe('4.50')
  await first.fill(before)
  await staff.getByRole('button', { name: 'Save both tables' }).click()
  await staff.getByText('Nothing is saved yet.').waitFor({ state: 'detached' })
  for (const look of looks)
    expect(
      await inspect(browser, desk, look, { url: `${base}/staff/rates`, words: 'Delivery', name: 'staff-rates' }),
    ).toEqual([])
})

step('made no page complain', () => {
  // The browser itself notes each answer that failed; those were meant.
  expect(complaints.flat().filter((text) => !/Failed to load resource|ERR_FAILED/.test(text))).toEqual([])
})
