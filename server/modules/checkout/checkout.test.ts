// The checkout on real parts: PostgreSQL, the cart, the shelf, the provider through its SDK. The provider's own books are the judge.
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { listUnbalanced, sumAccountsOf } from '#payments'
import { approveAtBank } from '#testing/approve-at-bank'
import { dune, emma, shopper, useCheckouts } from '#testing/checkouts'
import { armCrashPoint } from '#platform/crash-points'
import { money } from '#platform/money'
import { advance } from './advance.ts'
import { cancelCheckout } from './cancel-checkout.ts'
import { paymentIdOf } from './keys.ts'
import { notePayment } from './note-payment.ts'

const { t, deps, put, putLine, look, place, placeAndDrive, driveToEnd, view, shelf, orderState, provider } =
  useCheckouts()

const untouched = { [dune]: '3/0', [emma]: '3/0' }
beforeEach(() => armCrashPoint(null))

/** Nothing charged, nothing held, no copy gone or promised, no order that waits; and what was in the cart is in it again, as it was accepted. */
async function expectNothingLeft(id: string, inCart: number): Promise<void> {
  const { lines } = await look()
  expect(lines).toMatchObject([{ isbn13: dune, quantity: inCart, accepted: { minor: 1_200n }, changes: [] }])
  expect(await provider()).toEqual({ captures: [], held: 0 })
  expect(await shelf()).toEqual(untouched)
  expect(await orderState(id)).toBe('CANCELLED')
  expect(await listUnbalanced(t.deps.db)).toEqual([])
}

/** A wish for the cheapest copy of Emma. */
async function putCheapest(minor: bigint): Promise<void> {
  const at = t.deps.clock.now()
  const wish = { isbn13: emma, conditions: ['NEW' as const], maxTotal: money(minor, 'USD'), quantity: 1 as const }
  await putLine({ kind: 'cheapest', id: `cheapest:${emma}`, ...wish, addedAt: at, changedAt: at })
}

it('takes exactly the shown total, the copies leave the shelf, and the order is paid', async () => {
  await put(dune, 2)
  await put(emma, 1)
  const { totals } = await look()
  const id = await placeAndDrive()
  const total = totals?.kind === 'known' ? Number(totals.total.minor) : 0
  expect(total).toBe(3_600)
  expect(await view(id)).toMatchObject({ state: 'PAID', total: { currency: 'USD', minor: total }, cancellable: false })
  expect(await provider()).toEqual({ captures: [total], held: 0 })
  expect(await shelf()).toEqual({ [dune]: '1/0', [emma]: '2/0' })
  expect(await orderState(id)).toBe('PAID')
  expect((await look()).lines).toEqual([])
  expect(await listUnbalanced(t.deps.db)).toEqual([])
  const sums = await sumAccountsOf(t.deps.db, [paymentIdOf(id)])
  expect(Object.fromEntries(sums.map(({ account, amount }) => [account, Number(amount.minor)]))).toEqual({
    'charge:customer': -3_600,
    'sales:own': 3_600,
  })
})

it('is one checkout for one key, at the same time too, and refuses the key for anything else', async () => {
  await put(dune, 1)
  const { fingerprint } = await look()
  const key = randomUUID()
  const placed = await Promise.all(Array.from({ length: 8 }, () => place({ key, fingerprint })))
  expect(new Set(placed.map(({ id }) => id)).size).toBe(1)
  for (const { id, turn } of placed) if (turn) await advance(deps(), id, turn)
  expect((await provider()).captures).toHaveLength(1)
  await expect(place({ key, fingerprint, paymentMethod: 'pm_card_mastercard' })).rejects.toMatchObject({
    code: 'checkout.key_reused',
  })
})

it('orders a cart once, whoever presses twice under two keys', async () => {
  await put(dune, 1)
  const { fingerprint } = await look()
  const results = await Promise.allSettled([place({ fingerprint }), place({ fingerprint })])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

it('refuses a cart that is not as it was shown, says what changed, and changes nothing', async () => {
  await put(dune, 1)
  const { fingerprint } = await look()
  await t.deps.db.updateTable('stockItem').set({ priceMinor: 1_300n }).where('isbn13', '=', dune).execute()
  await expect(place({ fingerprint })).rejects.toMatchObject({
    code: 'checkout.cart_changed',
    fields: { [`copy:${dune}:NEW`]: 'The price went up, from $12.00 to $13.00.' },
  })
  expect(await t.deps.db.selectFrom('checkout').select('id').execute()).toEqual([])
  expect((await look()).lines).toHaveLength(1)
  expect((await t.payments()).intents).toEqual([])
})

describe('every way out lets the hold and the copies go:', () => {
  it('a card that is declined', async () => {
    await put(dune, 3)
    const id = await placeAndDrive({ paymentMethod: 'pm_card_visa_chargeDeclined' })
    expect(await view(id)).toMatchObject({ state: 'DECLINED' })
    await expectNothingLeft(id, 3)
  })

  it('a no while the bank asks', async () => {
    await put(dune, 1)
    const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    expect(await view(id)).toMatchObject({ state: 'ACTION_REQUIRED', cancellable: true })
    expect(await shelf()).toMatchObject({ [dune]: '3/1' })
    const turn = await cancelCheckout(deps(), id, shopper)
    await advance(deps(), id, turn)
    expect(await view(id)).toMatchObject({ state: 'CANCELLED', reason: 'BY_SHOPPER' })
    await expectNothingLeft(id, 1)
  })

  it('a bank that is never answered', async () => {
    await put(dune, 1)
    const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    expect(await driveToEnd(id)).toMatchObject({ state: 'EXPIRED', reason: 'ACTION_EXPIRED' })
    await expectNothingLeft(id, 1)
  })

  it('a bank that does not pay out: the copies come back', async () => {
    await t.patchPayments({ captureDeclineRate: 1 })
    await put(dune, 2)
    expect(await driveToEnd(await placeAndDrive())).toMatchObject({ state: 'DECLINED' })
    const rows = await t.deps.db.selectFrom('checkout').select('id').executeTakeFirstOrThrow()
    await expectNothingLeft(rows.id, 2)
  })

  it('a bank that answers after the copies were given back', async () => {
    await put(dune, 1)
    const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
    const at = new Date(Date.now() + 3_600_000)
    await t.deps.db
      .updateTable('stockReservation')
      .set({ state: 'EXPIRED', settledAt: at, settledBy: 'stock' })
      .execute()
    await approveAtBank(t)
    await advance(deps(), id, await notePayment(deps(), id))
    expect(await driveToEnd(id)).toMatchObject({ state: 'EXPIRED', reason: 'RESERVATION_LOST' })
    await expectNothingLeft(id, 1)
  })
})

it('puts back beside what was put in since, the "cheapest" lines too', async () => {
  await put(dune, 1)
  await putCheapest(2_000n)
  const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
  expect((await look()).lines).toEqual([])
  await put(dune, 2)
  await putCheapest(1_500n)
  await advance(deps(), id, await cancelCheckout(deps(), id, shopper))
  expect((await look()).lines).toMatchObject([
    { kind: 'copy', isbn13: dune, quantity: 3 },
    { kind: 'cheapest', isbn13: emma, maxTotal: { minor: 1_500n } }, // the later wish
  ])
})

it('goes on when the shopper has been at the bank', async () => {
  await put(dune, 1)
  const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
  await approveAtBank(t)
  await advance(deps(), id, await notePayment(deps(), id))
  expect(await view(id)).toMatchObject({ state: 'PAID' })
  expect((await provider()).captures).toHaveLength(1)
})

it('begins one purchase for each "cheapest" line, after our own copies are paid for', async () => {
  await put(dune, 1)
  await putCheapest(2_000n)
  const id = await placeAndDrive()
  await t.driver.idle()
  const { state, purchases } = await view(id)
  expect(state).toBe('PAID')
  expect(purchases).toEqual([
    {
      isbn13: emma,
      title: expect.any(String),
      conditions: ['NEW'],
      maxTotal: { currency: 'USD', minor: 2_000 },
      purchaseId: expect.any(String),
    },
  ])
})

const crashes = ['authorize', 'capture'].flatMap((step) =>
  ['beforeIntent', 'beforeCall', 'afterCall', 'afterCommit'].map((point) => `checkout.${point}:${step}`),
)
it.each(crashes)('is paid once, with its copies gone once, when the process dies at %s', async (point) => {
  await put(dune, 2)
  armCrashPoint(point, () => {
    throw new Error('died here')
  })
  const died = await placeAndDrive().catch((error: unknown) => error)
  expect(String(died)).toContain('died here')
  const row = await t.deps.db.selectFrom('checkout').select('id').executeTakeFirst()
  if (!row) {
    // Nothing was committed: the shopper's own second try, the same as the first.
    expect(point).toBe('checkout.beforeIntent:authorize')
    await placeAndDrive()
  }
  const { id } = row ?? (await t.deps.db.selectFrom('checkout').select('id').executeTakeFirstOrThrow())
  await t.deps.db.updateTable('checkout').set({ leaseUntil: null }).execute() // as if it had run out
  expect(await driveToEnd(id)).toMatchObject({ state: 'PAID' })
  expect(await provider()).toEqual({ captures: [2_899], held: 0 })
  expect(await shelf()).toMatchObject({ [dune]: '1/0' })
  expect(await orderState(id)).toBe('PAID')
})
