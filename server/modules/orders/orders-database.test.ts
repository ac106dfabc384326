// The order machine in PostgreSQL itself: every step of the table and no other, whoever writes it.
import { sql } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { violates } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { useOrders } from '#testing/orders'
import { getOrder } from './index.ts'
import type { OrderEvent } from './index.ts'
import { orderMachine } from './machine.ts'
import type { OrderState } from './machine.ts'

const { t, inTx, created, apply } = useOrders()
let db: Db
beforeAll(() => {
  db = t.deps.db
})

it('knows the machine’s states in the database too', async () => {
  const { rows } = await sql<{ def: string }>`
    select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'order_state_check'`.execute(db)
  const inDatabase = [...(rows[0]?.def ?? '').matchAll(/'([A-Z_]+)'/g)].map(([, state]) => state)
  expect(inDatabase.sort()).toEqual(Object.keys(orderMachine.states).sort())
})

it('has the same table of steps in the database', async () => {
  const steps = Object.entries(orderMachine.states).flatMap(([from, edges]) =>
    Object.entries(edges).map(([event, to]) => `${from} ${event} ${to}`),
  )
  const { rows } = await sql<{ step: string }>`
    select concat_ws(' ', from_state, event, to_state) as step from order_transition`.execute(db)
  expect(rows.map(({ step }) => step).toSorted()).toEqual(steps.toSorted())
})

const events: OrderEvent[] = ['checkedOut', 'paid', 'accepted', 'shipped', 'delivered', 'cancelled']
/** A way to each state, from where a created order stands. */
const ways: Record<Exclude<OrderState, 'CREATED'>, OrderEvent[]> = {
  PAYMENT_PENDING: [],
  PAID: ['paid'],
  PROCESSING: ['paid', 'accepted'],
  SHIPPED: ['paid', 'accepted', 'shipped'],
  DELIVERED: ['paid', 'accepted', 'shipped', 'delivered'],
  CANCELLED: ['cancelled'],
}
const reachable = Object.keys(ways) as (keyof typeof ways)[]

it.each(reachable.flatMap((state) => events.map((event) => [state, event] as const)))(
  'applies %s × %s as the table says, and once again changes nothing',
  async (state, event) => {
    const { id } = await created()
    for (const step of ways[state]) await apply(id, step, `to:${step}`)
    const history = async () => (await getOrder({ db }, { orderId: id, accountId: 'reader' })).history
    const before = await history()
    const to = orderMachine.next(state, event)
    if (to === null) {
      await expect(apply(id, event, 'now')).rejects.toMatchObject({ code: 'orders.illegal_event' })
      expect(await history()).toEqual(before)
    } else {
      expect(await apply(id, event, 'now')).toBe(to)
      const after = await history()
      expect(after).toHaveLength(before.length + 1)
      expect(await apply(id, event, 'now'), 'replayed').toBe(to)
      expect(await history()).toEqual(after)
    }
  },
)

it.each(reachable.flatMap((from) => [...reachable, 'CREATED' as const].map((to) => [from, to] as const)))(
  'refuses an UPDATE typed into psql from %s to %s, whatever the table says',
  async (from, to) => {
    const { id } = await created()
    for (const step of ways[from]) await apply(id, step, `to:${step}`)
    const typed = sql`update "order" set state = ${to} where id = ${id}`.execute(db)
    if (from === to) return void (await typed) // changes nothing
    const error = await typed.catch((thrown: unknown) => thrown)
    expect(violates(error, 'order_moves_with_history')).toBe(true)
  },
)

it('refuses at psql a step that the table does not have, also with a row of history', async () => {
  const { id } = await created()
  const lie = (tx: Tx, from: string, event: string, to: string) =>
    sql`insert into order_event (order_id, seq, from_state, to_state, event, by, key, at)
        values (${id}, 3, ${from}, ${to}, ${event}, 'psql', 'typed', now())`.execute(tx)
  const move = (tx: Tx, to: string) => sql`update "order" set state = ${to} where id = ${id}`.execute(tx)
  const refusedBy = async (constraint: string, work: (tx: Tx) => Promise<unknown>) => {
    const error = await inTx(work).catch((thrown: unknown) => thrown)
    expect(violates(error, constraint), `${constraint}: ${String(error)}`).toBe(true)
  }
  await refusedBy('order_event_is_a_transition', async (tx) => {
    await lie(tx, 'PAYMENT_PENDING', 'delivered', 'DELIVERED')
    await move(tx, 'DELIVERED')
  })
  await refusedBy('order_event_is_a_transition', (tx) => lie(tx, 'PAYMENT_PENDING', 'paid', 'SHIPPED'))
  await refusedBy('history_is_a_path', (tx) => lie(tx, 'PAID', 'accepted', 'PROCESSING'))
  await refusedBy('order_follows_history', (tx) => lie(tx, 'PAYMENT_PENDING', 'paid', 'PAID'))
  await refusedBy('order_moves_with_history', async (tx) => {
    await lie(tx, 'PAYMENT_PENDING', 'paid', 'PAID')
    await move(tx, 'CANCELLED')
  })
  await refusedBy('history_begins_with_creation', (tx) =>
    sql`insert into order_event (order_id, seq, to_state, event, by, key, at)
        values (${id}, 3, 'CREATED', 'created', 'psql', 'typed', now())`.execute(tx),
  )
  const { state, history } = await getOrder({ db }, { orderId: id, accountId: 'reader' })
  expect([state, history.length]).toEqual(['PAYMENT_PENDING', 2])
  await inTx(async (tx) => {
    await lie(tx, 'PAYMENT_PENDING', 'paid', 'PAID')
    await move(tx, 'PAID')
  }) // a legal step with its history is as good from psql
})

it('takes a run of steps in one statement, and refuses one that skips', async () => {
  const { id } = await created()
  const run = (events: (readonly [from: string, event: string, to: string])[]) =>
    inTx(async (tx) => {
      const rows = events.map(
        ([from, event, to], i) => sql`(${id}, ${i + 3}, ${from}, ${to}, ${event}, 'psql', ${event}, now())`,
      )
      await sql`insert into order_event (order_id, seq, from_state, to_state, event, by, key, at)
        values ${sql.join(rows)}`.execute(tx)
      await sql`update "order" set state = ${events.at(-1)?.[2]} where id = ${id}`.execute(tx)
    })
  const paid = ['PAYMENT_PENDING', 'paid', 'PAID'] as const
  const shipped = ['PROCESSING', 'shipped', 'SHIPPED'] as const
  const error = await run([paid, shipped]).catch((thrown: unknown) => thrown)
  expect(violates(error, 'history_is_a_path')).toBe(true)
  await run([paid, ['PAID', 'accepted', 'PROCESSING'], shipped])
  expect(await getOrder({ db }, { orderId: id, accountId: 'reader' })).toMatchObject({ state: 'SHIPPED' })
})

it.each(['CREATED', 'PAID'])('refuses an order in %s without the history that leads there', async (state) => {
  const { id } = await created()
  const copy = sql`insert into "order" select (jsonb_populate_record(null::"order", to_jsonb(o) ||
    jsonb_build_object('id', gen_random_uuid(), 'purchase_id', gen_random_uuid(), 'seller_order_id', 'x',
    'seller_reference', gen_random_uuid(), 'state', ${state}::text))).* from "order" o where id = ${id}`
  const error = await copy.execute(db).catch((thrown: unknown) => thrown)
  expect(violates(error, 'order_follows_history')).toBe(true)
})
