import type { Tx } from '#platform/db'
import { orderMachine } from './machine.ts'
import type { OrderState } from './machine.ts'
import { refuse } from './model.ts'
import type { ApplyOrderEvent } from './model.ts'
import { findEventByKey, lockOrder, recordEvent } from './queries.ts'

/**
 * The one way an order changes: locks it, asks the machine, writes the state and a row of history in the caller's transaction.
 * Gives the state it led to; the same key again gives what was recorded then. Refuses `orders.not_found`,
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
  await recordEvent(tx, orderId, { from, to, event, reason, by, key, at })
  return to
}
