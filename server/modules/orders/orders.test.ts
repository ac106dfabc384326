// Orders on a real PostgreSQL, through the verbs that buying calls and the router that the web calls.
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { violates } from '#platform/db'
import type { Db } from '#platform/db'
import { Refusal } from '#platform/errors'
import { systemIds } from '#platform/ids'
import { at, usd, useOrders } from '#testing/orders'
import { createOrder, getOrder } from './index.ts'
import type { CreateOrder, OrderEvent } from './index.ts'
import { orderMachine } from './machine.ts'

const { t, inTx, callAs, confirmed, created, apply } = useOrders()
let db: Db
beforeAll(() => {
  db = t.deps.db
})

it('becomes an order that waits for its payment, and shows it', async () => {
  const order = await created()
  await apply(order.id, 'paid', 'k1')
  expect(await callAs('reader').get({ orderId: order.id })).toEqual({
    id: order.id,
    state: 'PAID',
    purchaseId: order.purchaseId,
    sellerOrderId: order.sellerOrderId,
    title: 'Pride and Prejudice',
    isbn13: '9780141439518',
    condition: 'GOOD',
    sellerId: order.seller.id,
    sellerName: 'Harbor Marketplace',
    isDigital: false,
    total: { currency: 'USD', minor: 1_550 },
    item: { currency: 'USD', minor: 1_200 },
    shipping: { currency: 'USD', minor: 350 },
    tax: { currency: 'USD', minor: 0 },
    shipTo: order.shipTo,
    placedAt: at.toISOString(),
    cancellable: true,
    lines: [
      {
        line: 0,
        isbn13: '9780141439518',
        title: 'Pride and Prejudice',
        condition: 'GOOD',
        quantity: 1,
        total: { currency: 'USD', minor: 1_550 },
        item: { currency: 'USD', minor: 1_200 },
        shipping: { currency: 'USD', minor: 350 },
        tax: { currency: 'USD', minor: 0 },
        refundable: { currency: 'USD', minor: 1_550 },
      },
    ],
    history: [
      { from: null, to: 'CREATED', event: 'created', by: 'buying', at: at.toISOString() },
      { from: 'CREATED', to: 'PAYMENT_PENDING', event: 'checkedOut', by: 'buying', at: at.toISOString() },
      { from: 'PAYMENT_PENDING', to: 'PAID', event: 'paid', by: 'buying', at: at.toISOString() },
    ],
  })
})

it('does not say the parts of a price that the seller did not', async () => {
  const line = { isbn13: '9780141439518', title: 'Emma', condition: 'NEW', quantity: 1, total: usd(1_550) } as const
  const { id } = await created({ lines: [line] })
  const view = await callAs('reader').get({ orderId: id })
  expect(Object.keys(view)).not.toEqual(expect.arrayContaining(['item']))
  expect(view).not.toHaveProperty('shipping')
  expect(view).not.toHaveProperty('tax')
})

it('is created once, and refuses another under its id', async () => {
  const order = await created()
  await inTx((tx) => createOrder(t.deps, tx, order))
  expect((await getOrder({ db }, { orderId: order.id, accountId: 'reader' })).history).toHaveLength(2)
  const dearer = { ...order, total: usd(1_551) }
  await expect(inTx((tx) => createOrder(t.deps, tx, dearer))).rejects.toMatchObject({ code: 'orders.exists' })
})

it.each([
  ['order_purchase_id_key', (order: CreateOrder) => ({ purchaseId: order.purchaseId })],
  ['one_order_per_seller_order', (order: CreateOrder) => ({ sellerOrderId: order.sellerOrderId })],
  ['order_seller_reference_key', (order: CreateOrder) => ({ sellerReference: order.sellerReference })],
])('refuses a second order (%s)', async (constraint, same) => {
  const first = await created()
  const second = { ...(await confirmed()), ...same(first) }
  const error = await inTx((tx) => createOrder(t.deps, tx, second)).catch((thrown: unknown) => thrown)
  expect(violates(error, constraint)).toBe(true)
})

it('refuses what the table does not have, and changes nothing', async () => {
  const { id } = await created()
  await expect(apply(id, 'shipped', 'k')).rejects.toMatchObject({
    code: 'orders.illegal_event',
    facts: { state: 'PAYMENT_PENDING', event: 'shipped' },
  })
  const order = await getOrder({ db }, { orderId: id, accountId: 'reader' })
  expect(order).toMatchObject({ state: 'PAYMENT_PENDING' })
  expect(order.history).toHaveLength(2)
  await expect(apply(systemIds.next(), 'paid', 'k')).rejects.toMatchObject({ code: 'orders.not_found' })
})

it('applies an event once, however often and at the same time', async () => {
  const orders = await Promise.all(Array.from({ length: 8 }, () => created())) // and every connection is open now
  for (const { id } of orders) {
    const all = await Promise.all(Array.from({ length: 8 }, () => apply(id, 'paid', 'same')))
    expect(all).toEqual(Array.from({ length: 8 }, () => 'PAID'))
    await apply(id, 'accepted', 'other')
    expect(await apply(id, 'paid', 'same'), 'what was recorded then').toBe('PAID')
    await expect(apply(id, 'shipped', 'same')).rejects.toMatchObject({ code: 'orders.key_reused' })
    expect((await getOrder({ db }, { orderId: id, accountId: 'reader' })).history).toHaveLength(4)
  }
})

it('never forgets what happened', async () => {
  const { id } = await created()
  const erase = db.deleteFrom('orderEvent').where('orderId', '=', id).execute()
  await expect(erase).rejects.toThrow('append-only')
  const rewrite = db.updateTable('orderEvent').set({ by: 'nobody' }).where('orderId', '=', id).execute()
  await expect(rewrite).rejects.toThrow('append-only')
})

it('whatever is asked of it, its history is a path of the table that ends in its state', async () => {
  const events = fc.constantFrom<OrderEvent>('checkedOut', 'paid', 'accepted', 'shipped', 'delivered', 'cancelled')
  const likely: OrderEvent[] = ['paid', 'accepted', 'shipped', 'delivered']
  const asked = fc.record({ head: fc.nat(4), tail: fc.array(events, { maxLength: 5 }) })
  const property = fc.asyncProperty(asked, async ({ head, tail }) => {
    const { id } = await created()
    for (const [n, event] of [...likely.slice(0, head), ...tail].entries()) {
      await apply(id, event, `k${n}`).catch((error: unknown) => {
        if (!(error instanceof Refusal)) throw error
      })
    }
    const { state, history } = await getOrder({ db }, { orderId: id, accountId: 'reader' })
    expect(history[0]).toMatchObject({ from: null, to: 'CREATED' })
    for (const [n, { from, to, event }] of history.entries()) {
      if (from === null) continue
      expect(from).toBe(history[n - 1]?.to)
      expect(orderMachine.next(from, event as OrderEvent)).toBe(to)
    }
    expect(history.at(-1)?.to).toBe(state)
  })
  await fc.assert(property, { numRuns: 40 })
}, 30_000)

it('shows an order to its owner only', async () => {
  const { id: orderId } = await created()
  const notFound = { code: 'NOT_FOUND', cause: { code: 'orders.not_found' } }
  await expect(callAs('stranger').get({ orderId })).rejects.toMatchObject(notFound)
  await expect(callAs('reader').get({ orderId: systemIds.next() })).rejects.toMatchObject(notFound)
  await expect(callAs(null).get({ orderId })).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  await expect(callAs(null).list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  expect((await callAs('stranger').list()).orders).toEqual([])
})

it('pages through all orders, newest first, whatever is placed meanwhile', async () => {
  const accountId = 'collector'
  const minutes = [0, 1, 1, 1, 2, 3, 3] // several at the same moment
  const ids: string[] = []
  for (const minute of minutes)
    ids.push((await created({ accountId, at: new Date(at.getTime() + minute * 60_000) })).id)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await callAs(accountId).list({ limit: 2, ...(cursor ? { cursor } : {}) })
    expect(page.orders.length).toBeGreaterThan(0)
    seen.push(...page.orders.map(({ id }) => id))
    cursor = page.nextCursor
    if (seen.length === 2) await created({ accountId, at: new Date(at.getTime() + 600_000) })
  } while (cursor)
  expect(seen).toHaveLength(minutes.length)
  expect(new Set(seen)).toEqual(new Set(ids))
  const { orders } = await callAs(accountId).list()
  const times = orders.map(({ placedAt }) => placedAt)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(orders).toHaveLength(minutes.length + 1)
})

it.each(['', 'nonsense', Buffer.from('["x",1]').toString('base64url')])('refuses the cursor %j', async (cursor) => {
  await expect(callAs('reader').list({ cursor })).rejects.toMatchObject({ cause: { code: 'orders.cursor_invalid' } })
})
