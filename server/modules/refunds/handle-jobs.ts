import { willNotCome } from '#orders'
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { advanceRefund, sweepRefunds } from './advance-refund.ts'
import { copiesReturned, driveRefund, stuckDue, sweepDue } from './jobs.ts'
import { noteStuck } from './list-work.ts'
import type { RefundsDeps } from './model.ts'
import { refundUndelivered } from './request-refund.ts'
import { returnCopies } from './return-copies.ts'

/** What a worker process does for refunds. */
export function refundsJobs(deps: RefundsDeps): JobHandler<unknown>[] {
  return [
    handle(driveRefund, ({ refundId }, signal) => advanceRefund(deps, refundId, signal), { concurrency: 2 }),
    handle(willNotCome, (news) => refundUndelivered(deps, news)),
    handle(copiesReturned, (news) => returnCopies(deps, news)),
    handle(sweepDue, () => sweepRefunds(deps), { cron: '* * * * *' }),
    handle(stuckDue, () => noteStuck(deps), { cron: '*/5 * * * *' }),
  ]
}
