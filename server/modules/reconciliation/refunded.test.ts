// Reconciliation of orders whose money went back, in part: through Quire, and behind its back.
import { expect, it } from 'vitest'
import { systemIds } from '#platform/ids'
import { money } from '#platform/money'
import { usePurchases } from '#testing/purchases'
import { advanceRefund } from '../refunds/advance-refund.ts'
import { approveRefund } from '../refunds/approve-refund.ts'
import { requestRefundFor } from '../refunds/request-refund.ts'
import { listCases, reconcileBooks } from './index.ts'

const { t, buy } = usePurchases()
const signal = AbortSignal.timeout(600_000)

it('takes what went back into account, and finds what somebody gave back by hand', async () => {
  const { result } = await buy({ max: 2_000n })
  const orderId = result?.orderId ?? ''
  const ask = { key: systemIds.next(), orderId, reason: 'GOODWILL' as const }
  const refundId = await requestRefundFor(t.deps, { ...ask, lines: [{ line: 0, amount: money(300n, 'USD') }] }, 'clerk')
  await approveRefund(t.deps, { refundId, key: systemIds.next(), by: 'staff:clerk', awaitsReturn: false })
  await advanceRefund(t.deps, refundId, signal)
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

/** Compares the books as they would be compared in two hours, when all is at rest. */
function compare() {
  const { clock } = t.deps
  const now = () => new Date(clock.now().getTime() + 2 * 3_600_000)
  return reconcileBooks({ ...t.deps, clock: { ...clock, now } }, signal)
}
