import { findOrder } from '#orders'
import { recordMessage } from '#notify'
import type { TellDeps } from '#notify'
import type { Tx } from '#platform/db'
import { derivedId } from '#platform/ids'
import { refundMachine } from './machine.ts'
import type { RefundState } from './machine.ts'
import { refuse } from './model.ts'
import type { ApplyRefundEvent, Refund } from './model.ts'
import { findEventByKey, lockRefund, recordEvent } from './queries.ts'
import { sayNews } from './say-news.ts'

/**
 * The one way a refund changes: locks it, asks the machine, writes the state, a row of history, when it is driven next and what its shopper
 * is told in the caller's transaction. Gives the state it led to; the same key again gives what was recorded then. Refuses
 * `refunds.not_found`, `refunds.illegal_event` and, for a key that did something else, `refunds.key_reused`; a refusal changes nothing.
 */
export async function applyRefundEvent(deps: TellDeps, tx: Tx, command: ApplyRefundEvent): Promise<RefundState> {
  const { refundId, event, key, by, reason, at, nextActionAt = null } = command
  const refund = await lockRefund(tx, refundId)
  const recorded = await findEventByKey(tx, refundId, key)
  if (recorded) {
    if (recorded.event !== event) throw refuse('key_reused', { refundId, event, recorded: recorded.event })
    return recorded.to
  }
  const from = refund.state
  const to = refundMachine.next(from, event)
  if (to === null) throw refuse('illegal_event', { refundId, state: from, event })
  await recordEvent(tx, refundId, { from, to, event, reason: reason ?? null, by, key, at, nextActionAt })
  await tell(deps, tx, refund, { to, reason, at })
  return to
}

/** Told in the same transaction, so that the news is true and comes once. */
async function tell(
  deps: TellDeps,
  tx: Tx,
  { id, orderId, accountId, total, awaitsReturn }: Refund,
  { to, reason, at }: { to: RefundState; reason: string | undefined; at: Date },
): Promise<void> {
  const order = await findOrder(tx, orderId)
  const news = order && sayNews(to, { title: order.line.title, total, awaitsReturn, reason })
  if (!news) return
  const key = `refund:${id}:${to}`
  const message = { id: derivedId(id, key), accountId, kind: 'PURCHASE' as const, key, at }
  await recordMessage(deps, tx, { ...message, ...news, link: `/orders/${orderId}` })
}
