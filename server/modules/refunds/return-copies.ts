import { findOrder, listLines } from '#orders'
import type { Order } from '#orders'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { ReturnedLine, RefundsDeps } from './model.ts'
import { getRefundRow, listLinesOf } from './queries.ts'

/**
 * Puts the copies that came back for a refund where such copies belong: those that staff counted, or all of its lines. Once for each refund, however
 * often the job runs.
 */
export async function returnCopies(
  { db, clock, returnCopies: put }: RefundsDeps,
  { refundId, by, copies }: { refundId: string; by: string; copies?: readonly ReturnedLine[] | undefined },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const refund = await getRefundRow(tx, { refundId })
    const order = await findOrder(tx, refund.orderId)
    if (!order) throw new Error(`refund ${refundId} has no order`)
    const back = new Set((await listLinesOf(tx, [refund])).get(refundId)?.map(({ line }) => line))
    const lines = (await listLines(tx, order)).flatMap(({ line, isbn13, condition, quantity: all }) => {
      const quantity = copies ? (copies.find((each) => each.line === line)?.quantity ?? 0) : all
      return back.has(line) && quantity > 0 ? [{ line, isbn13, condition, quantity }] : []
    })
    if (lines.length === 0) return
    const from = { orderId: order.id, sellerId: order.seller.id, sellerReference: order.sellerReference }
    await put(tx, { key: `refund:${refundId}`, ...from, lines, by, at: clock.now() })
  })
}

/** The same for an order that was cancelled before it was packed: all of its copies. */
export async function returnAll(
  { clock, returnCopies: put }: Pick<RefundsDeps, 'clock' | 'returnCopies'>,
  tx: Tx,
  order: Order,
  by: string,
): Promise<void> {
  const lines = (await listLines(tx, order)).map(({ line, isbn13, condition, quantity }) => {
    return { line, isbn13, condition, quantity }
  })
  const { id: orderId, seller, sellerReference } = order
  await put(tx, {
    key: `cancelled:${orderId}`,
    orderId,
    sellerId: seller.id,
    sellerReference,
    lines,
    by,
    at: clock.now(),
  })
}
