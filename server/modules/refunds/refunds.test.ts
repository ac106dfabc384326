// Refunds as shoppers ask for them and staff decide: through the router, on a real PostgreSQL, for orders paid at the sandbox's provider.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { getPayment } from '#payments'
import { Refusal } from '#platform/errors'
import { systemIds } from '#platform/ids'
import { useRefunds } from '#testing/refunds'
import { applyRefundEvent } from './apply-refund-event.ts'
import { withHistory } from './get-refund.ts'
import { refundMachine } from './machine.ts'
import type { RefundEvent, RefundState } from './machine.ts'

const r = useRefunds()
const reader = () => r.callAs('reader')
const staff = () => r.callAs('clerk', 'staff')
const key = () => crypto.randomUUID()
const usd = (minor: number) => ({ currency: 'USD', minor })
const refused = (code: string) => ({ cause: { code: `refunds.${code}` } })

it('asks for all that is left by default, and shows it', async () => {
  const order = await r.paid({ lines: [1_000, 550] })
  const asked = await reader().request({
    key: key(),
    orderId: order.id,
    reason: 'DAMAGED',
    comment: 'The spine is torn.',
  })
  expect(asked).toEqual({
    id: asked.id,
    orderId: order.id,
    state: 'REQUESTED',
    reason: 'DAMAGED',
    comment: 'The spine is torn.',
    total: usd(1_550),
    lines: [
      { line: 0, amount: usd(1_000) },
      { line: 1, amount: usd(550) },
    ],
    awaitsReturn: false,
    createdAt: asked.createdAt,
    history: [
      {
        from: null,
        to: 'REQUESTED',
        event: 'requested',
        reason: 'The spine is torn.',
        by: 'account:reader',
        at: asked.createdAt,
      },
    ],
  })
  expect(await reader().get({ refundId: asked.id })).toEqual(asked)
  expect(await reader().list({ orderId: order.id })).toEqual({ refunds: [asked] })
})

it('shows a refund to whose it is only', async () => {
  const order = await r.paid()
  const { id: refundId } = await reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED' })
  const stranger = r.callAs('stranger')
  await expect(stranger.get({ refundId })).rejects.toMatchObject({ code: 'NOT_FOUND', ...refused('not_found') })
  expect(await stranger.list({ orderId: order.id })).toEqual({ refunds: [] })
  await expect(stranger.request({ key: key(), orderId: order.id, reason: 'DAMAGED' })).rejects.toMatchObject({
    cause: { code: 'orders.not_found' },
  })
  await expect(r.callAs(null).get({ refundId })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  const decide = { refundId, key: key(), awaitsReturn: false }
  for (const someone of [reader(), stranger])
    await expect(someone.approve(decide)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(reader().work({ queue: 'decide' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

it('asks once under a key, at the same time too, and refuses another content under it', async () => {
  const order = await r.paid()
  const ask = { key: key(), orderId: order.id, reason: 'DAMAGED' as const, lines: [{ line: 0, amount: usd(300) }] }
  const all = await Promise.all(Array.from({ length: 6 }, () => reader().request(ask)))
  expect(new Set(all.map(({ id }) => id)).size).toBe(1)
  for (const other of [
    { ...ask, comment: 'x' },
    { ...ask, lines: [{ line: 0, amount: usd(301) }] },
  ])
    await expect(reader().request(other)).rejects.toMatchObject(refused('key_reused'))
  expect((await reader().list({ orderId: order.id })).refunds).toHaveLength(1)
})

it.each([
  ['no_such_line', [{ line: 7 }], 'lines.0.line'],
  ['too_much', [{ line: 0 }, { line: 1, amount: usd(551) }], 'lines.1.amount'],
  ['too_much', [{ line: 0, amount: { currency: 'EUR', minor: 1 } }], 'lines.0.amount'],
])('refuses %s and names the field', async (code, lines, field) => {
  const order = await r.paid({ lines: [1_000, 550] })
  const asked = reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED', lines })
  await expect(asked).rejects.toMatchObject({
    cause: { code: `refunds.${code}`, fields: { [field]: expect.any(String) } },
  })
  expect((await reader().list({ orderId: order.id })).refunds).toEqual([])
})

it('gives what is left after earlier ones, and then nothing', async () => {
  const order = await r.paid({ lines: [1_000] })
  const part = (minor: number) =>
    reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED', lines: [{ line: 0, amount: usd(minor) }] })
  await part(400)
  await expect(part(601)).rejects.toMatchObject(refused('too_much'))
  const rest = await reader().request({ key: key(), orderId: order.id, reason: 'CHANGED_MIND' })
  expect(rest.total).toEqual(usd(600))
  await expect(reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED' })).rejects.toMatchObject(
    refused('nothing_left'),
  )
})

it('gives nothing back for what was cancelled', async () => {
  const { id: orderId } = await r.paid({ events: ['cancelled'] })
  await expect(reader().request({ key: key(), orderId, reason: 'DAMAGED' })).rejects.toMatchObject(
    refused('not_refundable'),
  )
})

it('may ask again for what a rejected one claimed, and hears why', async () => {
  const order = await r.paid()
  const { id: refundId } = await reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED' })
  const decision = { refundId, key: key(), reason: 'The photo shows another book.' }
  const rejected = await staff().reject(decision)
  expect(rejected.history.at(-1)).toMatchObject({ to: 'REJECTED', reason: decision.reason, by: 'staff:clerk' })
  expect(await staff().reject(decision), 'the same key').toEqual(rejected)
  expect((await reader().get({ refundId })).history.at(-1)).toMatchObject({ by: 'staff' })
  const late = { refundId, key: key(), awaitsReturn: false }
  await expect(staff().approve(late)).rejects.toMatchObject(refused('illegal_event'))
  expect(
    (
      await r.t.deps.db
        .selectFrom('payment')
        .select('refundClaimedMinor')
        .where('id', '=', order.paymentId)
        .executeTakeFirst()
    )?.refundClaimedMinor,
  ).toBe(0n)
  expect((await reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED' })).total).toEqual(usd(1_550))
  const asked = 'You have asked for a refund for “Pride and Prejudice”'
  expect(await newsOf(order.id)).toEqual([asked, 'Your refund for “Pride and Prejudice” was not approved', asked])
})

it('is decided once: a second decision is refused, the same one again is not', async () => {
  const order = await r.paid()
  const { id: refundId } = await reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED' })
  const decision = { refundId, key: key(), awaitsReturn: true, note: 'Send it to the address on the slip.' }
  expect(await staff().approve(decision)).toMatchObject({ state: 'APPROVED', awaitsReturn: true })
  await staff().approve(decision)
  await expect(staff().reject({ refundId, key: decision.key, reason: 'No.' })).rejects.toMatchObject(
    refused('key_reused'),
  )
  await expect(staff().approve({ ...decision, key: key() })).rejects.toMatchObject(refused('illegal_event'))
  expect((await staff().work({ queue: 'returns' })).refunds.map(({ id }) => id)).toContain(refundId)
  expect((await staff().work({ queue: 'decide' })).refunds.map(({ id }) => id)).not.toContain(refundId)
})

it('is asked for by staff too, for reasons of their own', async () => {
  const order = await r.paid()
  const asked = await staff().requestFor({
    key: key(),
    orderId: order.id,
    reason: 'GOODWILL',
    lines: [{ line: 0, amount: usd(200) }],
  })
  expect(asked.history[0]).toMatchObject({ by: 'staff:clerk' })
  const [work] = (await staff().work({ queue: 'decide' })).refunds.filter(({ id }) => id === asked.id)
  expect(work).toMatchObject({ title: 'Pride and Prejudice', sellerName: 'Harbor Marketplace', orderTotal: usd(1_550) })
  await expect(staff().requestFor({ key: key(), orderId: systemIds.next(), reason: 'GOODWILL' })).rejects.toMatchObject(
    refused('not_found'),
  )
})

it('whatever is asked of it, the history is a path, and claims are what is not refused', async () => {
  const events = fc.constantFrom<RefundEvent>('approved', 'rejected', 'begun', 'refunded', 'failed', 'retried')
  const asked = fc.record({ minor: fc.integer({ min: 1, max: 500 }), events: fc.array(events, { maxLength: 7 }) })
  const property = fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 4 }), async (wanted) => {
    const order = await r.paid({ lines: [1_000] })
    let left = 1_000
    for (const { minor, events: steps } of wanted) {
      const lines = [{ line: 0, amount: usd(minor) }]
      const request = reader().request({ key: key(), orderId: order.id, reason: 'DAMAGED', lines })
      if (minor > left) {
        await expect(request).rejects.toMatchObject(refused(left === 0 ? 'nothing_left' : 'too_much'))
        continue
      }
      const { id } = await request
      for (const [n, event] of steps.entries()) await attempt(id, event, `k${n}`)
      if ((await stateByHistory(id)) !== 'REJECTED') left -= minor
    }
    const claimed = await r.t.deps.db
      .selectFrom('orderLine')
      .select('claimedMinor')
      .where('orderId', '=', order.id)
      .execute()
    expect(claimed).toEqual([{ claimedMinor: BigInt(1_000 - left) }])
    expect((await getPayment(r.t.deps.db, order.paymentId)).captured.minor).toBe(1_000n)
  })
  await fc.assert(property, { numRuns: 25 })
}, 60_000)

/** Its state, once its history has been found to be a path of the table that ends there. */
async function stateByHistory(refundId: string): Promise<RefundState> {
  const [refund] = await withHistory(r.t.deps.db, [await r.read(refundId)])
  if (!refund) throw new Error('there is no refund')
  for (const [n, { from, event, to }] of refund.history.entries()) {
    if (from === null) continue
    expect(from).toBe(refund.history[n - 1]?.to)
    expect(refundMachine.next(from, event as RefundEvent)).toBe(to)
  }
  expect(refund.history.at(-1)?.to).toBe(refund.state)
  return refund.state
}

async function attempt(refundId: string, event: RefundEvent, eventKey: string): Promise<void> {
  const at = r.deps.clock.now()
  const command = { refundId, event, key: eventKey, by: 'test', at, nextActionAt: at }
  await r
    .inTx((tx) => applyRefundEvent(r.deps, tx, command))
    .catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error
    })
}

async function newsOf(orderId: string): Promise<string[]> {
  const rows = await r.t.deps.db
    .selectFrom('message')
    .select('subject')
    .where('link', '=', `/orders/${orderId}`)
    .execute()
  return rows.map(({ subject }) => subject)
}
