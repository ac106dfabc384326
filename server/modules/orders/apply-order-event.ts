import type { TellDeps } from '#notify'
import type { Tx } from '#platform/db'
import { decideFollow } from './decide-follow.ts'
import { orderMachine } from './machine.ts'
import type { OrderState } from './machine.ts'
import { refuse } from './model.ts'
import type { ApplyOrderEvent, OrderCommand, OrderEntry } from './model.ts'
import { listEventsByKey, lockOrder, recordEvents } from './queries.ts'
import { recordNews } from './record-news.ts'

/**
 * Locks the order, asks the machine, writes the state, a row of history and what its shopper is told in the caller's transaction.
 * Gives the state it led to; the same key again gives what was recorded then. Refuses `orders.not_found`,
 * `orders.illegal_event` and, for a key that did something else, `orders.key_reused`; a refusal changes nothing.
 */
export async function applyOrderEvent(
  deps: TellDeps,
  tx: Tx,
  { orderId, ...command }: ApplyOrderEvent,
): Promise<OrderState> {
  return await applyOrderEvents(deps, tx, orderId, [command])
}

/** The one way an order changes: one event after the other as `applyOrderEvent` has it, and all of them or none. */
export async function applyOrderEvents(
  deps: TellDeps,
  tx: Tx,
  orderId: string,
  commands: readonly OrderCommand[],
): Promise<OrderState> {
  const keys = commands.map(({ key }) => key)
  const [found, recorded] = await Promise.all([lockOrder(tx, orderId), listEventsByKey(tx, orderId, keys)])
  let { state } = found
  let told = state
  const entries: OrderEntry[] = []
  for (const { event, key, by, reason = null, at } of commands) {
    const earlier = recorded.find((each) => each.key === key)
    if (earlier && earlier.event !== event) throw refuse('key_reused', { orderId, event, recorded: earlier.event })
    if (!earlier) {
      const to = orderMachine.next(state, event)
      if (to === null) throw refuse('illegal_event', { orderId, state, event })
      entries.push({ from: state, to, event, reason, by, key, at })
      state = to
    }
    told = earlier?.to ?? state
  }
  const last = entries.at(-1)
  if (!last) return told
  await recordEvents(tx, orderId, entries, decideFollow({ state, since: last.at, at: last.at }))
  await recordNews(deps, tx, orderId, { entries, isOwn: found.isOwn, isDigital: found.isDigital })
  return told
}
