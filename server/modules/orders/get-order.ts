import type { OrderWithHistory, OrdersDeps } from './model.ts'
import { getOrderOf, listHistory } from './queries.ts'

/** The account's order with its history. Refuses `orders.not_found`, also when it is somebody else's. */
export async function getOrder(
  { db }: OrdersDeps,
  what: { orderId: string; accountId: string },
): Promise<OrderWithHistory> {
  const order = await getOrderOf(db, what)
  return { ...order, history: await listHistory(db, order.id) }
}
