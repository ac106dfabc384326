// The purchase on real parts: PostgreSQL, the gateway over gRPC, the sellers over their own protocols, the provider through
// its SDK. The sellers' and the provider's own journals are the judge.
import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { getOrder } from '#orders'
import { listUnbalanced } from '#payments'
import { armCrashPoint } from '#platform/crash-points'
import { approveAtBank } from '#testing/approve-at-bank'
import { isbn13, otherEdition, sellers, shopper, usePurchases } from '#testing/purchases'
import { advance } from './advance.ts'
import { cancelPurchase } from './cancel-purchase.ts'
import { getPurchase } from './get-purchase.ts'
import { listPurchases } from './list-purchases.ts'
import { notePayment } from './note-payment.ts'
import { getPurchaseOf } from './queries.ts'
import { toReceipt } from './to-receipt.ts'

const { t, start, startAndDrive, buy, driveToEnd, view, lastStarted, price, journals } = usePurchases()

it('buys from the cheapest seller, charges exactly its total, and orders nowhere else', async () => {
  const bought = await buy({ max: 2_000n })
  expect(bought).toMatchObject({
    state: 'PURCHASED',
    result: { sellerId: 'fleet-street', total: { currency: 'USD', minor: 1_000 } },
  })
  expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 1, captures: [1_000] })
  const order = await getOrder(t.deps, { orderId: bought.result?.orderId ?? '', accountId: shopper })
  expect(order.state).toBe('PROCESSING')
  expect(await listUnbalanced(t.deps.db)).toEqual([])
})

it('says the lowest price and asks nothing of the bank when every quote is above the maximum', async () => {
  const ended = await buy({ max: 999n })
  expect(ended).toMatchObject({ state: 'NO_OFFER', lowestFound: { sellerId: 'fleet-street', total: { minor: 1_000 } } })
  expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 0, captures: [] })
  expect((await t.payments()).intents).toEqual([])
})

it('gives the same purchase for the same key, and refuses the key for another maximum', async () => {
  const key = randomUUID()
  const first = await buy({ key, max: 2_000n })
  const again = await buy({ key, max: 2_000n })
  expect(again).toEqual(first)
  await expect(start({ key, max: 2_001n })).rejects.toMatchObject({ code: 'buying.key_reused' })
  expect((await journals()).captures).toEqual([1_000])
})

it('makes one purchase of many requests with the same key at once', async () => {
  const key = randomUUID()
  const started = await Promise.all(Array.from({ length: 12 }, () => start({ key, max: 2_000n })))
  expect(new Set(started.map(({ id }) => id)).size).toBe(1)
  await Promise.all(started.map(async ({ id, turn }) => turn && (await advance(t.deps, id, turn))))
  expect(await journals()).toMatchObject({ 'fleet-street': 1, captures: [1_000] })
})

it('falls back to the next cheapest when the cheapest has just been sold', async () => {
  await t.patchSeller('fleet-street', { soldOutRate: 1 })
  const bought = await buy({ max: 2_000n })
  expect(bought.attempts).toMatchObject([
    { sellerId: 'fleet-street', state: 'REFUSED', reason: 'SOLD_OUT' },
    { sellerId: 'harbor', state: 'CONFIRMED' },
  ])
  expect(await journals()).toEqual({ harbor: 1, northgate: 0, 'fleet-street': 0, captures: [1_200] })
  expect(bought.timeline.map(({ text }) => text).join(' ')).toContain(
    'Fleet Street Direct sold the last copy a moment ago. Trying the next cheapest',
  )
})

it('releases the hold and reports the lowest price when every seller has sold out', async () => {
  for (const seller of sellers) await t.patchSeller(seller, { soldOutRate: 1 })
  const ended = await buy({ max: 2_000n })
  expect(ended.state).toBe('NO_OFFER')
  expect(await t.payments()).toMatchObject({ intents: [{ status: 'canceled', capturedMinor: 0 }] })
})

const all = [...sellers, 'lantern', 'meridian', 'bargain-barn', 'foxed']
it.each(all)('finds the order again when %s loses the answer, and orders nowhere else', async (seller) => {
  await price({ [seller]: '5.00' })
  await t.patchSeller(seller, { loseAnswerRate: 1 })
  const id = await startAndDrive({ max: 2_000n })
  expect(await view(id)).toMatchObject({ state: 'CONFIRMING', attempts: [{ sellerId: seller, state: 'UNKNOWN' }] })
  const bought = await driveToEnd(id)
  expect(bought).toMatchObject({ state: 'PURCHASED', result: { sellerId: seller } })
  expect(bought.timeline.map(({ event }) => event)).toContain('answerLost')
  const books = await Promise.all(all.map(async (name) => (await t.ordersAt(name)).length))
  expect(books).toEqual(all.map((name) => (name === seller ? 1 : 0)))
  expect((await journals()).captures).toEqual([bought.result?.total.minor])
})

it('shuts the door on an order that is late, and goes on to another seller', async () => {
  await t.patchSeller('fleet-street', { lateAcceptRate: 1, lateAcceptAfterMs: 3_600_000 })
  const id = await startAndDrive({ max: 2_000n })
  expect((await view(id)).state).toBe('CONFIRMING')
  const bought = await driveToEnd(id)
  const late = { sellerId: 'fleet-street', state: 'CANCELLED', reason: 'NOT_MADE' }
  expect(bought).toMatchObject({ state: 'PURCHASED', attempts: [late, late, { state: 'CONFIRMED' }] })
  expect((await journals()).captures).toHaveLength(1)
  const told = (await t.requestsAt('fleet-street')).map(({ operation }) => operation)
  expect(told.filter((operation) => /cancel/i.test(operation))).toHaveLength(2)
})

it('believes "none" of a seller that cancels nothing only when its signed order has ended, and goes on', async () => {
  await price({ foxed: '5.00' })
  await t.patchSeller('foxed', { lateAcceptRate: 1, lateAcceptAfterMs: 3_600_000 })
  const bought = await driveToEnd(await startAndDrive({ max: 2_000n }))
  const [first] = bought.attempts
  expect(first).toMatchObject({ sellerId: 'foxed', state: 'CANCELLED', reason: 'NOT_MADE' })
  expect(bought).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'fleet-street' } })
  const minutes = bought.timeline.map(
    ({ at }) => (Date.parse(String(at)) - Date.parse(String(bought.timeline[0]?.at))) / 60_000,
  )
  expect(Math.max(...minutes)).toBeGreaterThan(7)
  expect(await t.ordersAt('foxed')).toEqual([])
})

it.each(['substituteRate', 'backOrderRate'])(
  'cancels an order that its seller confirms as something else (%s), and buys from the next cheapest',
  async (knob) => {
    await t.offer('continental', isbn13, { price: '5.00', currency: 'USD', quantity: 5 })
    await t.patchSeller('continental', { [knob]: 1 })
    const bought = await driveToEnd(await startAndDrive({ max: 2_000n }))
    expect(bought).toMatchObject({
      state: 'PURCHASED',
      result: { sellerId: 'fleet-street' },
      attempts: [
        { sellerId: 'continental', state: 'CANCELLED', reason: 'NOT_AS_QUOTED' },
        { sellerId: 'fleet-street', state: 'CONFIRMED' },
      ],
    })
    expect(await t.ordersAt('continental')).toMatchObject([{ state: 'CANCELLED' }])
    expect((await journals()).captures).toEqual([1_000])
  },
)

it('orders nothing when the card is declined', async () => {
  const ended = await buy({ max: 2_000n, paymentMethod: 'pm_card_visa_chargeDeclined' })
  expect(ended).toMatchObject({ state: 'DECLINED', reason: expect.stringContaining('Nothing was charged') })
  expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 0, captures: [] })
})

it('waits for the shopper when the bank wants them, and goes on when they have been there', async () => {
  const id = await startAndDrive({ max: 2_000n, paymentMethod: 'pm_card_authenticationRequired' })
  const waiting = await view(id)
  expect(waiting).toMatchObject({
    state: 'ACTION_REQUIRED',
    cancellable: true,
    actionUrl: expect.stringContaining('http'),
  })
  await approveAtBank(t)
  const turn = await notePayment(t.deps, id)
  await advance(t.deps, id, turn)
  expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED' })
  expect((await journals()).captures).toEqual([1_000])
})

it('lets the shopper cancel while the bank waits, and holds nothing afterwards', async () => {
  const id = await startAndDrive({ max: 2_000n, paymentMethod: 'pm_card_authenticationRequired' })
  const turn = await cancelPurchase(t.deps, id, shopper)
  await advance(t.deps, id, turn)
  expect((await view(id)).state).toBe('CANCELLED')
  expect((await t.payments()).intents).toMatchObject([{ status: 'canceled' }])
  await expect(cancelPurchase(t.deps, id, shopper)).resolves.toBeNull()
})

it('refuses to cancel what is bought', async () => {
  const bought = await buy({ max: 2_000n })
  await expect(cancelPurchase(t.deps, bought.id, shopper)).rejects.toMatchObject({ code: 'buying.too_late' })
})

it('settles a payment whose answers are lost without a second charge', async () => {
  await t.patchPayments({ actThenTimeoutRate: 1 })
  const id = await startAndDrive({ max: 2_000n })
  await t.patchPayments({ actThenTimeoutRate: 0 })
  expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED' })
  const { intents, events } = await t.payments()
  expect(intents).toHaveLength(1)
  expect(events.filter(({ type }) => type === 'capture')).toHaveLength(1)
})

it('buys any acceptable edition, the cheapest of all', async () => {
  await t.offer('northgate', otherEdition, { price: '4.00', currency: 'USD' })
  const { workId } = await t.deps.db
    .selectFrom('edition')
    .select('workId')
    .where('isbn13', '=', isbn13)
    .executeTakeFirstOrThrow()
  const bought = await buy({ max: 2_000n, isbn13: undefined, acceptable: { workId } })
  expect(bought.result).toMatchObject({ isbn13: otherEdition })
})

it('tells no seller what the shopper would pay', async () => {
  const sealed = 1_937n // an amount that nothing else comes to
  await price({ lantern: '10.50', meridian: '11.00', 'bargain-barn': '11.50', foxed: '13.00' })
  for (const seller of all) await t.patchSeller(seller, { soldOutRate: 1 }) // so that each of them is sent an order
  await buy({ max: sealed })
  const told = await Promise.all(all.map((seller) => t.requestsAt(seller)))
  for (const requests of told)
    expect(requests.map(({ operation }) => operation).join()).toMatch(/place|initiate|complete|cartSubmit/i)
  expect(JSON.stringify(told.flat().map(({ body }) => body))).not.toMatch(/1937|19\.37|"units":"19"/)
})

it('keeps a receipt that its facts give again', async () => {
  const bought = await buy({ max: 2_000n })
  const stored = await getPurchaseOf(t.deps.db, bought.id, shopper)
  expect(bought.receipt?.quotes.filter(({ verdict }) => verdict === 'CHOSEN')).toHaveLength(1)
  expect(toReceipt(stored.purchase)).toEqual(stored.receipt)
})

it('shows a purchase to its shopper only', async () => {
  const { id } = await buy({ max: 2_000n })
  await expect(getPurchase(t.deps, id, 'somebody-else')).rejects.toMatchObject({ code: 'buying.not_found' })
})

it('lists what a shopper bought and did not, newest first, page after page, and nobody else’s', async () => {
  const bought = await buy({ max: 2_000n })
  const tooDear = await buy({ max: 999n })
  const underWay = (await start({ max: 2_000n })).id
  const newest = await listPurchases(t.deps, { accountId: shopper, limit: 2 })
  expect(newest.purchases).toMatchObject([
    { id: underWay, state: 'QUOTING', title: 'Dune' },
    { id: tooDear.id, state: 'NO_OFFER', lowestFound: { sellerName: 'Fleet Street Direct', total: { minor: 1_000 } } },
  ])
  expect(newest.purchases.every(({ result }) => result === undefined)).toBe(true)
  const next = await listPurchases(t.deps, { accountId: shopper, limit: 1, cursor: newest.nextCursor })
  expect(next.purchases).toMatchObject([{ id: bought.id, result: bought.result, orderState: 'PROCESSING' }])
  const stranger = await listPurchases(t.deps, { accountId: 'somebody-else', limit: 100 })
  expect(stranger).toEqual({ purchases: [] })
})

const steps = ['quote', 'authorize', 'place', 'capture']
const crashes = steps.flatMap((step) => [
  `buying.beforeCall:${step}`,
  `buying.afterCall:${step}`,
  `buying.afterCommit:${step}`,
])

it.each(crashes)('finishes, once, what a driver left that died at %s', async (point) => {
  armCrashPoint(point, () => {
    throw new Error('the driver died')
  })
  const id = await startAndDrive({ max: 2_000n }).catch(lastStarted)
  armCrashPoint(null)
  await t.deps.db.updateTable('purchase').set({ leaseUntil: null }).where('id', '=', id).execute() // its time is up
  expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED', result: { sellerId: 'fleet-street' } })
  expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 1, captures: [1_000] })
})
