import type { TellDeps } from '#notify'
import { ebookSeller, isOurs } from '#sellers'
import type { Tx } from '#platform/db'
import { orderMachine } from './machine.ts'
import { refuse } from './model.ts'
import type { CreateOrder } from './model.ts'
import { findOrder, insertOrder } from './queries.ts'
import { recordNews } from './record-news.ts'

/**
 * Writes the order that a seller confirmed, or of copies of our own, in the caller's transaction, and moves it on to PAYMENT_PENDING. Creating the same
 * one again changes nothing; refuses `orders.exists` when its id stands for another order.
 */
export async function createOrder(deps: TellDeps, tx: Tx, order: CreateOrder): Promise<void> {
  const { at, id, seller } = order
  const by = order.purchaseId === null ? 'checkout' : 'buying'
  const begun = { key: 'created', event: 'created', from: null, to: orderMachine.initial }
  const checkedOut = {
    key: 'checkedOut',
    event: 'checkedOut',
    from: orderMachine.initial,
    to: 'PAYMENT_PENDING',
  } as const
  const history = [begun, checkedOut].map((entry) => ({ ...entry, reason: null, by, at }))
  if (!(await insertOrder(tx, order, history))) return await requireSame(tx, order)
  await recordNews(deps, tx, id, {
    entries: history,
    isOwn: isOurs(seller.id),
    isDigital: seller.id === ebookSeller.id,
    known: order,
  })
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
