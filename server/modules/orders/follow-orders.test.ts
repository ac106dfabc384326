// Orders as their sellers tell of them: the job that asks, over the real contract, a gateway that says what the test wants said.
import { sql } from 'kysely'
import { status } from '@grpc/grpc-js'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { connectSellers } from '#sellers'
import { fail, reply, useScriptedGateway } from '#testing/scripted-gateway'
import { useOrders } from '#testing/orders'
import { decideFollow } from './decide-follow.ts'
import { followOne, sweepFollows } from './follow-orders.ts'
import { getOrder } from './index.ts'
import type { OrdersDeps } from './index.ts'

const { t, created, apply } = useOrders()
const gateway = useScriptedGateway()
const signal = new AbortController().signal
let deps: OrdersDeps
let now: Date

beforeAll(() => {
  const sellers = connectSellers(gateway.address, t.deps)
  deps = { ...t.deps, sellers, clock: { ...t.deps.clock, now: () => now } }
  return () => sellers.close()
})
beforeEach(() => {
  now = t.deps.clock.now()
})

async function processing(): Promise<string> {
  const { id } = await created()
  for (const event of ['paid', 'accepted'] as const) await apply(id, event, event)
  return id
}

const read = async (orderId: string) => {
  const { state, history } = await getOrder(t.deps, { orderId, accountId: 'reader' })
  const { followAt } = await t.deps.db
    .selectFrom('order')
    .select('followAt')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  return { state, events: history.slice(4).map(({ event, by }) => `${event} ${by}`), followAt }
}
const told = (state: string) =>
  reply({
    order: {
      state,
      sellerOrderId: '1',
      requestId: 'r',
      sellerId: 'harbor',
      isbn13: '9780141439518',
      total: { currencyCode: 'USD', units: '15', nanos: 500_000_000 },
    },
  })

it.each([
  ['ORDER_STATE_ACCEPTED', { state: 'PROCESSING', events: [] }],
  ['ORDER_STATE_UNSPECIFIED', { state: 'PROCESSING', events: [] }],
  ['ORDER_STATE_SHIPPED', { state: 'SHIPPED', events: ['shipped seller:harbor'] }],
  ['ORDER_STATE_DELIVERED', { state: 'DELIVERED', events: ['shipped seller:harbor', 'delivered seller:harbor'] }],
])('takes %s from the seller, once', async (state, expected) => {
  gateway.unary = told(state)
  const id = await processing()
  for (const _ of ['asked', 'asked again']) await followOne(deps, id, signal)
  const found = await read(id)
  expect(found).toMatchObject(expected)
  expect(found.followAt === null, 'is not asked about any more').toBe(expected.state === 'DELIVERED')
})

it.each([
  ['does not answer', fail(status.UNAVAILABLE)],
  ['knows of no such order', fail(status.NOT_FOUND, { reason: 'ORDER_NOT_FOUND' })],
])('changes nothing but the time when the seller %s', async (_, answer) => {
  gateway.unary = answer
  const id = await processing()
  await followOne(deps, id, signal)
  const { state, events, followAt } = await read(id)
  expect([state, events]).toEqual(['PROCESSING', []])
  expect(followAt?.getTime()).toBeGreaterThan(now.getTime())
})

it('leaves a cancelled order where it is, and has the money sent back', async () => {
  gateway.unary = told('ORDER_STATE_CANCELLED')
  const id = await processing()
  await followOne(deps, id, signal)
  expect(await read(id)).toMatchObject({ state: 'PROCESSING', events: [], followAt: null })
  const { rows } =
    await sql`select data from pgboss.job where name = 'orders.willNotCome' and data ->> 'orderId' = ${id}`.execute(
      t.deps.db,
    )
  expect(rows).toEqual([{ data: { orderId: id, by: 'seller:harbor', reason: 'Harbor Marketplace has cancelled it.' } }])
})

it('sends a look-up for each order that is due, and no second one before it had its time', async () => {
  const id = await processing()
  const waiting = async () =>
    (
      await sql`select 1 from pgboss.job where name = 'orders.followOrder' and data ->> 'orderId' = ${id}`.execute(
        t.deps.db,
      )
    ).rows.length
  await t.deps.db
    .updateTable('order')
    .set({ followAt: new Date(now.getTime() + 1_000) })
    .where('id', '=', id)
    .execute()
  await sweepFollows(deps)
  expect(await waiting()).toBe(0)
  now = new Date(now.getTime() + 1_000)
  for (const _ of ['sent', 'not again']) await sweepFollows(deps)
  expect(await waiting()).toBe(1)
  expect((await read(id)).followAt?.getTime()).toBe(now.getTime() + 15 * 60_000)
})

it('asks often at first, then seldom, then not any more', () => {
  const hours = (state: 'PAID' | 'PROCESSING' | 'SHIPPED' | 'DELIVERED', ageHours: number) => {
    const at = new Date(now.getTime() + ageHours * 3_600_000)
    const next = decideFollow({ state, since: now, at })
    return next && (next.getTime() - at.getTime()) / 3_600_000
  }
  expect([0, 23.9, 24, 1_439, 1_440].map((age) => hours('PROCESSING', age))).toEqual([1, 1, 6, 6, null])
  expect([0, 1_439, 1_440].map((age) => hours('SHIPPED', age))).toEqual([6, 6, null])
  expect([hours('PAID', 0), hours('DELIVERED', 0)]).toEqual([null, null])
})
