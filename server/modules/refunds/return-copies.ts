import { findOrder, listLines } from '#orders'
import { inTransaction } from '#platform/db'
import type { RefundsDeps } from './model.ts'
import { getRefundRow, listLinesOf } from './queries.ts'

/** Puts the copies that came back for a refund where such copies belong. Once for each refund, however often the job runs. */
export async function returnCopies(
  { db, clock, returnCopies: put }: RefundsDeps,
  { refundId, by }: { refundId: string; by: string },
): Promise<void> {
  if (!put) return // all copies are sellers' own
  await inTransaction(db, async (tx) => {
    const refund = await getRefundRow(tx, { refundId })
    const order = await findOrder(tx, refund.orderId)
    if (!order) throw new Error(`refund ${refundId} has no order`)
    const back = new Set((await listLinesOf(tx, [refund])).get(refundId)?.map(({ line }) => line))
    const lines = (await listLines(tx, order)).filter(({ line }) => back.has(line))
    await put(tx, {
      key: `refund:${refundId}`,
      orderId: order.id,
      sellerId: order.seller.id,
      lines: lines.map(({ line, isbn13, condition, quantity }) => ({ line, isbn13, condition, quantity })),
      by,
      at: clock.now(),
    })
  })
}
