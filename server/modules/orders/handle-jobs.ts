import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { followOne, sweepFollows } from './follow-orders.ts'
import { followDue, followOrder, stuckDue } from './jobs.ts'
import { noteStuck } from './list-work.ts'
import type { OrdersDeps } from './model.ts'

/** What a worker process does for orders. */
export function ordersJobs(deps: OrdersDeps): JobHandler<unknown>[] {
  return [
    handle(followOrder, ({ orderId }, signal) => followOne(deps, orderId, signal), { concurrency: 4 }),
    handle(followDue, () => sweepFollows(deps), { cron: '* * * * *' }),
    handle(stuckDue, () => noteStuck(deps), { cron: '*/5 * * * *' }),
  ]
}
