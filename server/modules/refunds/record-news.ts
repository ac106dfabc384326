import { recordMessage } from '#notify'
import type { TellDeps } from '#notify'
import { findOrder } from '#orders'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import type { RefundState } from './machine.ts'
import type { Refund } from './model.ts'
import { sayNews } from './say-news.ts'

/** Tells the shopper that the refund came to `to`, if that is news, in the transaction in which it does: true, and told once. */
export async function recordNews(
  deps: TellDeps,
  tx: Tx,
  refund: Pick<Refund, 'id' | 'orderId' | 'accountId' | 'total' | 'awaitsReturn'>,
  { to, reason, at }: { to: RefundState; reason: string | undefined; at: Date },
): Promise<void> {
  const { id, orderId, accountId, total, awaitsReturn } = refund
  const order = await findOrder(tx, orderId)
  const news = order && sayNews(to, { title: order.line.title, total, awaitsReturn, reason })
  if (!news) return
  const key = `refund:${id}:${to}`
  const message = { id: derivedId(id, key), accountId, kind: 'PURCHASE' as const, key, at }
  await recordMessage(deps, tx, { ...message, ...news, link: `/orders/${orderId}` })
}
