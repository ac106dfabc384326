// Staff and checkouts in review, on real parts: what they are shown, what they may do, and that money, copies and order end as the books say.
import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { armCrashPoint } from '#platform/crash-points'
import { dune, useCheckouts } from '#testing/checkouts'
import { noteStuck } from '../checkout/get-review.ts'
import { getCheckout } from './get-checkout.ts'
import { listCheckouts } from './list-checkouts.ts'
import type { CheckoutActInput } from './model.ts'
import { settleCheckout } from './settle-checkout.ts'

const { t, deps, put, placeAndDrive, driveToEnd, view, shelf, orderState, provider, look } = useCheckouts()
const staff = 'staff-1'
const reason = 'The provider is back: their status page says so.'

beforeAll(async () => {
  const account = { id: staff, name: 'Sam of the staff', email: 'sam@example.com', role: 'staff' }
  await t.deps.db.insertInto('account').values(account).execute()
})
beforeEach(() => armCrashPoint(null))

/** A checkout of two copies whose driver died before this step, and whose provider was then away for ten minutes. */
async function stuckAt(step: 'authorize' | 'capture', outage: 'throttleRate' | 'actThenFailRate'): Promise<string> {
  await put(dune, 2)
  armCrashPoint(`checkout.beforeCall:${step}`, () => {
    throw new Error('the driver died')
  })
  await placeAndDrive().catch(() => {})
  armCrashPoint(null)
  const { id } = await t.deps.db.selectFrom('checkout').select('id').executeTakeFirstOrThrow()
  await t.deps.db.updateTable('checkout').set({ leaseUntil: null }).execute()
  await t.patchPayments({ [outage]: 1 })
  expect((await driveToEnd(id)).state).toBe('NEEDS_REVIEW')
  await t.patchPayments({ [outage]: 0 })
  return id
}

const press = (id: string, action: CheckoutActInput['action'], key: string = randomUUID()) =>
  settleCheckout({ ...t.deps, ...deps() }, { key, checkoutId: id, action, reason }, staff)

/** Presses, and drives on what follows as the server would. */
async function act(id: string, action: CheckoutActInput['action']) {
  const turn = await press(id, action)
  if (turn) await t.checkouts.driven(id, turn)
  return await driveToEnd(id)
}

it('shows those that need a person, with everything known, and says them aloud', async () => {
  const id = await stuckAt('capture', 'throttleRate')
  const { checkouts } = await listCheckouts(t.deps, null)
  expect(checkouts).toMatchObject([{ id, state: 'NEEDS_REVIEW', reason: 'CAPTURE_UNKNOWN', total: { minor: 2_899 } }])
  expect((await listCheckouts(t.deps, { id, createdAt: new Date(checkouts[0]?.createdAt ?? '') })).checkouts).toEqual(
    [],
  )
  expect(await getCheckout(t.deps, id)).toMatchObject({
    shopper: { name: 'Robin' },
    copies: [{ isbn13: dune, quantity: 2 }],
    payment: { state: 'CAPTURING', captured: { minor: 0 } },
    actions: [{ action: 'askAgain' }],
    deeds: [],
  })
  const said: unknown[] = []
  const log = { ...t.deps.log, error: (what: unknown) => void said.push(what) } as typeof t.deps.log
  await noteStuck({ ...t.deps, log })
  expect(said).toMatchObject([{ state: 'NEEDS_REVIEW', count: 1, checkoutId: id }])
})

it('lists what has been open for an hour, and nothing younger', async () => {
  await put(dune, 1)
  const id = await placeAndDrive({ paymentMethod: 'pm_card_authenticationRequired' })
  const listedAfter = async (minutes: number) => {
    const now = () => new Date(t.deps.clock.now().getTime() + minutes * 60_000)
    const { checkouts } = await listCheckouts({ ...t.deps, clock: { ...t.deps.clock, now } }, null)
    return checkouts.map((line) => line.id)
  }
  expect(await listedAfter(59)).toEqual([])
  expect(await listedAfter(61)).toEqual([id])
})

it.each([
  ['what the provider did not take is taken once', 'throttleRate'],
  ['what it took is recorded, and nothing more is taken', 'actThenFailRate'],
] as const)('asks again: %s', async (_, outage) => {
  const id = await stuckAt('capture', outage)
  expect(await shelf()).toMatchObject({ [dune]: '1/0' })
  expect((await act(id, 'askAgain')).state).toBe('PAID')
  expect(await provider()).toEqual({ captures: [2_899], held: 0 })
  expect(await orderState(id)).toBe('PAID')
  expect((await getCheckout(t.deps, id)).deeds).toMatchObject([{ action: 'askAgain', by: 'Sam of the staff', reason }])
})

it.each(['throttleRate', 'actThenFailRate'] as const)(
  'gives up what was never charged: whatever is held is let go, and the cart is as it was (%s)',
  async (outage) => {
    const id = await stuckAt('authorize', outage)
    expect((await getCheckout(t.deps, id)).actions.map(({ action }) => action)).toEqual(['askAgain', 'giveUp'])
    expect(await act(id, 'giveUp')).toMatchObject({ state: 'DECLINED', reason: 'GIVEN_UP' })
    expect(await provider()).toEqual({ captures: [], held: 0 })
    expect(await shelf()).toMatchObject({ [dune]: '3/0' })
    expect(await orderState(id)).toBe('CANCELLED')
    expect((await look()).lines).toMatchObject([{ isbn13: dune, quantity: 2 }])
  },
)

it('does not let go what may have been charged, and writes no refused deed down', async () => {
  const id = await stuckAt('capture', 'throttleRate')
  await expect(press(id, 'giveUp')).rejects.toMatchObject({ code: 'checkout.not_safe' })
  expect(await getCheckout(t.deps, id)).toMatchObject({ state: 'NEEDS_REVIEW', deeds: [] })
})

it('does a press once, whoever presses again, and refuses its key for anything else', async () => {
  const id = await stuckAt('authorize', 'throttleRate')
  const key = randomUUID()
  const turns = await Promise.all([press(id, 'giveUp', key), press(id, 'giveUp', key)])
  expect(turns.filter((turn) => turn !== null)).toHaveLength(1)
  await expect(press(id, 'note', key)).rejects.toMatchObject({ code: 'ops.key_reused' })
  await expect(press(id, 'askAgain')).rejects.toMatchObject({ code: 'checkout.moved_on' })
  expect(await press(id, 'note')).toBeNull()
  expect((await getCheckout(t.deps, id)).deeds.map(({ action }) => action)).toEqual(['giveUp', 'note'])
  expect((await driveToEnd(id)).state).toBe((await view(id)).state)
})
