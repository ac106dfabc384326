// What a shopper sees, and what everybody's books say, when the payment provider is the one that fails: design F24, F25 and F27.
import { beforeEach, expect, it } from 'vitest'
import { getPayment, sumAccounts } from '#payments'
import { armCrashPoint } from '#platform/crash-points'
import { usePurchases } from '#testing/purchases'
import { paymentIdOf } from './keys.ts'

const { t, startAndDrive, driveToEnd, buy, view, lastStarted, journals } = usePurchases()

let ledgerBefore: Awaited<ReturnType<typeof holds>>
beforeEach(async () => {
  ledgerBefore = await holds()
})

it('lets the seller’s order go when the hold has expired before it was charged, and says so', async () => {
  const id = await confirmedUncharged()
  const [intent] = (await t.payments()).intents
  await t.damageIntent(intent?.id ?? '', { status: 'canceled' })
  const ended = await driveToEnd(id)
  expect(ended).toMatchObject({
    state: 'DECLINED',
    reason: 'The bank let the reserved money go before it could be charged. Nothing was charged.',
    attempts: [{ state: 'CANCELLED', reason: 'UNPAID' }],
  })
  await expectNothingLeft()
})

it('lets the seller’s order and the hold go when the bank does not pay out, and says so', async () => {
  await t.patchPayments({ captureDeclineRate: 1 })
  const ended = await driveToEnd(await startAndDrive({ max: 2_000n }))
  expect(ended).toMatchObject({
    state: 'DECLINED',
    reason: expect.stringContaining('Nothing was charged'),
    attempts: [{ state: 'CANCELLED', reason: 'UNPAID' }],
  })
  expect(await t.payments()).toMatchObject({ intents: [{ status: 'canceled', capturedMinor: 0 }] })
  await expectNothingLeft()
})

it('is over in about a minute when the provider keeps a failure under the key of the hold, with nothing held', async () => {
  await t.patchPayments({ failRate: 1 })
  const id = await startAndDrive({ max: 2_000n })
  await t.patchPayments({ failRate: 0 })
  const ended = await driveToEnd(id)
  expect(ended).toMatchObject({ state: 'DECLINED', reason: expect.stringContaining('Nothing was charged') })
  const at = ended.timeline.map((entry) => Date.parse(entry.at))
  expect((Math.max(...at) - Math.min(...at)) / 1_000).toBeLessThan(120)
  expect(await t.payments()).toMatchObject({ events: [] })
  await expectNothingLeft()
})

it('buys at once when the provider failed after it had acted: its books say what happened', async () => {
  await t.patchPayments({ actThenFailRate: 1 })
  const id = await startAndDrive({ max: 2_000n })
  await t.patchPayments({ actThenFailRate: 0 })
  const bought = await driveToEnd(id)
  expect(bought.state).toBe('PURCHASED')
  expect((await journals()).captures).toHaveLength(1)
  expect((await t.payments()).intents).toHaveLength(1)
})

it('waits while the provider turns it away, and then buys under the same key', async () => {
  await t.patchPayments({ throttleRate: 1 })
  const id = await startAndDrive({ max: 2_000n })
  await t.patchPayments({ throttleRate: 0 })
  expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED' })
  expect((await journals()).captures).toHaveLength(1)
})

it('charges the confirmed total, and frees the rest of the hold', async () => {
  const { state, result } = await buy({ max: 2_000n })
  expect(state).toBe('PURCHASED')
  const intents = [{ authorizedMinor: 2_000, capturedMinor: result?.total.minor }]
  expect(await t.payments()).toMatchObject({ intents })
  expect(await holds()).toEqual(ledgerBefore)
})

it('knows until when the bank keeps a hold', async () => {
  const id = await confirmedUncharged()
  const { holdExpiresAt, createdAt } = await getPayment(t.deps.db, paymentIdOf(id))
  const days = ((holdExpiresAt?.getTime() ?? 0) - createdAt.getTime()) / 86_400_000
  expect(days).toBeCloseTo(7, 2)
  expect(await driveToEnd(id)).toMatchObject({ state: 'PURCHASED' })
})

/** A purchase whose order is confirmed, and whose driver died before it asked for the charge. */
async function confirmedUncharged(): Promise<string> {
  armCrashPoint('buying.beforeCall:capture', () => {
    throw new Error('the driver died')
  })
  const id = await startAndDrive({ max: 2_000n }).catch(lastStarted)
  armCrashPoint(null)
  await t.deps.db.updateTable('purchase').set({ leaseUntil: null }).where('id', '=', id).execute()
  expect((await journals()).captures).toEqual([])
  expect((await view(id)).attempts).toMatchObject([{ state: 'CONFIRMED' }])
  return id
}

/** No order stands, nothing was charged, and the ledger holds nothing more than before. */
async function expectNothingLeft(): Promise<void> {
  expect(await journals()).toEqual({ harbor: 0, northgate: 0, 'fleet-street': 0, captures: [] })
  expect(await holds()).toEqual(ledgerBefore)
}

async function holds() {
  return (await sumAccounts(t.deps.db)).filter(({ account, minor }) => account.startsWith('hold:') && minor !== 0n)
}
