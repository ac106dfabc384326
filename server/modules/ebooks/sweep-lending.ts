// Lending moves on by itself: each loan has its alarm, and the sweep does what an alarm that was lost would have done.
import { inTransaction } from '#platform/db'
import { loanDue, loanEndsSoon, queueMoves } from './jobs.ts'
import { loanMachine } from './machine.ts'
import { remindBeforeMs } from './model.ts'
import type { EbooksDeps } from './model.ts'
import { findLoan, listOverdueEbooks, listToRemind } from './loan-queries.ts'
import { listIdle, lockEbook } from './queries.ts'
import { settleLending } from './settle-lending.ts'

const lateMs = 60_000 // each has a job of its own, which comes within seconds
const veryLateMs = 15 * 60_000 // neither its job nor fourteen sweeps
const sweepMax = 200 // of each kind a minute; the next minute has the next

/** Brings an ebook's lending up to now: what is over ends, and whoever is next has what is free. */
export async function advanceLending(deps: EbooksDeps, isbn13: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const ebook = await lockEbook(tx, isbn13, deps.clock.now())
    if (ebook) await settleLending(deps, tx, ebook)
  })
}

/** A loan's alarm: ends it if its time is over. An alarm that came too early, by another clock or before a renewal, is set again. */
export async function endLoan(deps: EbooksDeps, loanId: string): Promise<void> {
  const { db, jobs } = deps
  const loan = await findLoan(db, { loanId })
  if (!loan || loanMachine.isTerminal(loan.state)) return
  await advanceLending(deps, loan.isbn13)
  await inTransaction(db, async (tx) => {
    const after = await findLoan(tx, { loanId })
    if (!after || loanMachine.isTerminal(after.state)) return
    await jobs.send(tx, loanDue, { loanId }, { startAfter: after.dueAt ?? after.pickUpBy })
  })
}

/** Does what lost jobs would have done: ends what is over, serves who waits, reminds. */
export async function sweepLending(deps: EbooksDeps): Promise<void> {
  const { db, jobs, clock, log } = deps
  const now = clock.now().getTime()
  const [stuck] = await listOverdueEbooks(db, { before: new Date(now - veryLateMs), limit: 1 })
  if (stuck !== undefined) log.error({ isbn13: stuck }, 'a loan runs far beyond its end')
  const overdue = await listOverdueEbooks(db, { before: new Date(now - lateMs), limit: sweepMax })
  for (const isbn13 of overdue) await advanceLending(deps, isbn13)
  if (overdue.length > 0) log.warn({ ebooks: overdue.length }, 'loans were swept: their jobs did not run')
  await inTransaction(db, async (tx) => {
    const soon = { from: clock.now(), to: new Date(now + remindBeforeMs - lateMs) }
    for (const loanId of await listToRemind(tx, { ...soon, limit: sweepMax }))
      await jobs.send(tx, loanEndsSoon, { loanId })
    for (const isbn13 of await listIdle(tx, clock.now(), sweepMax)) await jobs.send(tx, queueMoves, { isbn13 })
  })
}
