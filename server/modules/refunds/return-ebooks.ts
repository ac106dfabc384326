// Ebooks that are given back. Nothing comes back in a parcel: the book leaves its reader's library when it is decided that its money goes back.
import { lockPurchases, withdrawPurchase } from '#ebooks'
import { listLines } from '#orders'
import type { Order } from '#orders'
import { ebookSeller } from '#sellers'
import type { Tx } from '#platform/db'
import { isAtMost } from '#platform/money'
import { sumApproved } from './approved-queries.ts'
import { refuse } from './model.ts'
import type { RefundLine, RefundReason, RefundsDeps } from './model.ts'

/** True for an order of ebooks. */
export function isDigital({ seller }: Pick<Order, 'seller'>): boolean {
  return seller.id === ebookSeller.id
}

/**
 * True when this is decided by its rule and nobody needs to be asked: a reader who has not opened what they bought may give it back, whole. Locks the
 * purchases, so that none is opened meanwhile. Refuses `refunds.ebook_opened` and `refunds.ebook_whole`, naming the line; every other reason, and
 * what staff ask for, is for staff to decide.
 */
export async function isGivenBack(
  tx: Tx,
  order: Order,
  { reason, lines, by }: { reason: RefundReason; lines: readonly RefundLine[]; by: string },
): Promise<boolean> {
  if (!isDigital(order) || reason !== 'CHANGED_MIND' || !by.startsWith('account:')) return false
  const opened = new Set((await lockPurchases(tx, order.id)).flatMap(({ line, isOpened }) => (isOpened ? [line] : [])))
  const bought = await listLines(tx, order)
  for (const [index, { line, amount }] of lines.entries()) {
    if (opened.has(line))
      throw refuse('ebook_opened', { line }, { [`lines.${index}.line`]: 'is an ebook that was opened' })
    const paid = bought.find((each) => each.line === line)
    if (!paid || !isAtMost(paid.total, amount))
      throw refuse('ebook_whole', { line }, { [`lines.${index}.amount`]: 'must be all that was paid' })
  }
  return true
}

/** Takes out of its reader's library every ebook of the order of which nothing is left that was not given back; one with a part of its price stays. */
export async function withdrawGivenBack(
  deps: Pick<RefundsDeps, 'jobs' | 'drm'>,
  tx: Tx,
  order: Order,
  { by, at }: { by: string; at: Date },
): Promise<void> {
  if (!isDigital(order)) return
  const back = await sumApproved(tx, order.id)
  for (const { line, total } of await listLines(tx, order)) {
    if ((back.get(line) ?? 0n) < total.minor) continue
    const reason = 'Its money is on its way back to you.'
    await withdrawPurchase(deps, tx, { orderId: order.id, line, by, reason, at })
  }
}
