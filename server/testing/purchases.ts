// Purchases on the real parts (stack.ts), as tests drive them: of one book, for one shopper, with the clock moved on instead of waited for.
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { beforeAll, beforeEach, expect, vi } from 'vitest'
import { importCsv } from '#catalog'
import { money } from '#platform/money'
import { advance } from '../modules/buying/advance.ts'
import { getPurchase } from '../modules/buying/get-purchase.ts'
import type { PurchaseView, StartInput } from '../modules/buying/model.ts'
import { getPurchaseOf } from '../modules/buying/queries.ts'
import { startPurchase } from '../modules/buying/start-purchase.ts'
import { useStack } from './stack.ts'

export const shopper = 'shopper-1'
/** The sellers that carry the book unless a test says otherwise: Fleet Street at 10, Harbor at 12, Northgate at 14 dollars. */
export const sellers = ['harbor', 'northgate', 'fleet-street'] as const
export const isbn13 = '9780441172719'
export const otherEdition = '9780340839935'

const ends = ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW']

/** The stack with a work of two editions, a shopper, and three sellers that carry the first edition; anew before each test. */
export function usePurchases() {
  const t = useStack()

  beforeAll(async () => {
    await t.deps.db.insertInto('account').values({ id: shopper, name: 'Robin', email: 'robin@example.com' }).execute()
    const csv = `work_key,title,isbn13,format,language\ndune,Dune,${isbn13},paperback,en\ndune,Dune,${otherEdition},paperback,en\n`
    await importCsv({ ...t.deps, announce: async () => {} }, Readable.from([csv]), { onReject: () => {} })
    await vi.waitFor(async () => expect(await silentSellers()).toEqual([]), { timeout: 20_000 })
  })
  beforeEach(async () => {
    await t.reset()
    await stock({ harbor: '12.00', northgate: '14.00', 'fleet-street': '10.00' })
  })

  /** On a crowded machine a seller's first answer, over a connection that is still to be made, may come too late for a round. */
  async function silentSellers(): Promise<string[]> {
    const place = { country: 'US', postalCode: '10001' }
    const request = { isbn13, destination: place, currency: 'USD', isLiveOnly: true }
    const silent: string[] = []
    for await (const event of t.deps.sellers.streamQuotes(request, { timeoutMs: 10_000 }))
      if (event.type === 'failed') silent.push(event.sellerId)
    return silent
  }

  function start({ max, ...rest }: Ask) {
    const input = {
      isbn13,
      conditions: ['NEW' as const],
      destination: { country: 'US', postalCode: '10001' },
      paymentMethod: 'pm_card_visa',
    }
    return startPurchase(t.deps, { key: randomUUID(), ...input, ...rest, maxTotal: money(max, 'USD') }, shopper)
  }

  async function startAndDrive(ask: Ask): Promise<string> {
    const { id, turn } = await start(ask)
    if (turn) await advance(t.deps, id, turn)
    return id
  }

  async function buy(ask: Ask): Promise<PurchaseView> {
    return await driveToEnd(await startAndDrive(ask))
  }

  /** Drives on as the worker's sweep does, but without waiting for the pauses: time is moved on to the next alarm instead. */
  async function driveToEnd(id: string): Promise<PurchaseView> {
    const { clock } = t.deps
    let skippedMs = 0
    const deps = { ...t.deps, clock: { ...clock, now: () => new Date(clock.now().getTime() + skippedMs) } }
    for (let turns = 0; turns < 80; turns++) {
      const { purchase } = await getPurchaseOf(t.deps.db, id, shopper)
      if (ends.includes(purchase.state)) break
      skippedMs = Math.max(skippedMs, (purchase.pending?.dueAt.getTime() ?? 0) - clock.now().getTime() + 1)
      await advance(deps, id)
    }
    return await view(id)
  }

  const view = (id: string) => getPurchase(t.deps, id, shopper)

  async function lastStarted(): Promise<string> {
    const newest = t.deps.db.selectFrom('purchase').select('id').orderBy('createdAt', 'desc').limit(1)
    return (await newest.executeTakeFirstOrThrow()).id
  }

  /** Sets what these sellers want for the book; all others of the sandbox carry neither edition. */
  async function stock(prices: Record<(typeof sellers)[number], string>): Promise<void> {
    const others = (await t.sellers()).filter((name) => !Object.hasOwn(prices, name))
    for (const seller of others)
      for (const isbn of [isbn13, otherEdition]) await t.offer(seller, isbn, { price: '1.00', quantity: 0 })
    await price(prices)
  }

  async function price(prices: Partial<Record<string, string>>): Promise<void> {
    for (const [seller, amount = '0'] of Object.entries(prices))
      await t.offer(seller, isbn13, { price: amount, currency: 'USD', quantity: 5 })
  }

  async function journals(): Promise<Record<(typeof sellers)[number], number> & { captures: number[] }> {
    const [harbor, northgate, fleetStreet] = await Promise.all(
      sellers.map(async (seller) => (await t.ordersAt(seller)).filter(({ state }) => state !== 'CANCELLED').length),
    )
    const { events } = await t.payments()
    const captures = events.filter(({ type }) => type === 'capture').map(({ amountMinor }) => amountMinor)
    return { harbor: harbor ?? 0, northgate: northgate ?? 0, 'fleet-street': fleetStreet ?? 0, captures }
  }

  return { t, start, startAndDrive, buy, driveToEnd, view, lastStarted, price, journals }
}

interface Ask extends Partial<Omit<StartInput, 'maxTotal'>> {
  max: bigint
}
