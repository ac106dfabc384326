import { inTransaction } from '#platform/db'
import { applyOrderEvent } from './apply-order-event.ts'
import { willNotCome } from './jobs.ts'
import { refuse } from './model.ts'
import type { OrdersDeps } from './model.ts'
import { getOrderOf } from './queries.ts'

/**
 * Cancels the account's order that is paid and that nobody has started to pack; the money goes back by itself. Repeating it with the same
 * key changes nothing. Refuses `orders.not_found`, `orders.being_paid` (whoever takes the money can still let it go) and
 * `orders.too_late`.
 */
export async function cancelOrder(
  { db, jobs, clock }: Pick<OrdersDeps, 'db' | 'jobs' | 'clock'>,
  command: { orderId: string; accountId: string; key: string; reason?: string | undefined },
): Promise<void> {
  const { orderId, accountId, reason = 'Cancelled by the shopper.' } = command
  const key = `cancel:${command.key}`
  const by = `account:${accountId}`
  await inTransaction(db, async (tx) => {
    const { state } = await getOrderOf(tx, { orderId, accountId })
    if (state === 'CREATED' || state === 'PAYMENT_PENDING') throw refuse('being_paid', { orderId, state })
    if (state !== 'PAID' && state !== 'CANCELLED') throw refuse('too_late', { orderId, state })
    await applyOrderEvent({ jobs }, tx, { orderId, event: 'cancelled', key, by, reason, at: clock.now() })
    await jobs.send(tx, willNotCome, { orderId, by, reason })
  })
}
