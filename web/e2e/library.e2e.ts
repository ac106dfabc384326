// An ebook is borrowed, read in the browser under the page's own rules for scripts, found again where it was left, and returned.
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { complaintsOf, findStage, inspect, launch, looks, open } from './browser.ts'
import { fillSignUp, newPerson } from './shopper.ts'

const stage = findStage()
const step = it.skipIf(stage === null)
const base = stage?.url ?? ''
const isbn13 = '9799900000012' // of the demo: two licences, three chapters
const reader = `${base}/library/${isbn13}/read`
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

/** The chapter that is on the screen: the others wait in frames that are not shown. */
const chapter = (at: Page): FrameLocator => at.frameLocator('main iframe:visible')
const percent = async (at: Page) => Number(await at.getByRole('progressbar').getAttribute('aria-valuenow'))

step('an ebook is borrowed from the page of its book', async () => {
  await page.goto(`${base}/sign-up?next=/book/${isbn13}`)
  await fillSignUp(page, newPerson('Lea Lender'))
  const loan = page.getByRole('row', { name: /^Quire, to borrow/ })
  await loan.getByRole('button', { name: 'Borrow' }).click()
  await loan.getByText('you have it until').waitFor()
})

step('its page says who can read it how', async () => {
  const said = page.getByRole('region', { name: 'Accessibility' })
  await said.getByText('Screen reader friendly').waitFor()
  await said.getByText('More about accessibility').click()
  await said.getByText('No hazards').waitFor()
  for (const look of looks)
    expect(
      await inspect(browser, context, look, {
        url: `${base}/book/${isbn13}`,
        words: 'Accessibility',
        name: 'ebook',
      }),
    ).toEqual([])
})

step('it is read here, by keyboard, and found again where it was left', async () => {
  await page.getByRole('link', { name: 'Read', exact: true }).click()
  await chapter(page).getByRole('heading', { name: 'A price on a slip of paper' }).waitFor()
  await page.keyboard.press('c')
  const kept = page.waitForResponse((answer) => answer.url().includes('ebooks.keepPlace') && answer.ok())
  await page.getByRole('navigation', { name: 'Contents' }).getByRole('button', { name: 'Eleven shops' }).click()
  await chapter(page).getByRole('heading', { name: 'Eleven shops' }).waitFor()
  await kept
  await page.reload()
  await chapter(page).getByRole('heading', { name: 'Eleven shops' }).waitFor()
  expect(await percent(page)).toBeGreaterThan(0)
})

step('it is set as somebody likes to read, and stays so', async () => {
  await page.getByRole('button', { name: 'How it looks' }).click()
  await page.getByRole('button', { name: 'Larger letters' }).click()
  await page.getByText('Sepia').click()
  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('button', { name: 'How it looks' }).click()
  await page.getByText('110 %').waitFor()
  expect(await page.getByRole('radio', { name: 'Sepia' }).isChecked()).toBe(true)
  await page.keyboard.press('Escape')
})

step('a book with scripts in it runs none: only what we wrote runs on its pages', async () => {
  const strict = await browser.newContext({ storageState: await context.storageState() }) // with the page's own policy
  const other = await strict.newPage()
  await other.goto(reader)
  const heading = chapter(other).getByRole('heading')
  await heading.first().waitFor()
  const ran = await heading.first().evaluate((element) => {
    const script = element.ownerDocument.createElement('script')
    script.textContent = 'document.documentElement.dataset.ran = "yes"'
    element.ownerDocument.body.append(script)
    return element.ownerDocument.documentElement.dataset.ran ?? 'no'
  })
  expect(ran).toBe('no')
  await strict.close()
})

step('the library has it, and it is returned', async () => {
  for (const look of looks)
    expect(
      await inspect(browser, context, look, { url: `${base}/library`, words: 'The Cheapest Copy', name: 'library' }),
    ).toEqual([])
  await page.goto(`${base}/library`)
  const apps = page.getByRole('region', { name: 'In a reading app' })
  await apps.getByText(`${new URL(base).origin}/opds`).waitFor()
  await page.getByRole('button', { name: 'Return' }).click()
  await page.getByRole('button', { name: 'Yes, return it' }).click()
  await page.getByRole('heading', { name: 'Read before' }).waitFor()
  await page.goto(reader)
  await page.getByRole('heading', { name: 'This ebook could not be opened.' }).waitFor()
  expect(complaints.filter((line) => !line.includes('403'))).toEqual([])
})
