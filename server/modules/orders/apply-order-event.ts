import { recordMessage } from '#notify'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import { decideFollow } from './decide-follow.ts'
import { orderMachine } from './machine.ts'
import type { OrderState } from './machine.ts'
import { refuse } from './model.ts'
import type { ApplyOrderEvent } from './model.ts'
import { findEventByKey, findOrder, lockOrder, recordEvent } from './queries.ts'
import { isNews, sayNews } from './say-news.ts'

/**
 * The one way an order changes: locks it, asks the machine, writes the state, a row of history and what its shopper is told in the caller's
 * transaction. Gives the state it led to; the same key again gives what was recorded then. Refuses `orders.not_found`,
 * `orders.illegal_event` and, for a key that did something else, `orders.key_reused`; a refusal changes nothing.
 */
export async function applyOrderEvent(tx: Tx, command: ApplyOrderEvent): Promise<OrderState> {
  const { orderId, event, key, by, reason = null, at } = command
  const from = await lockOrder(tx, orderId)
  const recorded = await findEventByKey(tx, orderId, key)
  if (recorded) {
    if (recorded.event !== event) throw refuse('key_reused', { orderId, event, recorded: recorded.event })
    return recorded.to
  }
  const to = orderMachine.next(from, event)
  if (to === null) throw refuse('illegal_event', { orderId, state: from, event })
  const followAt = decideFollow({ state: to, since: at, at })
  await recordEvent(tx, orderId, { from, to, event, reason, by, key, at, followAt })
  if (isNews({ from, to })) await tell(tx, command, to)
  return to
}

/** Told in the same transaction, so that the news is true and comes once; the key is the order's and the state's. */
async function tell(tx: Tx, { orderId, reason, at }: ApplyOrderEvent, to: OrderState): Promise<void> {
  const order = await findOrder(tx, orderId)
  const news = order && sayNews(to, { title: order.line.title, sellerName: order.seller.name, reason })
  if (!news) return
  const { accountId } = order
  const key = `order:${orderId}:${to}`
  await recordMessage(tx, { id: derivedId(orderId, key), accountId, key, ...news, link: `/orders/${orderId}`, at })
}
