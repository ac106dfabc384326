// Watches on real parts: PostgreSQL, the gateway, the sandbox's sellers, who say what they were asked. Time is moved on, not waited for.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openBoards } from '#offers'
import type { Boards } from '#offers'
import { money } from '#platform/money'
import { isbn13, shopper, usePurchases } from '#testing/purchases'
import { startMandated } from '../buying/start-mandated.ts'
import { listMessages } from '../notify/list-messages.ts'
import { createWatch } from './create-watch.ts'
import { ensureLooks } from './ensure-looks.ts'
import { getHistory } from './get-history.ts'
import { getWatch, listWatches } from './list-watches.ts'
import { WatchInput } from './model.ts'
import { revokeWatch } from './revoke-watch.ts'
import { takeLook } from './take-look.ts'

const { t, price, driveToEnd, journals } = usePurchases()
const question = { isbn13, country: 'US', currency: 'USD' }
const hourMs = 3_600_000
let skippedMs = 0
let boards: Boards

/** The stack's parts with a clock that tests move on. */
function deps() {
  const { clock } = t.deps
  return { ...t.deps, boards, clock: { ...clock, now: () => new Date(clock.now().getTime() + skippedMs) } }
}

beforeAll(() => {
  boards = openBoards({ ...t.deps, clock: { ...t.deps.clock, now: () => deps().clock.now() } })
})
afterAll(() => boards.close())
beforeEach(async () => {
  skippedMs += hourMs // boards of the test before have run out
  for (const table of ['mandateUse', 'mandate', 'watchEdition', 'watch', 'priceLook', 'priceQuestion', 'message'] as const)
    await t.deps.db.deleteFrom(table).execute()
})

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

const watch = (changes?: Record<string, unknown>) => createWatch(deps(), input(changes), shopper)
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
  return started && (await driveToEnd(started.id))
}

it('fires at the first look when the price is already low enough, once, and says where', async () => {
  const id = await watch()
  await look()
  await look()
  expect(await view(id)).toMatchObject({
    state: 'ACTIVE',
    isArmed: false,
    lowest: { sellerId: 'fleet-street', total: { minor: 1_000 } },
  })
  expect(await messages()).toMatchObject([
    { subject: 'Dune is at $10.00', body: expect.stringContaining('at most $11.00'), link: `/book/${isbn13}` },
  ])
})

it('is armed again by a rise, and fires for the next fall', async () => {
  const id = await watch()
  await look()
  await price({ 'fleet-street': '15.00', harbor: '15.00', northgate: '15.00' })
  skippedMs += 7 * hourMs
  await look()
  expect(await view(id)).toMatchObject({ isArmed: true, lowest: { total: { minor: 1_500 } } })
  await price({ harbor: '9.00' })
  await look()
  expect(await messages()).toHaveLength(2)
})

it('does not take a seller that fails for a price that rose', async () => {
  const id = await watch()
  await look()
  await t.patchSeller('fleet-street', { failRate: 1 })
  skippedMs += 7 * hourMs
  await look()
  expect(await view(id)).toMatchObject({ isArmed: false, lowest: { sellerId: 'fleet-street', total: { minor: 1_000 } } })
})

it('asks the sellers once for a hundred watches of one book, and tells everybody', async () => {
  for (let n = 0; n < 100; n++) await watch({ target: { currency: 'USD', minor: 1_000 + n } })
  const before = (await t.requestsAt('harbor')).length
  await Promise.all(Array.from({ length: 8 }, () => takeLook(deps(), question)))
  expect((await t.requestsAt('harbor')).length - before).toBe(1)
  const fired = await t.deps.db.selectFrom('watch').select('id').where('firing', '=', 1).execute()
  expect(fired).toHaveLength(100)
})

it('keeps a history of what was asked, and its end', async () => {
  const id = await watch({ target: { currency: 'USD', minor: 500 } })
  await look()
  await price({ 'fleet-street': '11.00' })
  await look()
  const { asked, paid, target } = await getHistory(deps(), id, shopper)
  expect(target).toEqual({ currency: 'USD', minor: 500 })
  expect(asked.map(({ total, sellerName }) => [total?.minor, sellerName])).toEqual([
    [1_000, 'Fleet Street Direct'],
    [1_100, 'Fleet Street Direct'],
  ])
  expect(paid).toEqual([])
  skippedMs += 401 * 24 * hourMs
  await ensureLooks(deps())
  expect(await t.deps.db.selectFrom('priceLook').select('at').execute()).toEqual([])
})

it('asks again later, and changes nothing, while nobody answers', async () => {
  const id = await watch()
  for (const seller of await t.sellers()) await t.patchSeller(seller, { failRate: 1 })
  await look()
  const row = await t.deps.db.selectFrom('priceQuestion').selectAll().executeTakeFirstOrThrow()
  expect(row).toMatchObject({ tries: 1, lookedAt: null })
  expect(row.nextLookAt?.getTime()).toBeGreaterThan(deps().clock.now().getTime())
  expect(await view(id)).toMatchObject({ isArmed: true })
})

it('gives the same watch for the same key, and refuses the key for another', async () => {
  const asked = input()
  const id = await createWatch(deps(), asked, shopper)
  expect(await createWatch(deps(), asked, shopper)).toBe(id)
  const other = { ...asked, target: money(1n, 'USD') }
  await expect(createWatch(deps(), other, shopper)).rejects.toMatchObject({ code: 'watches.key_reused' })
  expect(await listWatches(deps(), shopper)).toHaveLength(1)
})

it('ends when it is revoked, for its shopper only, and asks no more when nobody watches', async () => {
  const id = await watch()
  await expect(revokeWatch(deps(), id, 'somebody-else')).rejects.toMatchObject({ code: 'watches.not_found' })
  await revokeWatch(deps(), id, shopper)
  await revokeWatch(deps(), id, shopper)
  await look()
  expect(await view(id)).toMatchObject({ state: 'REVOKED' })
  const { nextLookAt } = await t.deps.db.selectFrom('priceQuestion').select('nextLookAt').executeTakeFirstOrThrow()
  expect(nextLookAt).toBeNull()
  expect(await messages()).toEqual([])
})

it('ends when its time is over, and says so once', async () => {
  const id = await watch()
  skippedMs += 366 * 24 * hourMs
  expect(await view(id)).toMatchObject({ state: 'EXPIRED' })
  await ensureLooks(deps())
  await ensureLooks(deps())
  expect(await messages()).toMatchObject([{ subject: 'You no longer watch Dune' }])
})

it('buys what it fired for, once, however often it is told, and tells what, from whom, why and how to stop it', async () => {
  const id = await watch({ mandate: mandate() })
  await look()
  const started = await Promise.all(Array.from({ length: 5 }, () => startMandated(deps(), { watchId: id, firing: 1 })))
  const [only, ...more] = started.filter((one) => one !== null)
  expect(more).toEqual([])
  const bought = await driveToEnd(only?.id ?? '')
  expect(bought).toMatchObject({ state: 'PURCHASED', maxTotal: { minor: 1_137 }, result: { total: { minor: 1_000 } } })
  expect(bought.receipt?.consent).toContain('Under your standing purchase')
  expect(await journals()).toMatchObject({ 'fleet-street': 1, captures: [1_000] })
  expect(await view(id)).toMatchObject({
    isArmed: true, // two more may be bought
    mandate: { bought: 1, underWay: 0, spent: { minor: 1_000 }, reserved: { minor: 0 }, purchases: [{ state: 'CONSUMED' }] },
  })
  const [message] = await messages()
  expect(message).toMatchObject({ subject: 'Bought for you: Dune', link: '/watches' })
  for (const words of ['Fleet Street Direct', '$10.00', 'at most $11.00', 'choose Stop'])
    expect(message?.body).toContain(words)
  expect((await getHistory(deps(), id, shopper)).paid).toMatchObject([{ total: { minor: 1_000 } }])
  expect(await startMandated(deps(), { watchId: id, firing: 1 })).toBeNull() // late
  expect(await startMandated(deps(), { watchId: id, firing: 2 })).toBeNull() // early
})

it('ends with its last copy, over two sellers and one budget', async () => {
  const id = await watch({ mandate: mandate({ count: 2 }) })
  await look()
  expect(await buyFor(id, 1)).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'fleet-street' } })
  await price({ harbor: '9.00' })
  await look()
  expect(await buyFor(id, 2)).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'harbor' } })
  expect(await view(id)).toMatchObject({ state: 'DONE', mandate: { bought: 2, spent: { minor: 1_900 } } })
  expect((await messages()).map(({ body }) => body.includes('nothing more will be bought'))).toEqual([true, false])
})

it('buys only from sellers that the mandate covers, and says so of the others', async () => {
  const id = await watch({
    target: { currency: 'USD', minor: 1_300 },
    mandate: mandate({ capPerCopy: { currency: 'USD', minor: 1_300 }, sellersRefused: ['fleet-street'] }),
  })
  await look()
  const bought = await buyFor(id, 1)
  expect(bought).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'harbor' } })
  expect(bought?.receipt?.quotes.find(({ sellerId }) => sellerId === 'fleet-street')?.why).toContain('did not allow')
})

it('sets nothing aside any more when the card is declined, and tells the shopper', async () => {
  const id = await watch({ mandate: mandate({ paymentMethod: 'pm_card_visa_chargeDeclined' }) })
  await look()
  expect(await buyFor(id, 1)).toMatchObject({ state: 'DECLINED' })
  expect(await view(id)).toMatchObject({ isArmed: false, mandate: { bought: 0, reserved: { minor: 0 } } })
  expect(await messages()).toMatchObject([{ subject: expect.stringContaining('declined') }])
})

it('tells the shopper when the bank wants them, with what is set aside kept', async () => {
  const id = await watch({ mandate: mandate({ paymentMethod: 'pm_card_authenticationRequired' }) })
  await look()
  const started = await startMandated(deps(), { watchId: id, firing: 1 })
  if (started) await t.driver.driven(started.id, started.turn)
  expect(await messages()).toMatchObject([{ link: `/purchases/${started?.id}`, body: expect.stringContaining('confirm') }])
  expect(await view(id)).toMatchObject({ mandate: { underWay: 1, reserved: { minor: 1_137 } } })
})

it('finishes what is under way when it is revoked, and begins nothing more', async () => {
  const id = await watch({ mandate: mandate() })
  await look()
  const started = await startMandated(deps(), { watchId: id, firing: 1 })
  await revokeWatch(deps(), id, shopper)
  if (started) await t.driver.driven(started.id, started.turn)
  expect(await driveToEnd(started?.id ?? '')).toMatchObject({ state: 'PURCHASED' })
  expect(await view(id)).toMatchObject({ state: 'REVOKED', mandate: { bought: 1, spent: { minor: 1_000 } } })
  await look()
  expect(await startMandated(deps(), { watchId: id, firing: 2 })).toBeNull()
})

it.each(['revoked', 'expired'])('begins nothing when it was %s after it had fired', async (how) => {
  const id = await watch({ mandate: mandate() })
  await look()
  if (how === 'revoked') await revokeWatch(deps(), id, shopper)
  else skippedMs += 31 * 24 * hourMs
  expect(await startMandated(deps(), { watchId: id, firing: 1 })).toBeNull()
})

it('sends again what a lost job left behind', async () => {
  const id = await watch({ mandate: mandate() })
  await look()
  const waiting = () =>
    t.deps.boss.findJobs('watches.priceMatched', { key: id }).then((jobs) => jobs.filter(({ state }) => state === 'created'))
  await t.deps.boss.deleteAllJobs('watches.priceMatched')
  expect(await waiting()).toEqual([])
  skippedMs += 120_000
  await ensureLooks(deps())
  expect(await waiting()).toHaveLength(1)
})

it('tells no seller the target, the cap or the budget', async () => {
  const id = await watch({ target: { currency: 'USD', minor: 1_129 }, mandate: mandate() })
  await look()
  await buyFor(id, 1)
  const told = await Promise.all((await t.sellers()).map((seller) => t.requestsAt(seller)))
  expect(JSON.stringify(told.flat().map(({ body }) => body))).not.toMatch(/1129|1137|3739|11\.29|11\.37|37\.39/)
})

it.each([
  ['mandate.capPerCopy', { capPerCopy: { currency: 'USD', minor: 1_099 } }],
  ['mandate.budget', { budget: { currency: 'EUR', minor: 5_000 } }],
  ['mandate.sellersRefused', { sellersAllowed: ['harbor'], sellersRefused: ['foxed'] }],
  ['mandate.confirm', { confirm: 'yes' }],
])('refuses a mandate with a wrong %s by name', (field, changes) => {
  const parsed = WatchInput.safeParse({ ...input(), target: { currency: 'USD', minor: 1_100 }, mandate: mandate(changes) })
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(field)
})
