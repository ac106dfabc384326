// Every job there is; the worker runs them, ops see their queues by these names.
import { buyingJobs } from '#buying'
import type { Driver } from '#buying'
import { catalogJobs } from '#catalog'
import type { Boards } from '#offers'
import { mandatesJobs } from '#mandates'
import { notifyJobs } from '#notify'
import { ordersJobs } from '#orders'
import { paymentsJobs } from '#payments'
import { reconciliationJobs } from '#reconciliation'
import { refundsJobs } from '#refunds'
import { searchJobs } from '#search'
import { stockJobs } from '#stock'
import { watchesJobs } from '#watches'
import type { JobHandler } from '#platform/jobs'
import type { Deps } from './deps.ts'

export function allJobs(deps: Deps, work: { driver: Driver; boards: Boards }): JobHandler<unknown>[] {
  const { driver, boards } = work
  return [
    ...buyingJobs(deps, driver),
    ...catalogJobs(deps),
    ...mandatesJobs(deps),
    ...notifyJobs(deps),
    ...ordersJobs(deps),
    ...paymentsJobs(deps),
    ...reconciliationJobs(deps),
    ...refundsJobs(deps),
    ...searchJobs(deps),
    ...stockJobs(deps),
    ...watchesJobs({ ...deps, boards }),
  ]
}
