// Every job there is; the worker runs them, ops see their queues by these names.
import { buyingJobs } from '#buying'
import type { Driver } from '#buying'
import { paymentsJobs } from '#payments'
import { reconciliationJobs } from '#reconciliation'
import { searchJobs } from '#search'
import type { JobHandler } from '#platform/jobs'
import type { Deps } from './deps.ts'

export function allJobs(deps: Deps, driver: Driver): JobHandler<unknown>[] {
  return [...buyingJobs(deps, driver), ...paymentsJobs(deps), ...reconciliationJobs(deps), ...searchJobs(deps)]
}
