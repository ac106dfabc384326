// Copies of our own that come back, on real parts: from the checkout that sold them to the shelf, the ledger and the shopper's mail.
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { beforeEach, expect, it } from 'vitest'
import { checkStock } from '#stock'
import { cancelOrder } from '#orders'
import { sumAccountsOf } from '#payments'
import { createCallerFactory } from '#platform/trpc'
import { dune, emma, shopper, useCheckouts } from '#testing/checkouts'
import { useJobs } from '#testing/run-jobs'
import { moveOrder } from '../orders/move-order.ts'
import { refundsRouter } from './router.ts'

const { t, put, placeAndDrive, shelf, view } = useCheckouts()
const { runWaiting, forget } = useJobs(t)
const key = () => randomUUID()
let orderId: string

/** Two copies of Dune and one of Emma, paid: $12.00 each delivered for nothing. */
beforeEach(async () => {
  await forget()
  await put(dune, 2)
  await put(emma, 1)
  orderId = (await view(await placeAndDrive())).orderId ?? ''
  expect(await shelf()).toEqual({ [dune]: '1/0', [emma]: '2/0' })
})

const callAs = (id: string, role: 'reader' | 'staff') =>
  createCallerFactory(refundsRouter(t.deps))({
    requestId: 'r',
    caller: { id, role },
    signal: new AbortController().signal,
    log: pino({ level: 'silent' }),
  })
const reader = () => callAs(shopper, 'reader')
const clerk = () => callAs('clerk', 'staff')

async function approved(lines: { line: number; amount?: { currency: string; minor: number } }[]): Promise<string> {
  const { id } = await reader().request({ key: key(), orderId, reason: 'CHANGED_MIND', lines })
  await clerk().approve({ refundId: id, key: key(), awaitsReturn: true })
  return id
}

/** The line of a book: lines are in the order in which they were put into the cart. */
async function lineOf(isbn13: string): Promise<number> {
  const lines = t.deps.db.selectFrom('orderLine').select('line').where('orderId', '=', orderId)
  return (await lines.where('isbn13', '=', isbn13).executeTakeFirstOrThrow()).line
}

async function soldBy(): Promise<number> {
  const { paymentId } = await t.deps.db
    .selectFrom('order')
    .select('paymentId')
    .where('id', '=', orderId)
    .executeTakeFirstOrThrow()
  const sums = await sumAccountsOf(t.deps.db, [paymentId])
  return Number(sums.find(({ account }) => account === 'sales:own')?.amount.minor ?? 0n)
}

it('puts the copies of an order that was cancelled before it was packed back, once, and gives all of the money back', async () => {
  const cancel = { orderId, accountId: shopper, key: key() }
  await cancelOrder(t.deps, cancel)
  await cancelOrder(t.deps, cancel)
  expect(await runWaiting('orders.willNotCome', 2)).toBe(2)
  expect(await shelf()).toEqual({ [dune]: '3/0', [emma]: '3/0' })
  expect(await checkStock(t.deps.db)).toEqual([])
  expect(await runWaiting('refunds.driveRefund')).toBe(1)
  const { refunds } = await reader().list({ orderId })
  expect(refunds).toMatchObject([{ state: 'REFUNDED', total: { minor: 3_600 } }])
  expect(await soldBy()).toBe(0)
})

it('puts back the copies that staff counted, and the money of the line, once', async () => {
  const refundId = await approved([{ line: await lineOf(dune) }])
  expect(await shelf(), 'until they are back').toEqual({ [dune]: '1/0', [emma]: '2/0' })
  const copies = [{ line: await lineOf(dune), quantity: 1 }]
  await clerk().markReturned({ refundId, copies })
  await clerk().markReturned({ refundId, copies })
  expect(await runWaiting('refunds.copiesReturned', 2)).toBe(1)
  expect(await shelf()).toEqual({ [dune]: '2/0', [emma]: '2/0' })
  expect(await runWaiting('refunds.driveRefund')).toBe(1)
  expect(await soldBy()).toBe(1_200)
  expect(await checkStock(t.deps.db)).toEqual([])
})

it('puts no copy back twice that two refunds are about, nor one that is back already when the order is cancelled', async () => {
  const line = await lineOf(dune)
  const half = { currency: 'USD', minor: 1_200 }
  for (const refundId of [await approved([{ line, amount: half }]), await approved([{ line, amount: half }])]) {
    await clerk().markReturned({ refundId })
    expect(await runWaiting('refunds.copiesReturned')).toBe(1)
    expect(await shelf()).toEqual({ [dune]: '3/0', [emma]: '2/0' })
  }
  await cancelOrder(t.deps, { orderId, accountId: shopper, key: key() })
  expect(await runWaiting('orders.willNotCome')).toBe(1)
  expect(await shelf()).toEqual({ [dune]: '3/0', [emma]: '3/0' })
})

it('refuses more copies than there were, and lines that are not the refund’s, by the name of the field', async () => {
  const refundId = await approved([{ line: await lineOf(dune) }])
  const marked = (line: number, quantity: number) => clerk().markReturned({ refundId, copies: [{ line, quantity }] })
  await expect(marked(await lineOf(dune), 3)).rejects.toMatchObject({
    cause: { code: 'refunds.too_many_copies', fields: { 'copies.0.quantity': 'is more than 2' } },
  })
  await expect(marked(await lineOf(emma), 1)).rejects.toMatchObject({ cause: { code: 'refunds.no_such_line' } })
  expect(await runWaiting('refunds.copiesReturned')).toBe(0)
})

it('writes to the shopper at each step, once, whatever is repeated', async () => {
  for (const event of ['accepted', 'shipped', 'delivered'] as const) {
    const step = { orderId, event, key: `step-${event}`, staffId: 'clerk' }
    const note = event === 'shipped' ? { note: 'The parcel’s number is 1Z999.' } : {}
    await moveOrder(t.deps, { ...step, ...note })
    await moveOrder(t.deps, { ...step, ...note })
  }
  const refundId = await approved([{ line: await lineOf(emma) }])
  await clerk().markReturned({ refundId })
  await runWaiting('refunds.driveRefund', 2)
  const messages = await t.deps.db
    .selectFrom('message')
    .select(['subject', 'body', 'mailState'])
    .where('link', '=', `/orders/${orderId}`)
    .orderBy('createdAt')
    .execute()
  const told = '“Book 1” and 2 more copies'
  expect(messages.map(({ subject }) => subject)).toEqual([
    `We have your order of ${told}`,
    `Your order of ${told} is paid`,
    `Your order of ${told} is being packed`,
    `${told} are on their way`,
    `${told} have arrived`,
    'You have asked for a refund for “Book 1”',
    'Your refund for “Book 1” is approved',
    '$12.00 for “Book 1” went back',
  ])
  expect(messages[3]?.body).toBe('Quire has handed it to the carrier. The parcel’s number is 1Z999.')
  expect(new Set(messages.map(({ mailState }) => mailState))).toEqual(new Set(['DUE']))
})
