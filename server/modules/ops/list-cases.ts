import { findLastRun, listCases } from '#reconciliation'
import type { CasesView, OpsDeps } from './model.ts'

const pageSize = 50

/** Differences between the books: the open ones oldest first, or the closed ones latest first; and the last comparison. */
export async function listCasePage(
  { db }: Pick<OpsDeps, 'db'>,
  { isOpen, skip }: { isOpen: boolean; skip: number },
): Promise<CasesView> {
  const [cases, run] = await Promise.all([listCases(db, { isOpen, skip, limit: pageSize + 1 }), findLastRun(db)])
  return {
    cases: cases.slice(0, pageSize),
    next: cases.length > pageSize ? skip + pageSize : null,
    lastRun: run && {
      startedAt: run.startedAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      payments: run.payments,
      orders: run.orders,
      unanswered: run.unanswered,
      opened: run.opened,
    },
  }
}
