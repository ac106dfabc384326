// One comparison of our books with everybody else's: the payment provider's, each seller's, and the ledger. Reads, and never mends:
// what differs becomes a case, and a case whose difference is gone is closed.
import { finishRun, insertRun } from './queries.ts'
import type { ReconciliationDeps, Run, RunReport } from './model.ts'
import { recheckCases } from './recheck-cases.ts'
import { reconcileOrders } from './reconcile-orders.ts'
import { reconcilePayments } from './reconcile-payments.ts'

const windowMs = 8 * 86_400_000 // a hold lives for seven days, and one more for what happens at its end
// Buying leaves nothing in flight for longer than ten minutes without asking a person; what moved since then is compared tomorrow.
const quietMs = 15 * 60_000

/** Compares everything made in the last eight days, and every open case. Safe at any time and any number of times. */
export async function reconcileBooks(deps: ReconciliationDeps, signal: AbortSignal): Promise<RunReport> {
  const at = deps.clock.now()
  const run: Run = {
    id: deps.ids.next(),
    at,
    from: new Date(at.getTime() - windowMs),
    to: new Date(at.getTime() - quietMs),
    counts: { payments: 0, intents: 0, orders: 0, unanswered: 0, opened: 0, closed: 0 },
    asked: new Set(),
  }
  await insertRun(deps.db, run)
  await reconcilePayments(deps, run, signal)
  await reconcileOrders(deps, run, signal)
  await recheckCases(deps, run, signal)
  const finishedAt = deps.clock.now()
  await finishRun(deps.db, run, finishedAt)
  deps.log[run.counts.opened > 0 ? 'error' : 'info']({ runId: run.id, ...run.counts }, 'books compared')
  return { id: run.id, windowFrom: run.from, windowTo: run.to, startedAt: at, finishedAt, ...run.counts }
}
