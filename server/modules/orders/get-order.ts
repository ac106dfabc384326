import { orderMachine } from './machine.ts'
import type { OrderWithHistory, OrdersDeps } from './model.ts'
import { findRevision, getOrderOf, listHistory, listLines } from './queries.ts'

const lookMs = 1_000 // orders move in hours; a reader who waits for one sees it within a second

/** The account's order with its history. Refuses `orders.not_found`, also when it is somebody else's. */
export async function getOrder(
  { db }: Pick<OrdersDeps, 'db'>,
  what: { orderId: string; accountId: string },
): Promise<OrderWithHistory> {
  const order = await getOrderOf(db, what)
  return { ...order, lines: await listLines(db, order), history: await listHistory(db, order.id) }
}

/**
 * Yields the account's order now and at every step, with its revision, until it has ended. Any process may move it, so this watches the
 * rows (decision 0010). Refuses `orders.not_found`.
 */
export async function* watchOrder(
  deps: Pick<OrdersDeps, 'db' | 'clock'>,
  what: { orderId: string; accountId: string },
  signal: AbortSignal | undefined,
): AsyncGenerator<[revision: string, order: OrderWithHistory]> {
  let seen: number | null = null
  while (!signal?.aborted) {
    const revision = await findRevision(deps.db, what)
    if (revision !== seen || revision === null) {
      const order = await getOrder(deps, what)
      seen = order.history.length
      yield [String(seen), order]
      if (orderMachine.isTerminal(order.state)) return
    }
    await deps.clock.sleep(lookMs, signal).catch(() => {})
  }
}
