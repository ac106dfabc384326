import type { Db } from '#platform/db'
import type { Refund, RefundWithHistory, RefundsDeps } from './model.ts'
import { getRefundRow, listHistoryOf, listLinesOf, listRefundsOf } from './queries.ts'

type ReadDeps = Pick<RefundsDeps, 'db'>

/** The account's refund with its lines and its history. Refuses `refunds.not_found`, also when it is somebody else's. */
export async function getRefund(
  { db }: ReadDeps,
  what: { refundId: string; accountId: string },
): Promise<RefundWithHistory> {
  return await only(db, await getRefundRow(db, what))
}

/** Anybody's refund, for staff. */
export async function getRefundForStaff({ db }: ReadDeps, refundId: string): Promise<RefundWithHistory> {
  return await only(db, await getRefundRow(db, { refundId }))
}

/** The refunds of one of the account's orders, oldest first; none of somebody else's. */
export async function listRefunds(
  { db }: ReadDeps,
  what: { orderId: string; accountId: string },
): Promise<RefundWithHistory[]> {
  return await withHistory(db, await listRefundsOf(db, what))
}

/** Refunds with their lines and histories, in two queries. */
export async function withHistory(db: Db, refunds: readonly Refund[]): Promise<RefundWithHistory[]> {
  const lines = await listLinesOf(db, refunds)
  const histories = await listHistoryOf(
    db,
    refunds.map(({ id }) => id),
  )
  return refunds.map((refund) => ({
    ...refund,
    lines: lines.get(refund.id) ?? [],
    history: histories.get(refund.id) ?? [],
  }))
}

async function only(db: Db, refund: Refund): Promise<RefundWithHistory> {
  const [lines, histories] = [await listLinesOf(db, [refund]), await listHistoryOf(db, [refund.id])]
  return { ...refund, lines: lines.get(refund.id) ?? [], history: histories.get(refund.id) ?? [] }
}
