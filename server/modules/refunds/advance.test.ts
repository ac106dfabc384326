// The money going back, against the sandbox's provider and its journal: once, whatever is lost on the way.
import { sql } from 'kysely'
import { afterEach, expect, it } from 'vitest'
import { getPayment, sumAccountsOf } from '#payments'
import { armCrashPoint } from '#platform/crash-points'
import type { Log } from '#platform/log'
import { useRefunds } from '#testing/refunds'
import { advanceRefund, sweepRefunds } from './advance-refund.ts'
import { driveRefund } from './jobs.ts'
import { noteStuck } from './list-work.ts'
import { refundUndelivered } from './request-refund.ts'
import { returnCopies } from './return-copies.ts'

const r = useRefunds()
const staff = () => r.callAs('clerk', 'staff')
const key = () => crypto.randomUUID()
const usd = (minor: number) => ({ currency: 'USD', minor })

afterEach(() => armCrashPoint(null))

const accountsOf = async (paymentId: string) =>
  Object.fromEntries(
    (await sumAccountsOf(r.t.deps.db, [paymentId])).map(({ account, amount }) => [account, Number(amount.minor)]),
  )
const eventsOf = async (refundId: string) =>
  (await r.callAs('reader').get({ refundId })).history.map(({ event }) => event)

it('gives part of it back, then the rest; provider, payment and ledger say the same', async () => {
  const order = await r.paid()
  const first = await r.approved(order, 550)
  expect(await r.driveToEnd(first)).toBe('REFUNDED')
  expect(await eventsOf(first)).toEqual(['requested', 'approved', 'begun', 'refunded'])
  expect(await r.givenBack(order)).toEqual([550])
  expect((await getPayment(r.t.deps.db, order.paymentId)).refunded.minor).toBe(550n)
  expect(await accountsOf(order.paymentId)).toEqual({ 'charge:customer': -1_000, 'payable:seller:harbor': 1_000 })

  const rest = await r.approved(order)
  expect(await r.driveToEnd(rest)).toBe('REFUNDED')
  await r.advance(rest)
  expect(await r.givenBack(order)).toEqual([550, 1_000])
  expect(await accountsOf(order.paymentId)).toEqual({})
})

it('waits for the copies where staff say so, and puts them back once', async () => {
  const order = await r.paid()
  const { id: refundId } = await r.callAs('reader').request({ key: key(), orderId: order.id, reason: 'CHANGED_MIND' })
  await expect(staff().markReturned({ refundId })).rejects.toMatchObject({ cause: { code: 'refunds.not_approved' } })
  await staff().approve({ refundId, key: key(), awaitsReturn: true })
  await r.advance(refundId)
  expect((await r.read(refundId)).state).toBe('APPROVED')
  const back = await staff().markReturned({ refundId })
  expect(await staff().markReturned({ refundId }), 'told again').toEqual(back)
  expect(await r.driveToEnd(refundId)).toBe('REFUNDED')
  expect(await r.givenBack(order)).toEqual([1_550])
  expect(r.returned, 'until the job runs').toEqual([])
  await returnCopies(r.deps, { refundId, by: 'staff:clerk' })
  expect(r.returned).toMatchObject([
    {
      key: `refund:${refundId}`,
      orderId: order.id,
      sellerId: 'harbor',
      lines: [{ line: 0, isbn13: '9780141439518', condition: 'GOOD', quantity: 1 }],
    },
  ])
})

it('puts no copies back that did not come back', async () => {
  const order = await r.paid()
  const refundId = await r.approved(order)
  await r.driveToEnd(refundId)
  const { rows } = await waitingJobs('refunds.copiesReturned', refundId)
  expect(rows).toHaveLength(0)
  await staff().markReturned({ refundId }) // after the money
  expect((await waitingJobs('refunds.copiesReturned', refundId)).rows).toHaveLength(1)
})

it.each([
  ['cut off after it acted, each time', { actThenTimeoutRate: 1 }, { actThenTimeoutRate: 0 }],
  ['turned away at the door', { throttleRate: 1 }, { throttleRate: 0 }],
  ['told that the key is being worked on', { busyRate: 1 }, { busyRate: 0 }],
])('gives it back once when it is %s', async (_, trouble, calm) => {
  const order = await r.paid()
  const refundId = await r.approved(order, 700)
  await r.t.patchPayments(trouble)
  for (let turn = 0; turn < 3; turn++) {
    await r.advance(refundId)
    if ((await r.read(refundId)).state === 'PROCESSING') await r.skipToAlarm(refundId)
  }
  await r.t.patchPayments(calm)
  expect(await r.driveToEnd(refundId)).toBe('REFUNDED')
  expect(await r.givenBack(order)).toEqual([700])
  expect(await eventsOf(refundId), 'unknown is not failed').toEqual(['requested', 'approved', 'begun', 'refunded'])
})

it.each(['refunds.beforeCall', 'refunds.afterCall'])('gives it back once when its driver dies at %s', async (point) => {
  const order = await r.paid()
  const refundId = await r.approved(order, 700)
  armCrashPoint(point, () => {
    throw new Error('killed')
  })
  await expect(r.advance(refundId)).rejects.toThrow('killed')
  expect((await r.read(refundId)).state).toBe('PROCESSING')
  await r.advance(refundId) // its lease has not ended: nobody else drives it yet
  expect(await r.lastAttempt(refundId)).toMatchObject({ tries: 1, state: 'INTENDED' })
  expect(await r.driveToEnd(refundId)).toBe('REFUNDED')
  expect(await r.givenBack(order)).toEqual([700])
})

it('tries again under another key after a no, and leaves it to a person after five', async () => {
  const order = await r.paid()
  const refundId = await r.approved(order, 700)
  await r.t.patchPayments({ refundFailRate: 1 })
  expect(await r.driveToEnd(refundId)).toBe('FAILED')
  expect(await r.lastAttempt(refundId)).toMatchObject({ attempt: 6, state: 'FAILED' })
  expect((await getPayment(r.t.deps.db, order.paymentId)).refunded.minor).toBe(0n)
  expect((await staff().work({ queue: 'failed' })).refunds.map(({ id }) => id)).toContain(refundId)
  expect((await staff().work({ queue: 'stuck' })).refunds.map(({ id }) => id)).toContain(refundId)
  const lines: unknown[] = []
  await noteStuck({ ...r.deps, log: { error: (facts: unknown) => lines.push(facts) } as unknown as Log })
  expect(lines).toContainEqual(expect.objectContaining({ state: 'FAILED' }))

  await r.t.patchPayments({ refundFailRate: 0 })
  const retry = { refundId, key: key() }
  for (const _ of ['pressed', 'pressed twice']) await staff().retry(retry)
  expect(await r.driveToEnd(refundId)).toBe('REFUNDED')
  expect(await r.lastAttempt(refundId)).toMatchObject({ attempt: 7, state: 'SUCCEEDED' })
  expect(await r.givenBack(order)).toEqual([700])
})

it('finds what a try did that counted as failed, before it makes another', async () => {
  const order = await r.paid()
  const refundId = await r.approved(order, 700)
  // The provider acts and answers 500, for ever under this key; its list does not show yet what it did when the try is given up.
  await r.t.patchPayments({ actThenFailRate: 1 })
  const listRefunds = async () => ({ kind: 'ok', value: [] }) as const
  const blind = { ...r.deps, processor: { ...r.deps.processor, listRefunds } }
  while ((await r.read(refundId)).state !== 'FAILED') {
    await r.skipToAlarm(refundId)
    await advanceRefund(blind, refundId, new AbortController().signal)
  }
  expect(await r.givenBack(order), 'it did act').toEqual([700])
  for (let turn = 0; turn < 3; turn++) {
    await r.skipToAlarm(refundId)
    await r.advance(refundId) // the list fails too: nothing is sent that nobody could tell from the first
  }
  expect(await r.lastAttempt(refundId)).toMatchObject({ attempt: 2, state: 'UNKNOWN' })
  await r.t.patchPayments({ actThenFailRate: 0 })
  expect(await r.driveToEnd(refundId)).toBe('REFUNDED')
  expect(await r.givenBack(order)).toEqual([700])
})

it('leaves to a person what somebody gave back at the provider', async () => {
  const order = await r.paid()
  const refundId = await r.approved(order)
  const { ref } = await getPayment(r.t.deps.db, order.paymentId)
  const byHand = {
    paymentId: order.paymentId,
    refundId: crypto.randomUUID(),
    ref: ref ?? '',
    amountMinor: '1',
    currency: 'USD',
  }
  await r.deps.processor.createRefund(byHand, { key: key(), signal: new AbortController().signal })
  expect(await r.driveToEnd(refundId)).toBe('FAILED')
  expect((await r.callAs('reader').get({ refundId })).history.at(-1)).toMatchObject({ reason: 'amount_too_large' })
  expect(await r.givenBack(order)).toEqual([1])
})

it('gives back whole what will not come, unasked and once', async () => {
  const order = await r.paid({ lines: [1_000, 550] })
  const early = await r.approved(order, 300)
  const news = { orderId: order.id, by: 'seller:harbor', reason: 'Harbor Marketplace has cancelled it.' }
  for (const _ of ['told', 'told again']) await refundUndelivered(r.deps, news)
  const { refunds } = await r.callAs('reader').list({ orderId: order.id })
  expect(refunds).toHaveLength(2)
  const whole = refunds.find(({ id }) => id !== early)
  expect(whole).toMatchObject({ state: 'APPROVED', reason: 'ORDER_CANCELLED', total: usd(1_250), awaitsReturn: false })
  for (const { id } of refunds) expect(await r.driveToEnd(id)).toBe('REFUNDED')
  expect((await r.givenBack(order)).toSorted((a, b) => a - b)).toEqual([300, 1_250])
})

it('is found again when its job was lost', async () => {
  const order = await r.paid()
  const refundId = await r.approved(order)
  await r.t.deps.db.transaction().execute(async (tx) => {
    await r.deps.jobs.drop(tx, driveRefund, { refundId })
  })
  expect((await waitingJobs('refunds.driveRefund', refundId)).rows).toHaveLength(0)
  const later = { ...r.deps.clock, now: () => new Date(r.t.deps.clock.now().getTime() + 61_001) }
  await sweepRefunds({ ...r.deps, clock: later })
  expect((await waitingJobs('refunds.driveRefund', refundId)).rows).toHaveLength(1)
})

async function waitingJobs(name: string, refundId: string) {
  return await sql`select 1 from pgboss.job where name = ${name} and data ->> 'refundId' = ${refundId}`.execute(
    r.t.deps.db,
  )
}
