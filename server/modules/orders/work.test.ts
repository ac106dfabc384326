// Orders as shoppers and staff move them: cancelled, packed, shipped, delivered, stuck, followed live.
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import type { Db } from '#platform/db'
import type { Log } from '#platform/log'
import { useOrders } from '#testing/orders'
import { applyOrderEvent, applyOrderEvents } from './index.ts'
import type { OrderEvent } from './index.ts'
import { watchOrder } from './get-order.ts'
import { noteStuck } from './list-work.ts'

const { t, inTx, callAs, created, apply } = useOrders()
let db: Db
beforeAll(() => {
  db = t.deps.db
})

it('cancels what is paid and not packed, once, and has the money sent back', async () => {
  const { id } = await created()
  const cancel = (key = 'k-12345678') => callAs('reader').cancel({ orderId: id, key, reason: 'Bought it elsewhere.' })
  await expect(cancel()).rejects.toMatchObject({ cause: { code: 'orders.being_paid' } })
  await apply(id, 'paid', 'paid')
  await expect(callAs('stranger').cancel({ orderId: id, key: 'k-12345678' })).rejects.toMatchObject({
    cause: { code: 'orders.not_found' },
  })
  const view = await cancel()
  expect(view).toMatchObject({ state: 'CANCELLED', cancellable: false, lines: [{ refundable: { minor: 0 } }] })
  expect(view.history.at(-1)).toMatchObject({
    event: 'cancelled',
    by: 'account:reader',
    reason: 'Bought it elsewhere.',
  })
  expect((await cancel()).history).toEqual(view.history)
  await expect(cancel('another-key')).rejects.toMatchObject({ cause: { code: 'orders.illegal_event' } })
  expect(await jobsNamed('orders.willNotCome', id)).not.toHaveLength(0)
  const messages = await db.selectFrom('message').select('subject').where('link', '=', `/orders/${id}`).execute()
  expect(messages).toEqual([{ subject: 'Your order of “Pride and Prejudice” is cancelled' }])
})

it('cannot be cancelled once it is packed', async () => {
  const { id } = await created()
  for (const event of ['paid', 'accepted'] as const) await apply(id, event, event)
  const late = callAs('reader').cancel({ orderId: id, key: 'k-12345678' })
  await expect(late).rejects.toMatchObject({ code: 'CONFLICT', cause: { code: 'orders.too_late' } })
  expect(await jobsNamed('orders.willNotCome', id)).toHaveLength(0)
})

it('is moved on by staff, who are named to staff only', async () => {
  const { id } = await created()
  await apply(id, 'paid', 'paid')
  const move = { orderId: id, key: 'k-12345678' }
  for (const verb of ['pack', 'ship', 'deliver'] as const)
    await expect(callAs('reader')[verb](move)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const staff = callAs('stranger', 'staff')
  expect(await staff.pack(move)).toEqual({ state: 'PROCESSING' })
  expect(await staff.pack(move), 'the same key').toEqual({ state: 'PROCESSING' })
  await expect(staff.deliver({ ...move, key: 'k-deliver-1' })).rejects.toMatchObject({
    cause: { code: 'orders.illegal_event' },
  })
  await staff.ship({ ...move, key: 'k-ship-1234', note: 'Parcel 00340434161094042557.' })
  await staff.deliver({ ...move, key: 'k-deliver-2' })
  const { history, state } = await callAs('reader').get({ orderId: id })
  expect(state).toBe('DELIVERED')
  expect(history.slice(3)).toMatchObject([
    { event: 'accepted', by: 'staff' },
    { event: 'shipped', by: 'staff', reason: 'Parcel 00340434161094042557.' },
    { event: 'delivered', by: 'staff' },
  ])
})

it('tells the shopper of each step of a run that is news, and asks the seller on from the last', async () => {
  const { id } = await created()
  const at = new Date('2026-11-22T12:00:00Z')
  const step = (event: OrderEvent) => ({ event, key: event, by: 'seller:harbor', at })
  const followAt = async () =>
    (await db.selectFrom('order').select('followAt').where('id', '=', id).executeTakeFirstOrThrow()).followAt
  await inTx((tx) => applyOrderEvents(t.deps, tx, id, [step('paid'), step('accepted')]))
  expect(await followAt()).toEqual(new Date('2026-11-22T13:00:00Z'))
  await inTx((tx) => applyOrderEvents(t.deps, tx, id, [step('shipped'), step('delivered')]))
  expect(await followAt()).toBeNull()
  const messages = db.selectFrom('message').select(['subject', 'kind']).where('link', '=', `/orders/${id}`)
  expect(await messages.orderBy('subject').execute()).toEqual([
    { subject: '“Pride and Prejudice” has arrived', kind: 'PURCHASE' },
    { subject: '“Pride and Prejudice” is on its way', kind: 'PURCHASE' },
  ])
})

it('shows staff what is to do, the longest waiting first, and what is stuck', async () => {
  const daysAgo = (days: number) => new Date(t.deps.clock.now().getTime() - days * 86_400_000)
  const placed: string[] = []
  for (const days of [9, 7, 1]) {
    const { id } = await created({ at: daysAgo(days) })
    for (const event of ['paid', 'accepted'] as const)
      await inTx((tx) =>
        applyOrderEvent(t.deps, tx, { orderId: id, event, key: event, by: 'buying', at: daysAgo(days) }),
      )
    placed.push(id)
  }
  const staff = callAs('stranger', 'staff')
  await expect(callAs('reader').work({ state: 'PROCESSING' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await staff.work({ state: 'PROCESSING', limit: 2, ...(cursor ? { cursor } : {}) })
    seen.push(...page.orders.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor)
  expect(seen.filter((id) => placed.includes(id))).toEqual(placed)
  expect(new Set(seen).size).toBe(seen.length)
  const stuck = (await staff.stuck()).orders.map(({ id }) => id)
  expect(placed.map((id) => stuck.includes(id))).toEqual([true, true, false])
  const lines: unknown[] = []
  const log = { error: (facts: unknown) => lines.push(facts) } as unknown as Log
  await noteStuck({ ...t.deps, log })
  expect(lines).toContainEqual(expect.objectContaining({ state: 'PROCESSING', orderId: placed[0] }))
})

it('follows live until it has ended', async () => {
  const { id } = await created()
  const revisions: [string, string][] = []
  for await (const [revision, { state }] of watchOrder(t.deps, { orderId: id, accountId: 'reader' }, undefined)) {
    revisions.push([revision, state])
    if (state === 'PAYMENT_PENDING') await apply(id, 'cancelled', 'now')
  }
  expect(revisions).toEqual([
    ['2', 'PAYMENT_PENDING'],
    ['3', 'CANCELLED'],
  ])
  const foreign = watchOrder(t.deps, { orderId: id, accountId: 'stranger' }, undefined)
  await expect(foreign.next()).rejects.toMatchObject({ code: 'orders.not_found' })
})

async function jobsNamed(name: string, orderId: string): Promise<unknown[]> {
  const { rows } =
    await sql`select data from pgboss.job where name = ${name} and data ->> 'orderId' = ${orderId}`.execute(db)
  return rows
}
