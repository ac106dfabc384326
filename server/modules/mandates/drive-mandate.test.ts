// The bank's confirmation on real parts: the provider's own books say what happened.
import { expect, it } from 'vitest'
import { approveAtBank } from '#testing/approve-at-bank'
import { shopper } from '#testing/purchases'
import { hourMs, useWatches } from '#testing/watches'
import { startMandated } from '../buying/start-mandated.ts'
import { createWatch } from '../watches/create-watch.ts'
import { revokeWatch } from '../watches/revoke-watch.ts'
import { driveMandate } from './drive-mandate.ts'
import { ensureDriven } from './ensure-driven.ts'

const { t, deps, skip, input, mandate, settle, view, messages, look } = useWatches()

/** A watch whose mandate nobody has driven yet. */
const open = (paymentMethod: string) => createWatch(deps(), input({ mandate: mandate({ paymentMethod }) }), shopper)
const drive = (id: string) => driveMandate(deps(), id, AbortSignal.timeout(10_000))
const consentOf = async (id: string) => (await view(id)).mandate?.consent
const setups = async () => (await t.payments()).setups

it('is PENDING until the provider has said so, and nothing is bought before', async () => {
  const id = await open('pm_card_visa')
  expect(await consentOf(id)).toMatchObject({ state: 'PENDING', expiresAt: expect.any(String) })
  await look()
  expect(await view(id)).toMatchObject({ isArmed: true })
  expect(await startMandated(deps(), { watchId: id, firing: 0 })).toBeNull()
  await settle(id)
  expect(await consentOf(id)).toEqual({ state: 'ACTIVE' })
  await look()
  expect(await view(id)).toMatchObject({ isArmed: false }) // a price that was right all the time
  expect(await messages()).toMatchObject([
    { subject: 'We buy Dune for you from now on', body: expect.stringContaining('at most $11.37 each') },
  ])
})

it('sends the shopper to the bank, and believes the provider only', async () => {
  const id = await open('pm_card_authenticationRequired')
  await settle(id)
  const consent = await consentOf(id)
  expect(consent).toMatchObject({ state: 'ACTION_REQUIRED', actionUrl: expect.stringContaining('/authenticate/seti_') })
  await settle(id) // the shopper is back, and has answered nothing
  expect(await consentOf(id)).toMatchObject({ state: 'ACTION_REQUIRED' })
  await approveAtBank(t, 'setups')
  expect(await consentOf(id)).toMatchObject({ state: 'ACTION_REQUIRED' }) // nobody has looked yet
  await settle(id)
  expect(await consentOf(id)).toEqual({ state: 'ACTIVE' })
})

it.each([
  ['the bank', 'pm_card_visa_chargeDeclined', 'did not allow this card'],
  ['the shopper', 'pm_card_authenticationRequired', 'You did not confirm it'],
])('ends with its watch when %s says no', async (_, method, words) => {
  const id = await open(method)
  await drive(id)
  if (words.startsWith('You')) await approveAtBank(t, 'setups', 'decline')
  await settle(id)
  expect(await view(id)).toMatchObject({
    state: 'UNCONFIRMED',
    mandate: { consent: { state: 'FAILED', reason: expect.stringContaining(words) } },
  })
  expect(await messages()).toMatchObject([{ body: expect.stringContaining(words) }])
})

it('makes one set-up, however often an answer is lost, and whoever drives at once', async () => {
  const id = await open('pm_card_visa')
  await t.patchPayments({ actThenTimeoutRate: 1 })
  await drive(id)
  await drive(id)
  await t.patchPayments({ actThenTimeoutRate: 0 })
  expect(await consentOf(id)).toMatchObject({ state: 'PENDING' })
  await Promise.all(Array.from({ length: 5 }, () => drive(id)))
  await drive(id)
  expect(await consentOf(id)).toEqual({ state: 'ACTIVE' })
  expect(await setups()).toMatchObject([{ status: 'succeeded', metadata: { purpose: 'mandate', reference: id } }])
})

it('gets past a failure that the provider keeps under the key', async () => {
  const id = await open('pm_card_visa')
  await t.patchPayments({ failRate: 1 })
  await drive(id)
  await t.patchPayments({ failRate: 0 })
  await drive(id)
  expect(await consentOf(id)).toEqual({ state: 'ACTIVE' })
  expect(await setups()).toHaveLength(1)
})

it('makes another customer when the provider has lost the first', async () => {
  await settle(await open('pm_card_visa'))
  await t.reset()
  const id = await open('pm_card_visa')
  await drive(id)
  expect(await consentOf(id)).toEqual({ state: 'ACTIVE' })
})

it('is called off at the provider after an hour', async () => {
  const id = await open('pm_card_authenticationRequired')
  await settle(id)
  skip(hourMs)
  await settle(id)
  expect(await view(id)).toMatchObject({ state: 'UNCONFIRMED', mandate: { consent: { state: 'EXPIRED' } } })
  expect(await setups()).toMatchObject([{ status: 'canceled' }])
  await expect(approveAtBank(t, 'setups')).rejects.toThrow('400')
})

it('believes a shopper who was quicker than the end of the hour', async () => {
  const id = await open('pm_card_authenticationRequired')
  await settle(id)
  await approveAtBank(t, 'setups')
  skip(hourMs)
  await settle(id)
  expect(await consentOf(id)).toEqual({ state: 'ACTIVE' })
})

it('ends after an hour without an answer when the provider has nothing', async () => {
  const id = await open('pm_card_visa')
  await t.patchPayments({ busyRate: 1 })
  await drive(id)
  skip(hourMs)
  await drive(id) // looks only
  await t.patchPayments({ busyRate: 0 })
  expect(await consentOf(id)).toMatchObject({ state: 'EXPIRED' })
  expect(await setups()).toEqual([])
})

it('buys nothing for a watch that was revoked before the bank confirmed it', async () => {
  const id = await open('pm_card_authenticationRequired')
  await settle(id)
  await revokeWatch(deps(), id, shopper)
  await approveAtBank(t, 'setups')
  await settle(id)
  expect(await view(id)).toMatchObject({ state: 'REVOKED' })
  expect(await messages()).toEqual([])
  expect(await startMandated(deps(), { watchId: id, firing: 0 })).toBeNull()
})

it('is woken again when its alarm was lost', async () => {
  const id = await open('pm_card_visa')
  const alarms = () => t.deps.boss.findJobs('mandates.confirmMandate', { key: id })
  await t.deps.boss.deleteAllJobs('mandates.confirmMandate')
  await ensureDriven(deps())
  expect(await alarms()).toEqual([])
  skip(120_000)
  await ensureDriven(deps())
  expect(await alarms()).toHaveLength(1)
})
