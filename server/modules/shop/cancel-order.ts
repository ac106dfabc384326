import type { SellerOrder } from '#sellers'
import { returnRest } from '#stock'
import { inTransaction } from '#platform/db'
import { toSellerOrder } from './model.ts'
import type { ShopDeps } from './model.ts'
import { cancelOrder as markCancelled, findOrder, insertOrder } from './queries.ts'

/** Cancels the order, whose copy is back on the shelf then; or the reference, under which no order can come any more. Again changes nothing. */
export async function cancelOrder(deps: ShopDeps, reference: string): Promise<SellerOrder> {
  return await inTransaction(deps.db, async (tx) => {
    const at = deps.clock.now()
    await insertOrder(tx, { reference, copy: null, cancelledAt: at }, at)
    const isNews = await markCancelled(tx, reference, at)
    const order = await findOrder(tx, reference)
    if (!order) throw new Error(`the shop has order ${reference} and has not`)
    if (isNews && order.copy) {
      const { isbn13, condition } = order.copy
      const lines = [{ isbn13, condition, quantity: 1 }]
      const back = { reservationId: reference, lines, key: `cancelled:${reference}`, by: 'shop', at }
      await returnRest(deps, tx, { ...back, note: 'not paid' })
    }
    return toSellerOrder(order)
  })
}
