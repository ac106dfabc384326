import type { Tx } from '#platform/db'
import { refuse } from './model.ts'
import type { CreateOrder } from './model.ts'
import { findOrder, insertOrder, recordEvent } from './queries.ts'
import { applyOrderEvent } from './apply-order-event.ts'

/**
 * Writes the order that a seller confirmed, in the caller's transaction, and moves it on to PAYMENT_PENDING. Creating the same
 * one again changes nothing; refuses `orders.exists` when its id stands for another order.
 */
export async function createOrder(tx: Tx, order: CreateOrder): Promise<void> {
  const { id, at } = order
  if (!(await insertOrder(tx, order))) return await requireSame(tx, order)
  await recordEvent(tx, id, {
    from: null,
    to: 'CREATED',
    event: 'created',
    key: 'created',
    reason: null,
    by: 'buying',
    at,
    followAt: null,
  })
  await applyOrderEvent(tx, { orderId: id, event: 'checkedOut', key: 'checkedOut', by: 'buying', at })
}

async function requireSame(tx: Tx, order: CreateOrder): Promise<void> {
  const existing = await findOrder(tx, order.id)
  const isSame =
    existing?.sellerReference === order.sellerReference &&
    existing.sellerOrderId === order.sellerOrderId &&
    existing.seller.id === order.seller.id &&
    existing.accountId === order.accountId &&
    existing.total.currency === order.total.currency &&
    existing.total.minor === order.total.minor
  if (!isSame) throw refuse('exists', { orderId: order.id })
}
