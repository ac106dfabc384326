// How long a loan lasts, and whether it may last longer. Pure.
import type { Refusal } from '#platform/errors'
import { refuse, renewalGainMs, renewalsMax } from './model.ts'
import type { PooledLoan } from './model.ts'

const dayMs = 24 * 60 * 60_000

/** When a loan that begins at `at` is due: after its pool's time, and never after its pool. */
export function decideDue({ loanDays, poolEndsAt }: Pick<PooledLoan, 'loanDays' | 'poolEndsAt'>, at: Date): Date {
  const due = new Date(at.getTime() + loanDays * dayMs)
  return poolEndsAt && poolEndsAt < due ? poolEndsAt : due
}

/** The last day to which a loan that begins at `at` could be renewed. */
export function decideLastDue(terms: Pick<PooledLoan, 'loanDays' | 'poolEndsAt'>, at: Date): Date {
  return decideDue({ ...terms, loanDays: terms.loanDays * (1 + renewalsMax) }, at)
}

interface Asked {
  readonly at: Date
  /** Until when the reader wants it; null: as long as may be. */
  readonly end: Date | null
  readonly isSuspended: boolean
  /** Somebody waits for a copy. */
  readonly isAwaited: boolean
}

/**
 * The new end of a loan. Refuses `loan_over`, `not_picked_up`, `lending_suspended`, `others_wait`, `renewed_enough`, `not_longer` and
 * `renewal_too_long`.
 */
export function decideRenewal(loan: PooledLoan, { at, end, isSuspended, isAwaited }: Asked): Date | Refusal {
  const facts = { loanId: loan.id, state: loan.state }
  if (loan.state === 'READY') return refuse('not_picked_up', facts)
  if (loan.state !== 'ACTIVE' || loan.dueAt === null) return refuse('loan_over', facts)
  if (isSuspended) return refuse('lending_suspended', facts)
  if (isAwaited) return refuse('others_wait', facts)
  if (loan.renewals >= renewalsMax) return refuse('renewed_enough', facts)
  const longest = decideDue(loan, at)
  const wanted = end ?? longest
  if (wanted > longest) return refuse('renewal_too_long', { ...facts, longest })
  const gainMs = wanted.getTime() - loan.dueAt.getTime()
  return gainMs >= renewalGainMs ? wanted : refuse('not_longer', facts)
}
