// What PostgreSQL itself refuses of refunds, whoever writes: a person at psql, or many at the same time.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { expect, it } from 'vitest'
import { Refusal } from '#platform/errors'
import { violates } from '#platform/db'
import type { CreateOrder } from '#orders'
import { useRefunds } from '#testing/refunds'
import { refundMachine } from './machine.ts'
import type { RefundState } from './machine.ts'

const r = useRefunds()
const key = () => crypto.randomUUID()

it('has the same table of steps in the database', async () => {
  const steps = Object.entries(refundMachine.states).flatMap(([from, edges]) =>
    Object.entries(edges).map(([event, to]) => `${from} ${event} ${to}`),
  )
  const { rows } = await sql<{ step: string }>`
    select concat_ws(' ', from_state, event, to_state) as step from refund_transition`.execute(r.t.deps.db)
  expect(rows.map(({ step }) => step).toSorted()).toEqual(steps.toSorted())
})

it('knows the machine’s states', async () => {
  const { rows } = await sql<{ def: string }>`
    select pg_get_constraintdef(oid) as def from pg_constraint where conname = 'refund_state_check'`.execute(
    r.t.deps.db,
  )
  const inDatabase = [...(rows[0]?.def ?? '').matchAll(/'([A-Z_]+)'/g)].map(([, state]) => state)
  expect(inDatabase.sort()).toEqual(Object.keys(refundMachine.states).sort())
})

const requested = async (order: CreateOrder, minor?: number) => {
  const amount = minor === undefined ? {} : { amount: { currency: 'USD', minor } }
  const lines = [{ line: 0, ...amount }]
  return (await r.callAs('reader').request({ key: key(), orderId: order.id, reason: 'DAMAGED', lines })).id
}

it.each(Object.keys(refundMachine.states) as RefundState[])(
  'refuses at psql an UPDATE of the state to %s',
  async (to) => {
    const order = await r.paid()
    const asked = await requested(order, 500)
    const under = await r.approved(order, 500)
    for (const id of [asked, under]) {
      const { state } = await r.read(id)
      if (state !== to)
        await refusedBy(
          'refund_moves_with_history',
          sql`update refund set state = ${to}, next_action_at = now() where id = ${id}`,
        )
    }
  },
)

it('refuses at psql a history that is not the machine’s, and a refund that becomes another', async () => {
  const order = await r.paid()
  const id = await requested(order, 500)
  const event = (from: string, name: string, to: string) =>
    sql`insert into refund_event (refund_id, seq, from_state, to_state, event, by, key, at)
        values (${id}, 2, ${from}, ${to}, ${name}, 'psql', 'typed', now())`
  await refusedBy('refund_event_is_a_transition', event('REQUESTED', 'refunded', 'REFUNDED'))
  await refusedBy('refund_history_is_a_path', event('APPROVED', 'begun', 'PROCESSING'))
  await refusedBy('refund_follows_history', event('REQUESTED', 'approved', 'APPROVED'))
  await refusedBy('refund_stays_the_same', sql`update refund set minor = 499 where id = ${id}`)
  await refusedBy(
    'refund_is_its_lines',
    sql`
    insert into refund_line (refund_id, line, order_id, minor) select ${id}, 1, order_id, 1 from order_line
    where order_id = ${(await r.paid({ lines: [1_000, 550] })).id} and line = 1`,
  )
  await expect(sql`update refund_line set minor = 1 where refund_id = ${id}`.execute(r.t.deps.db)).rejects.toThrow(
    'append-only',
  )
})

it('refuses at psql a refund to another payment, or one that skips its beginning', async () => {
  const [order, other] = [await r.paid(), await r.paid({ accountId: 'stranger' })]
  const insert = (changes: Partial<Record<'payment_id' | 'account_id' | 'state', string>>) => {
    const row = { payment_id: order.paymentId, account_id: 'reader', state: 'REQUESTED', ...changes }
    return sql`insert into refund (id, order_id, payment_id, account_id, seller_id, state, reason, currency, minor, requested_by, key, asked,
        created_at, updated_at) values (gen_random_uuid(), ${order.id}, ${row.payment_id}, ${row.account_id}, 'harbor', ${row.state},
        'DAMAGED', 'USD', 100, 'psql', gen_random_uuid()::text, '', now(), now())`
  }
  await refusedBy('refund_of_the_same_payment', insert({ payment_id: other.paymentId }))
  await refusedBy('refund_of_the_same_payment', insert({ account_id: 'stranger' }))
  await refusedBy('refund_begins_requested', insert({ state: 'APPROVED' }))
  await refusedBy('refund_is_its_lines', insert({}))
})

it('never claims more than was paid for the line, or captured for the order', async () => {
  const order = await r.paid({ lines: [1_000, 550] })
  await requested(order, 600)
  await refusedBy(
    'claimed_at_most_paid',
    sql`update order_line set claimed_minor = 1001 where order_id = ${order.id} and line = 0`,
  )
  await refusedBy(
    'claimed_at_most_captured',
    sql`update payment set refund_claimed_minor = 1551 where id = ${order.paymentId}`,
  )
  await refusedBy(
    'refunded_at_most_claimed',
    sql`update payment set refunded_minor = 601 where id = ${order.paymentId}`,
  )
  // Lines that say more than was captured: the payment refuses where the lines would not.
  await sql`update order_line set total_minor = 5000 where order_id = ${order.id}`.execute(r.t.deps.db)
  const tooMuch = r.callAs('reader').request({ key: key(), orderId: order.id, reason: 'DAMAGED' })
  await expect(tooMuch).rejects.toMatchObject({ cause: { code: 'refunds.nothing_left' } })
})

it('gives no more than there is to many who ask at the same time', async () => {
  for (let round = 0; round < 5; round++) {
    const order = await r.paid({ lines: [1_000] })
    const asked = await Promise.allSettled(Array.from({ length: 12 }, () => requested(order, 150)))
    const granted = asked.filter(({ status }) => status === 'fulfilled')
    expect(granted).toHaveLength(6) // 6 × 150 = 900; the seventh would be 1,050
    for (const each of asked)
      if (each.status === 'rejected') expect((each.reason as Error).cause).toBeInstanceOf(Refusal)
    const [line] = await r.t.deps.db
      .selectFrom('orderLine')
      .select('claimedMinor')
      .where('orderId', '=', order.id)
      .execute()
    expect(line?.claimedMinor).toBe(900n)
  }
})

it('gives no more than there is to many who write past the code at the same time', async () => {
  const order = await r.paid({ lines: [1_000] })
  const typed = () =>
    r.inTx(async (tx) => {
      const id = crypto.randomUUID()
      await sql`insert into refund (id, order_id, payment_id, account_id, seller_id, state, reason, currency, minor, requested_by, key, asked,
      created_at, updated_at) values (${id}, ${order.id}, ${order.paymentId}, 'reader', 'harbor', 'REQUESTED', 'DAMAGED', 'USD', 300, 'psql',
      ${id}, '', now(), now())`.execute(tx)
      await sql`insert into refund_line (refund_id, line, order_id, minor) values (${id}, 0, ${order.id}, 300)`.execute(
        tx,
      )
    })
  const done = await Promise.allSettled(Array.from({ length: 8 }, typed))
  expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  for (const each of done)
    if (each.status === 'rejected') expect(violates(each.reason, 'claimed_at_most_captured')).toBe(true)
})

async function refusedBy(constraint: string, statement: RawBuilder<unknown>): Promise<void> {
  const error = await r
    .inTx((tx) => statement.execute(tx))
    .then(
      () => null,
      (thrown: unknown) => thrown,
    )
  expect(violates(error, constraint), `${constraint}: ${String(error)}`).toBe(true)
}
