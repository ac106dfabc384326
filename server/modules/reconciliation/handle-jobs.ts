import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { compareDue } from './jobs.ts'
import type { ReconciliationDeps } from './model.ts'
import { reconcileBooks } from './reconcile-books.ts'

/** What a worker process does for reconciliation: each night, when little else is under way. */
export function reconciliationJobs(deps: ReconciliationDeps): JobHandler<unknown>[] {
  return [handle(compareDue, async (_, signal) => void (await reconcileBooks(deps, signal)), { cron: '43 2 * * *' })]
}
