import { inTransaction } from '#platform/db'
import { loanEndsSoon } from './jobs.ts'
import { remindBeforeMs } from './model.ts'
import type { EbooksDeps } from './model.ts'
import { findLoan, markReminded } from './loan-queries.ts'
import { sayEndsSoon } from './say-news.ts'
import { tell } from './settle-lending.ts'

/** Tells the reader of a loan that it ends soon, once for each end. Does nothing when it is over; when it was renewed meanwhile, it waits. */
export async function remindReader(deps: EbooksDeps, loanId: string): Promise<void> {
  const { db, jobs, clock } = deps
  await inTransaction(db, async (tx) => {
    const loan = await findLoan(tx, { loanId })
    if (loan?.state !== 'ACTIVE' || loan.dueAt === null) return
    const { dueAt } = loan
    const remindAt = new Date(dueAt.getTime() - remindBeforeMs)
    const at = clock.now()
    if (remindAt > at) return await jobs.send(tx, loanEndsSoon, { loanId }, { startAfter: remindAt })
    if (!(await markReminded(tx, loanId, dueAt))) return
    const news = `ends:${dueAt.toISOString()}`
    await tell(deps, tx, { ...loan, news, at }, (title) => sayEndsSoon({ title, until: dueAt }))
  })
}
