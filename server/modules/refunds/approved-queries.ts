// SQL of what is decided to go back — owns refund, refundLine, with queries.ts.
import type { Db } from '#platform/db'
import type { RefundState } from './machine.ts'

const own = (db: Db) => db.$pickTables<'refund' | 'refundLine'>()

/** From here on the money goes back, however many tries that takes. */
const approved: readonly RefundState[] = ['APPROVED', 'PROCESSING', 'FAILED', 'REFUNDED']

/** How much of each line of the order goes back or has, by all of its refunds that were approved; other lines are left out. */
export async function sumApproved(db: Db, orderId: string): Promise<ReadonlyMap<number, bigint>> {
  const rows = await own(db)
    .selectFrom('refundLine')
    .innerJoin('refund', 'refund.id', 'refundLine.refundId')
    .select(['line', 'refundLine.minor'])
    .where('refund.orderId', '=', orderId)
    .where('state', 'in', approved)
    .execute()
  const sums = new Map<number, bigint>()
  for (const { line, minor } of rows) sums.set(line, (sums.get(line) ?? 0n) + minor)
  return sums
}
