// What every shopper does in the journeys: signs up, looks at a book, says where to and how to pay.
import type { Page } from 'playwright-core'

export interface Person {
  name: string
  email: string
  password: string
}

/** Somebody whom no journey before has known. */
export function newPerson(name: string): Person {
  const first = name.split(' ')[0]?.toLowerCase() ?? 'reader'
  return { name, email: `${first}.${Date.now()}@example.com`, password: 'correct horse battery' }
}

/** From the page that offers to make an account. */
export async function fillSignUp(page: Page, { name, email, password }: Person): Promise<void> {
  await page.getByLabel('Your name').fill(name)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
}

/** Every seller has answered, failed or been skipped. */
export async function boardIsComplete(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Ask again' }).waitFor({ timeout: 30_000 })
}

export async function fillAddress(page: Page, { name }: Person): Promise<void> {
  await page.getByRole('button', { name: 'Add the address' }).click()
  await page.getByLabel('Name of the recipient').fill(name)
  await page.getByLabel('Street and number').fill('1 Main Street')
  await page.locator('form [name=postalCode]').fill('10001')
  await page.getByLabel('Town or city').fill('New York')
  await page.getByLabel('State or region (if any)').fill('NY')
}

export async function choosePayment(page: Page, card: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^(Choose|Change): Pay with/ }).click()
  await page.getByRole('radio', { name: card }).check()
}

/** "$14.50" or "Lowest now $14.50" → 14.5 */
export function amountOf(text: string): number {
  return Number(text.replace(/[^\d.]/g, ''))
}
