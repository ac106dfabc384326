// Watches on real parts (purchases.ts), as tests drive them. Time is moved on, not waited for.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { openBoards } from '#offers'
import type { Boards } from '#offers'
import { startMandated } from '../modules/buying/start-mandated.ts'
import { driveMandate } from '../modules/mandates/drive-mandate.ts'
import { listMessages } from '../modules/notify/list-messages.ts'
import { createWatch } from '../modules/watches/create-watch.ts'
import { getWatch } from '../modules/watches/list-watches.ts'
import { WatchInput } from '../modules/watches/model.ts'
import { noteConsent } from '../modules/watches/note-consent.ts'
import { takeLook } from '../modules/watches/take-look.ts'
import { isbn13, shopper, usePurchases } from './purchases.ts'

export const hourMs = 3_600_000
/** What the watches of `useWatches` ask, unless a test says otherwise. */
export const question = { isbn13, country: 'US', currency: 'USD' }

/** The stack with no watches, anew before each test; Fleet Street asks 10, Harbor 12, Northgate 14 dollars. */
export function useWatches() {
  const purchases = usePurchases()
  const { t, driveToEnd } = purchases
  let skippedMs = 0
  let boards: Boards

  /** The stack's parts with a clock that tests move on. */
  function deps() {
    const { clock } = t.deps
    return { ...t.deps, boards, clock: { ...clock, now: () => new Date(clock.now().getTime() + skippedMs) } }
  }

  beforeAll(() => {
    const { sellers } = t.deps
    // The gateway's own cache goes by the real time, which does not move on here: looks ask past it.
    const streamQuotes: typeof sellers.streamQuotes = (asked, options) =>
      sellers.streamQuotes({ ...asked, isLiveOnly: true }, options)
    const clock = { ...t.deps.clock, now: () => deps().clock.now() }
    boards = openBoards({ ...t.deps, sellers: { ...sellers, streamQuotes }, clock })
  })
  afterAll(() => boards.close())
  beforeEach(async () => {
    skippedMs += hourMs // boards of the test before have run out
    for (const table of [
      'mandateUse',
      'mandate',
      'watchEdition',
      'watch',
      'priceLook',
      'pricePaid',
      'priceQuestion',
      'message',
      'paymentCustomer',
    ] as const)
      await t.deps.db.deleteFrom(table).execute()
  })

  /** A watch for the book in the conditions that the sellers have, at 11 dollars. */
  function input(changes: Record<string, unknown> = {}): WatchInput {
    return WatchInput.parse({
      key: randomUUID(),
      isbn13,
      conditions: ['NEW'],
      target: { currency: 'USD', minor: 1_100 },
      destination: { country: 'US', postalCode: '10001' },
      ...changes,
    })
  }

  /** A mandate with amounts that nothing else comes to. */
  function mandate(changes: Record<string, unknown> = {}) {
    return {
      capPerCopy: { currency: 'USD', minor: 1_137 },
      count: 3,
      budget: { currency: 'USD', minor: 3_739 },
      expiresAt: new Date(deps().clock.now().getTime() + 30 * 24 * hourMs).toISOString(),
      paymentMethod: 'pm_card_visa',
      confirm: 'BUY FOR ME',
      ...changes,
    }
  }

  /** A watch; with a mandate, one that the bank was asked about, as its answer is. */
  async function watch(changes?: Record<string, unknown>): Promise<string> {
    const id = await createWatch(deps(), input(changes), shopper)
    if (changes?.['mandate']) await settle(id)
    await t.deps.db.deleteFrom('message').execute() // what it tells of its confirmation
    return id
  }

  /** Asks the provider, and tells the watch, as the jobs do. */
  async function settle(id: string): Promise<void> {
    await driveMandate(deps(), id, AbortSignal.timeout(10_000))
    const { state } = await t.deps.db
      .selectFrom('mandate')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (state !== 'PENDING' && state !== 'ACTION_REQUIRED') await noteConsent(deps(), id)
  }

  const view = (id: string) => getWatch(deps(), id, shopper)
  const messages = async () => (await listMessages(t.deps, shopper)).messages

  /** The next look, when its time has come. */
  async function look(): Promise<void> {
    const { nextLookAt } = await t.deps.db.selectFrom('priceQuestion').select('nextLookAt').executeTakeFirstOrThrow()
    if (nextLookAt) skippedMs += Math.max(0, nextLookAt.getTime() - deps().clock.now().getTime())
    await takeLook(deps(), question)
  }

  /** Starts what fired, as the job does, and drives it to its end. */
  async function buyFor(watchId: string, firing: number) {
    const started = await startMandated(deps(), { watchId, firing })
    return started && (await finish(started))
  }

  async function finish({ id, turn }: NonNullable<Awaited<ReturnType<typeof startMandated>>>) {
    await t.driver.driven(id, turn)
    return await driveToEnd(id)
  }

  /** Moves the time of `deps()` on. */
  const skip = (ms: number) => void (skippedMs += ms)

  return { ...purchases, deps, skip, input, mandate, watch, settle, view, messages, look, buyFor, finish }
}
