// Reconciliation of orders whose money went back, in part: through Quire, and behind its back.
import { beforeEach, expect, it } from 'vitest'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { isbn13, shopper, usePurchases } from '#testing/purchases'
import { advanceRefund } from '../refunds/advance-refund.ts'
import { approveRefund } from '../refunds/approve-refund.ts'
import { requestRefundFor } from '../refunds/request-refund.ts'
import { closeCase, listCases, reconcileBooks } from './index.ts'

const { t, buy } = usePurchases()
const signal = AbortSignal.timeout(600_000)

// The world outside is made anew for each test: what was bought in the old one is put where nobody compares it any more.
beforeEach(async () => {
  const createdAt = new Date('2026-01-01')
  for (const { id } of await listCases(t.deps.db, { isOpen: true, limit: 10 }))
    await closeCase(t.deps, { id, by: shopper, note: 'The test is over.' })
  await t.deps.db.updateTable('payment').set({ createdAt }).execute()
  await t.deps.db.updateTable('purchase').set({ createdAt }).execute()
})

it('takes what went back into account, and finds what somebody gave back by hand', async () => {
  const { result } = await buy({ max: 2_000n })
  const orderId = result?.orderId ?? ''
  await giveBack(orderId, 300n)
  expect(await compare()).toMatchObject({ opened: 0 })
  const { paymentId, processorRef } = await t.deps.db
    .selectFrom('order')
    .innerJoin('payment', 'payment.id', 'order.paymentId')
    .select(['paymentId', 'processorRef'])
    .where('order.id', '=', orderId)
    .executeTakeFirstOrThrow()
  const byHand = { paymentId, refundId: systemIds.next(), ref: processorRef ?? '', amountMinor: '100', currency: 'USD' }
  await t.deps.processor.createRefund(byHand, { key: systemIds.next(), signal })
  await compare()
  expect(await listCases(t.deps.db, { isOpen: true, limit: 10 })).toMatchObject([
    {
      kind: 'PAYMENT_AMOUNT',
      ours: { refunded: { currency: 'USD', minor: 300 } },
      theirs: { refunded: { currency: 'USD', minor: 400 } },
    },
  ])
})

it('owes a seller abroad less in its own currency, and nothing when all went back', async () => {
  await t.offer('northgate', isbn13, { price: '4.00', currency: 'GBP', quantity: 5 })
  const { result } = await buy({ max: 2_000n })
  expect(result).toMatchObject({ sellerId: 'northgate', total: { currency: 'USD' } })
  const orderId = result?.orderId ?? ''
  const owed = async () => {
    const postings = t.deps.db.selectFrom('posting').select(({ fn }) => ['currency', fn.sum('minor').as('minor')])
    const rows = await postings.where('account', '=', 'payable:seller:northgate').groupBy('currency').execute()
    return rows.map(({ currency, minor }) => `${currency} ${minor}`)
  }
  const [before] = await owed()
  await giveBack(orderId, 300n)
  expect(await owed()).not.toEqual([before])
  expect(await compare()).toMatchObject({ opened: 0 })
  await giveBack(orderId)
  expect(await owed()).toEqual(['GBP 0'])
  expect(await compare()).toMatchObject({ opened: 0 })
})

/** Gives cents of the order back, or all that is left. */
async function giveBack(orderId: string, minor?: bigint): Promise<void> {
  const lines = minor === undefined ? {} : { lines: [{ line: 0, amount: money(minor, 'USD') }] }
  const ask = { key: systemIds.next(), orderId, reason: 'GOODWILL' as const, ...lines }
  const refundId = await requestRefundFor(t.deps, ask, 'clerk')
  await approveRefund(t.deps, { refundId, key: systemIds.next(), by: 'staff:clerk', awaitsReturn: false })
  await advanceRefund(t.deps, refundId, signal)
}

/** Compares the books as they would be compared in two hours, when all is at rest. */
function compare() {
  const { clock } = t.deps
  const now = () => new Date(clock.now().getTime() + 2 * 3_600_000)
  return reconcileBooks({ ...t.deps, clock: { ...clock, now } }, signal)
}
