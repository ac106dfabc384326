import type { TellDeps } from '#notify'
import type { Tx } from '#platform/db'
import { refundMachine } from './machine.ts'
import type { RefundState } from './machine.ts'
import { refuse } from './model.ts'
import type { ApplyRefundEvent } from './model.ts'
import { findEventByKey, lockRefund, recordEvent } from './queries.ts'
import { recordNews } from './record-news.ts'

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
  await recordNews(deps, tx, refund, { to, reason, at })
  return to
}
