// The browser of the journeys: found, never downloaded; with axe at hand, and every complaint of a page remembered.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as axeCore from 'axe-core'
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const screenshots = join(import.meta.dirname, '../../docs/screenshots')
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where Quire runs, and with which browser to visit it; null where one of them is missing, with the reason on the console. */
export function findStage(): { url: string; executablePath: string } | null {
  const url = process.env.QUIRE_URL
  const executablePath = [process.env.QUIRE_CHROMIUM, ...places].find((path) => path && existsSync(path))
  if (!url) console.warn('journeys skipped: QUIRE_URL says no running Quire')
  if (!executablePath) console.warn('journeys skipped: no Chromium here; install it, or set QUIRE_CHROMIUM to its path')
  return url && executablePath ? { url, executablePath } : null
}

export function launch(executablePath: string): Promise<Browser> {
  // No sandbox of its own: in containers, where the journeys mostly run, the kernel refuses it.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
}

/** The three ways in which every page is looked at. */
export const looks = ['light', 'dark', 'phone'] as const
type Look = (typeof looks)[number]

const options: Record<Look, BrowserContextOptions> = {
  light: { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
}

/** A person's browser; with `storageState` that of a person who was here before. */
export async function open(
  browser: Browser,
  look: Look,
  storageState?: Awaited<ReturnType<BrowserContext['storageState']>>,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    ...options[look],
    locale: 'en-US',
    bypassCSP: true, // axe is injected as a script
    ...(storageState && { storageState }),
  })
  context.setDefaultTimeout(30_000) // a waited-for thing that never comes is a failure at any length; a busy machine is none
  return context
}

/** What the page's scripts complained about, as it happens. An empty list at the end is part of the test. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Violations of WCAG 2.2 AA, each with the first element that has it. Empty is good. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof axeCore }
    // What fades in is measured as it will be: on a busy machine axe would see it half transparent.
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish()
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.run(document, { runOnly: tags })
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×, first ${nodes[0]?.target.join(' ')})`,
    )
  })
}

/** How many pixels the page is wider than the window: a phone must never scroll sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    // Not the window's inner width: on a phone that grows with what does not fit.
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth - clientWidth
  })
}

/** Kept in the docs when QUIRE_SCREENSHOTS=1. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  if (process.env.QUIRE_SCREENSHOTS !== '1') return
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `${name}.png`), animations: 'disabled' })
}

interface Visit {
  url: string
  /** Seen when the page is there. */
  words: string
  /** Of the picture in the docs. */
  name: string
  /** What has to be done on the page before it says them. */
  prepare?: (page: Page) => Promise<void>
}

/** Opens the page anew in this look, as the person of `whose`, and says what is wrong with it; [] is good. */
export async function inspect(
  browser: Browser,
  whose: BrowserContext,
  look: Look,
  { url, words, name, prepare }: Visit,
): Promise<string[]> {
  const known = await open(browser, look, await whose.storageState())
  const at = await known.newPage()
  await at.goto(url)
  await prepare?.(at)
  await at.getByText(words, { exact: true }).first().waitFor()
  await at.locator('main [aria-busy]').waitFor({ state: 'detached' })
  await at.evaluate(() => document.fonts.ready)
  const found = (await violationsOf(at)).map((violation) => `${name}, ${look}: ${violation}`)
  const overflow = await overflowOf(at)
  await keepScreenshot(at, `${name}-${look}`)
  await known.close()
  return overflow > 0 ? [...found, `${name}, ${look}: ${overflow} pixels wider than the window`] : found
}
