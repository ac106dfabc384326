// A seller that cancels what was bought and paid: found by asking it, and paid back unasked. From the purchase to the provider's journal, with
// the jobs' own handlers.
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { shopper, usePurchases } from '#testing/purchases'
import { useJobs } from '#testing/run-jobs'
import { listRefunds } from './get-refund.ts'

const { t, buy } = usePurchases()
const { run, runWaiting } = useJobs(t)

it('gives back whole what a seller cancelled after it was paid', async () => {
  const { result } = await buy({ max: 2_000n })
  if (!result) throw new Error('it was not bought')
  const { db } = t.deps
  const { orderId, sellerId, total } = result
  const order = await db.selectFrom('order').selectAll().where('id', '=', orderId).executeTakeFirstOrThrow()
  expect(order).toMatchObject({ state: 'PROCESSING', followAt: expect.any(Date) })

  await t.damageOrder(sellerId, order.sellerReference, { state: 'CANCELLED' })
  await db.updateTable('order').set({ followAt: t.deps.clock.now() }).where('id', '=', orderId).execute()
  await run('orders.followDue', {}) // comes by the clock
  for (const name of ['orders.followOrder', 'orders.willNotCome', 'refunds.driveRefund'])
    expect(await runWaiting(name)).toBe(1)

  const [refund] = await listRefunds(t.deps, { orderId, accountId: shopper })
  expect(refund).toMatchObject({ state: 'REFUNDED', reason: 'ORDER_CANCELLED', requestedBy: `seller:${sellerId}` })
  expect(refund?.history.map(({ event, by }) => `${event} ${by}`)).toEqual([
    `requested seller:${sellerId}`,
    'approved refunds',
    'begun refunds',
    'refunded payments',
  ])
  const { events } = await t.payments()
  expect(events.filter(({ type }) => type === 'refund').map(({ amountMinor }) => amountMinor)).toEqual([total.minor])
  const { rows } =
    await sql`select 1 from "order" where id = ${orderId} and state = 'PROCESSING' and follow_at is null`.execute(db)
  expect(rows).toHaveLength(1)
  const told = await db.selectFrom('message').select('subject').where('link', '=', `/orders/${orderId}`).execute()
  expect(told.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('went back'))
})
