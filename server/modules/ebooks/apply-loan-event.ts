import type { EndLicence, RenewLicence } from '#drm'
import type { Tx } from '#platform/db'
import { Refusal } from '#platform/errors'
import { loanDue, loanEndsSoon } from './jobs.ts'
import { loanMachine } from './machine.ts'
import type { LoanEvent, LoanState } from './machine.ts'
import { refuse, remindBeforeMs } from './model.ts'
import type { LendDeps, LoanChange, PooledLoan } from './model.ts'
import { recordLoanChange } from './loan-queries.ts'

/**
 * The one way a loan changes, in a transaction that has locked its ebook: the machine is asked, and with the state go its history, its licence and its
 * alarms. Gives the loan as it is then. Refuses `ebooks.loan_over` and `ebooks.illegal_event`; a refusal changes nothing.
 */
export async function applyLoanEvent(
  deps: LendDeps,
  tx: Tx,
  loan: PooledLoan,
  change: LoanChange,
): Promise<PooledLoan> {
  const { event, at, dueAt = loan.dueAt, device = null } = change
  const state = loanMachine.next(loan.state, event)
  if (state === null) {
    const code = loanMachine.isTerminal(loan.state) ? 'loan_over' : 'illegal_event'
    throw refuse(code, { loanId: loan.id, state: loan.state, event })
  }
  const changed = toChanged(loan, state, { event, at, dueAt })
  await recordLoanChange(tx, loan.state, changed, change)
  const how = licenceEnds[event]
  if (how) await endLicence(deps, tx, { licenceId: loan.id, how, device, at })
  if (event === 'renewed' && dueAt) await renewLicence(deps, tx, { licenceId: loan.id, end: dueAt, device, at })
  if (loanMachine.isTerminal(state)) await dropAlarms(deps, tx, loan.id)
  else if (dueAt) await setAlarms(deps, tx, { loanId: loan.id, dueAt, at })
  return changed
}

function toChanged(
  loan: PooledLoan,
  state: LoanState,
  { event, at, dueAt }: { event: LoanEvent; at: Date; dueAt: Date | null },
): PooledLoan {
  return {
    ...loan,
    state,
    dueAt,
    revision: loan.revision + 1,
    startedAt: event === 'pickedUp' ? at : loan.startedAt,
    renewals: loan.renewals + (event === 'renewed' ? 1 : 0),
    endedAt: loanMachine.isTerminal(state) ? at : null,
  }
}

// A kept copy has no licence yet.
const licenceEnds: Readonly<Partial<Record<LoanEvent, 'returned' | 'revoked' | 'expired'>>> = {
  returned: 'returned',
  revoked: 'revoked',
  expired: 'expired',
}

/** Ends the licence of a loan or a purchase, if it was ever opened: a licence is issued when it first is. */
export async function endLicence({ drm }: Pick<LendDeps, 'drm'>, tx: Tx, end: EndLicence): Promise<void> {
  await unlessNeverIssued(() => drm.endLicence(tx, end))
}

async function renewLicence({ drm }: Pick<LendDeps, 'drm'>, tx: Tx, renewal: RenewLicence): Promise<void> {
  await unlessNeverIssued(() => drm.renewLicence(tx, renewal))
}

async function unlessNeverIssued(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'drm.licence_not_found') throw error
  }
}

async function setAlarms({ jobs }: LendDeps, tx: Tx, loan: { loanId: string; dueAt: Date; at: Date }): Promise<void> {
  const { loanId, dueAt, at } = loan
  await jobs.send(tx, loanDue, { loanId }, { startAfter: dueAt })
  const remindAt = new Date(dueAt.getTime() - remindBeforeMs)
  if (remindAt > at) await jobs.send(tx, loanEndsSoon, { loanId }, { startAfter: remindAt })
}

async function dropAlarms({ jobs }: LendDeps, tx: Tx, loanId: string): Promise<void> {
  await jobs.drop(tx, loanDue, { loanId })
  await jobs.drop(tx, loanEndsSoon, { loanId })
}
