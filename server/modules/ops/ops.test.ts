// Staff and purchases in review, on real parts: what they are shown, what they may do, and that money and orders end as the books say.
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { getPayment, sumAccounts } from '#payments'
import { armCrashPoint } from '#platform/crash-points'
import { shopper } from '#testing/purchases'
import { useWatches } from '#testing/watches'
import { getPurchase as getShoppers } from '../buying/get-purchase.ts'
import { paymentIdOf } from '../buying/keys.ts'
import { listReviewLines } from '../buying/review-queries.ts'
import { startMandated } from '../buying/start-mandated.ts'
import { getPurchase } from './get-purchase.ts'
import { listReviews } from './list-reviews.ts'
import type { Action } from './model.ts'
import { readPurchaseSides } from './read-purchase-sides.ts'
import { settlePurchase } from './settle-purchase.ts'

const w = useWatches()
const { t, startAndDrive, driveToEnd, journals, lastStarted } = w
const staff = 'staff-1'
const reason = 'The seller told me so on the phone.'

beforeAll(async () => {
  await t.deps.db
    .insertInto('account')
    .values({ id: staff, name: 'Sam of the staff', email: 'sam@example.com', role: 'staff' })
    .execute()
})

// Only one seller is within the maximum: which of them a round hears first is not what this is about.
beforeEach(() => w.price({ harbor: '30.00', northgate: '31.00' }))

const view = (id: string) => getShoppers(t.deps, id, shopper)
const sides = (id: string) => readPurchaseSides(t.deps, id)
const offered = async (id: string) => (await sides(id)).actions.map(({ action }) => action)
const press = (id: string, action: Action, key: string = randomUUID()) =>
  settlePurchase(t.deps, { key, purchaseId: id, action, reason }, staff)

/** Presses, and drives on what follows as the server would. */
async function act(id: string, action: Action) {
  const turn = await press(id, action)
  if (turn) await t.driver.driven(id, turn)
  return await driveToEnd(id)
}

/** What came to a person by a clock that was moved on is an hour old: whatever was sent for it is long over. */
async function age(id: string): Promise<void> {
  const updatedAt = new Date(t.deps.clock.now().getTime() - 3_600_000)
  await t.deps.db.updateTable('purchase').set({ updatedAt }).where('id', '=', id).execute()
}

/** The seller answers again, which the gateway's breaker notices by and by. */
async function mended(id: string): Promise<void> {
  await t.patchSeller('fleet-street', { failRate: 0 })
  await vi.waitFor(async () => expect(await sides(id)).toMatchObject({ order: { says: 'AS_QUOTED' } }), {
    timeout: 15_000,
  })
}

/** A purchase whose order the seller has, and does not speak of. */
async function silent(start: () => Promise<string> = ordered): Promise<string> {
  await t.patchSeller('fleet-street', { loseAnswerRate: 1 })
  const id = await start()
  await t.patchSeller('fleet-street', { loseAnswerRate: 0, failRate: 1 })
  const ended = await driveToEnd(id)
  expect(ended).toMatchObject({ state: 'NEEDS_REVIEW', attempts: [{ sellerId: 'fleet-street', state: 'UNKNOWN' }] })
  await age(id)
  return id
}

/** On a busy machine a round may end before the seller was heard: then once more. */
async function ordered(): Promise<string> {
  for (;;) {
    const id = await startAndDrive({ max: 2_000n })
    if ((await view(id)).attempts.length > 0) return id
  }
}

/** A confirmed order of which nobody knows whether it was paid. With `isTaken` it was. */
async function unsureOfCharge(isTaken: boolean): Promise<string> {
  armCrashPoint('buying.beforeCall:capture', () => {
    throw new Error('the driver died')
  })
  const id = await ordered().catch(lastStarted)
  armCrashPoint(null)
  await t.deps.db.updateTable('purchase').set({ leaseUntil: null }).where('id', '=', id).execute()
  const outage = isTaken ? 'actThenFailRate' : 'throttleRate'
  await t.patchPayments({ [outage]: 1 })
  expect((await driveToEnd(id)).state).toBe('NEEDS_REVIEW')
  await t.patchPayments({ [outage]: 0 })
  expect((await journals()).captures).toHaveLength(isTaken ? 1 : 0)
  await age(id)
  return id
}

describe('a seller that is silent about an order', () => {
  it('is shown with everything known, oldest first, and with what both sides say now', async () => {
    const id = await silent()
    const { purchases } = await listReviews(t.deps, null)
    expect(purchases.at(-1)).toMatchObject({ id, reason: 'SELLER_SILENT', sellerName: 'Fleet Street Direct' })
    const known = await getPurchase(t.deps, id)
    expect(known).toMatchObject({
      what: expect.stringContaining('has not said'),
      shopper: { name: 'Robin' },
      payment: { state: 'AUTHORIZED', authorized: { minor: 2_000 }, captured: { minor: 0 } },
      attempts: [{ state: 'UNKNOWN' }],
      effects: [
        { kind: 'authorize', state: 'SUCCEEDED', tries: 1 },
        { kind: 'place', state: 'UNKNOWN' },
      ],
    })
    expect(known.history.at(-1)).toMatchObject({ event: 'stuck', to: 'NEEDS_REVIEW' })
    expect(await sides(id)).toMatchObject({
      order: { says: 'UNKNOWN' },
      payment: { says: 'HELD', status: 'authorized' },
    })
    expect(await offered(id)).toEqual(['lookAgain', 'cancelOrder'])
  })

  it('is asked again, found to have the order, and paid once', async () => {
    const id = await silent()
    await mended(id)
    expect(await act(id, 'lookAgain')).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'fleet-street' } })
    expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 1, captures: [1_000] })
    const { history, deeds } = await getPurchase(t.deps, id)
    expect(history).toContainEqual(expect.objectContaining({ event: 'searchResumed', by: `staff:${staff}` }))
    expect(deeds).toMatchObject([{ by: 'Sam of the staff', action: 'lookAgain', reason }])
  })

  it('has the order cancelled, and only then the hold let go', async () => {
    const id = await silent()
    await mended(id)
    expect(await act(id, 'cancelOrder')).toMatchObject({
      state: 'CANCELLED',
      reason: expect.stringContaining('Nothing was charged'),
      attempts: [{ state: 'CANCELLED', reason: 'GIVEN_UP' }],
    })
    expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 0, captures: [] })
    expect((await t.payments()).intents).toMatchObject([{ status: 'canceled' }])
  })

  it('comes back to a person, hold and all, while it stays silent', async () => {
    const id = await silent()
    expect(await act(id, 'cancelOrder')).toMatchObject({ state: 'NEEDS_REVIEW', attempts: [{ state: 'UNKNOWN' }] })
    expect((await t.payments()).intents).toMatchObject([{ status: 'requires_capture' }])
    await mended(id)
    expect(await act(id, 'cancelOrder')).toMatchObject({ state: 'CANCELLED' })
  })
})

it('lists what has been asking its seller for two minutes, without a reason, page after page', async () => {
  await t.patchSeller('fleet-street', { loseAnswerRate: 1 })
  const ids = [await ordered(), await ordered()]
  const { clock } = t.deps
  const after = (ms: number) => ({ ...t.deps, clock: { ...clock, now: () => new Date(clock.now().getTime() + ms) } })
  const listed = async (ms: number) =>
    (await listReviews(after(ms), null)).purchases.filter(({ id }) => ids.includes(id)).map(({ reason }) => reason)
  expect(await listed(60_000)).toEqual([])
  expect(await listed(180_000)).toEqual([null, null])
  const page = { lostBefore: after(180_000).clock.now(), limit: 1_000 }
  const all = await listReviewLines(t.deps.db, { ...page, after: null })
  const [first] = ids
  const cursor = all.find(({ id }) => id === first)
  const rest = await listReviewLines(t.deps.db, { ...page, after: cursor ?? null })
  expect(rest).toEqual(all.slice(all.findIndex(({ id }) => id === first) + 1))
  expect(rest.at(-1)?.id).toBe(ids[1])
})

describe('a charge of which nobody knows', () => {
  it('is recorded when the provider has taken it, and not taken again', async () => {
    const id = await unsureOfCharge(true)
    expect(await sides(id)).toMatchObject({ payment: { says: 'CHARGED', captured: { minor: 1_000 } } })
    expect(await offered(id)).toEqual(['capture'])
    expect(await act(id, 'capture')).toMatchObject({ state: 'PURCHASED', result: { total: { minor: 1_000 } } })
    expect((await journals()).captures).toEqual([1_000])
  })

  it('is taken, once, when the provider has not and the order stands as quoted', async () => {
    const id = await unsureOfCharge(false)
    expect(await offered(id)).toEqual(['capture', 'cancelOrder'])
    const turns = await Promise.allSettled(Array.from({ length: 4 }, () => press(id, 'capture')))
    const [first, ...others] = turns.filter(({ status }) => status === 'fulfilled')
    expect(others).toEqual([])
    if (first?.status === 'fulfilled') await t.driver.driven(id, first.value)
    expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED' })
    expect(await journals()).toMatchObject({ 'fleet-street': 1, captures: [1_000] })
    const refusals = turns.flatMap((turn) => (turn.status === 'rejected' ? [turn.reason.code] : []))
    expect(refusals).toEqual(Array(3).fill('buying.moved_on'))
  })

  it('is given up with the order, and the books balance', async () => {
    const before = await holds()
    const id = await unsureOfCharge(false)
    expect(await act(id, 'cancelOrder')).toMatchObject({ state: 'CANCELLED' })
    expect(await journals()).toMatchObject({ 'fleet-street': 0, captures: [] })
    expect(await getPayment(t.deps.db, paymentIdOf(id))).toMatchObject({ state: 'VOIDED', capture: null })
    expect(await holds()).toEqual(before)
    const order = await t.deps.db.selectFrom('order').select('state').where('purchaseId', '=', id).execute()
    expect(order).toEqual([{ state: 'CANCELLED' }])
  })

  it('is not asked for when the seller has cancelled meanwhile: the hold is let go', async () => {
    const id = await unsureOfCharge(false)
    const [order] = await t.ordersAt('fleet-street')
    await t.damageOrder('fleet-street', order?.reference ?? '', { state: 'CANCELLED' })
    expect(await offered(id)).toEqual(['notBought'])
    await expect(press(id, 'capture')).rejects.toMatchObject({ code: 'buying.not_safe' })
    expect(await act(id, 'notBought')).toMatchObject({ state: 'CANCELLED' })
    expect((await t.payments()).intents).toMatchObject([{ status: 'canceled', capturedMinor: 0 }])
  })

  it('offers nothing when money was taken that no order accounts for', async () => {
    const id = await unsureOfCharge(true)
    const [intent] = (await t.payments()).intents
    await t.damageIntent(intent?.id ?? '', { capturedMinor: 900 })
    expect(await sides(id)).toMatchObject({ payment: { says: 'CHARGED_OTHERWISE' }, actions: [] })
  })
})

describe('a press', () => {
  it('does one thing once, says nothing when it is repeated, and is not taken for another', async () => {
    const id = await silent()
    await mended(id)
    const key = randomUUID()
    const turn = await press(id, 'lookAgain', key)
    expect(turn).not.toBeNull()
    expect(await press(id, 'lookAgain', key)).toBeNull()
    await expect(press(id, 'cancelOrder', key)).rejects.toMatchObject({ code: 'ops.key_reused' })
    expect((await getPurchase(t.deps, id)).deeds).toHaveLength(1)
    await t.driver.driven(id, turn)
    expect((await driveToEnd(id)).state).toBe('PURCHASED')
  })

  it('is refused, and not written down, on a purchase that needs nobody; what is written cannot be unmade', async () => {
    const { id } = await w.buy({ max: 2_000n })
    await expect(press(id, 'release')).rejects.toMatchObject({ code: 'buying.moved_on' })
    expect(await offered(id)).toEqual([])
    expect(await press(id, 'note')).toBeNull()
    expect((await getPurchase(t.deps, id)).deeds).toMatchObject([{ action: 'note' }])
    await expect(t.deps.db.deleteFrom('staffAction').execute()).rejects.toThrow(/append-only/)
    expect((await view(id)).state).toBe('PURCHASED')
  })
})

describe('a purchase under a mandate', () => {
  const mandated = async () => {
    const watchId = await w.watch({ mandate: w.mandate() })
    await w.look()
    const id = await silent(async () => {
      const started = await startMandated(w.deps(), { watchId, firing: 1 })
      await t.driver.driven(started?.id ?? '', started?.turn)
      return started?.id ?? ''
    })
    expect(await w.view(watchId)).toMatchObject({ mandate: { underWay: 1, reserved: { minor: 1_137 } } })
    await mended(id)
    return { id, watchId }
  }

  it('gives back what was set aside when a person ends it', async () => {
    const { id, watchId } = await mandated()
    expect(await act(id, 'cancelOrder')).toMatchObject({ state: 'CANCELLED' })
    expect(await w.view(watchId)).toMatchObject({
      mandate: {
        underWay: 0,
        bought: 0,
        reserved: { minor: 0 },
        spent: { minor: 0 },
        purchases: [{ state: 'RELEASED' }],
      },
    })
  })

  it('spends what was charged when the book is bought after all, and tells the shopper', async () => {
    const { id, watchId } = await mandated()
    expect(await act(id, 'lookAgain')).toMatchObject({ state: 'PURCHASED' })
    expect(await w.view(watchId)).toMatchObject({
      mandate: { underWay: 0, bought: 1, reserved: { minor: 0 }, spent: { minor: 1_000 } },
    })
    expect((await w.messages()).map(({ subject }) => subject)).toContain('Bought for you: Dune')
  })
})

it('shows a shopper a review that came to an end as one story', async () => {
  const id = await silent()
  const reviewed = await view(id)
  expect(reviewed.receipt).not.toBeNull()
  await mended(id)
  const bought = await act(id, 'lookAgain')
  expect(bought.timeline.map(({ event }) => event)).toEqual([
    ...reviewed.timeline.map(({ event }) => event),
    'searchResumed',
    'orderConfirmed',
    'captured',
  ])
  expect(bought.receipt?.quotes.find(({ verdict }) => verdict === 'CHOSEN')).toMatchObject({ sellerId: 'fleet-street' })
})

async function holds() {
  return (await sumAccounts(t.deps.db)).filter(({ account, minor }) => account.startsWith('hold:') && minor !== 0n)
}
