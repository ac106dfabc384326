import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { loanDue, loanEndsSoon, queueMoves, sweepDue } from './jobs.ts'
import type { EbooksDeps } from './model.ts'
import { remindReader } from './remind-reader.ts'
import { advanceLending, endLoan, sweepLending } from './sweep-lending.ts'

/** What a worker process does for ebooks. */
export function ebooksJobs(deps: EbooksDeps): JobHandler<unknown>[] {
  return [
    handle(loanDue, ({ loanId }) => endLoan(deps, loanId), { concurrency: 2 }),
    handle(loanEndsSoon, ({ loanId }) => remindReader(deps, loanId)),
    handle(queueMoves, ({ isbn13 }) => advanceLending(deps, isbn13)),
    handle(sweepDue, () => sweepLending(deps), { cron: '* * * * *' }),
  ]
}
