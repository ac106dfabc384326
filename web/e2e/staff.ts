// How the people of the demo come in, in the journeys, and that pages for staff are for nobody else.
import type { Page } from 'playwright-core'

const password = process.env.QUIRE_DEMO_PASSWORD ?? ''

/** False where the running Quire has no people of a demo that anybody could sign in as. */
export const hasDemoPeople = password !== ''

/** Signs somebody of the demo in, on the way to `address`. */
export async function signIn(page: Page, base: string, who: 'reader' | 'ops', address: string): Promise<void> {
  await page.goto(`${base}/sign-in?${new URLSearchParams({ next: address })}`)
  await fillSignIn(page, who, address)
}

/**
 * The page at `address` says to guests and to readers that it is for staff, and leads guests to sign in; then staff are signed in there. `asReader`: what
 * else a reader is refused.
 */
export async function openForStaffOnly(
  page: Page,
  base: string,
  address: string,
  asReader: () => Promise<void> = async () => {},
): Promise<void> {
  await page.goto(base + address)
  await page.getByText('These pages are for staff.').waitFor()
  await page.locator('main').getByRole('link', { name: 'Sign in' }).click()
  await fillSignIn(page, 'reader', address)
  await page.getByText('These pages are for staff.').waitFor()
  await asReader()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await signIn(page, base, 'ops', address)
}

async function fillSignIn(page: Page, who: 'reader' | 'ops', address: string): Promise<void> {
  await page.getByLabel('Email').fill(`${who}@example.com`)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.locator('main').getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL((url) => url.pathname === address)
}
