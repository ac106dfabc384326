// What a reader, or staff, do with a loan that there is: pick it up, give it back, renew it, take it away. All of it the same way: lock the ebook,
// settle what is due, decide, move the loan, and let the queue have what is free.
import { Refusal } from '#platform/errors'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { applyLoanEvent } from './apply-loan-event.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, LoanChange, LockedEbook, PooledLoan } from './model.ts'
import { findLoan, findLoanEvent } from './loan-queries.ts'
import { lockEbook } from './queries.ts'
import { settleLending } from './settle-lending.ts'

export interface MoveLoan {
  readonly loanId: string
  /** Whose it must be; left out by staff and by reading apps, which come with a licence. */
  readonly accountId?: string | undefined
  /** The caller's idempotency key, after the verb, such as `return:…`. */
  readonly key: string
}

/** Decides in the transaction; what it throws, or gives as a refusal, moves nothing. */
export type DecideMove = (
  tx: Tx,
  loan: PooledLoan,
  ebook: LockedEbook,
) => Refusal | Omit<LoanChange, 'key' | 'at'> | Promise<Refusal | Omit<LoanChange, 'key' | 'at'>>

/**
 * Moves a loan as `decide` says and gives it as it is then. The same key again decides nothing: it gives the loan as it is now. A refusal is thrown after
 * what was due has been settled and committed. Refuses `ebooks.loan_not_found`, and what the decision and the machine refuse.
 */
export async function moveLoan(deps: EbooksDeps, move: MoveLoan, decide: DecideMove): Promise<PooledLoan> {
  const outcome = await inTransaction(deps.db, (tx) => moveInside(deps, tx, move, decide))
  if (outcome instanceof Refusal) throw outcome
  return outcome
}

async function moveInside(
  deps: EbooksDeps,
  tx: Tx,
  { loanId, accountId, key }: MoveLoan,
  decide: DecideMove,
): Promise<PooledLoan | Refusal> {
  const found = await getLoan(tx, { loanId, accountId })
  const ebook = await lockEbook(tx, found.isbn13, deps.clock.now())
  if (!ebook) throw new Error(`loan ${loanId} is of no ebook`)
  const recorded = await findLoanEvent(tx, { accountId: found.accountId, key })
  if (recorded)
    return recorded.loanId === loanId ? await getLoan(tx, { loanId }) : refuse('key_reused', { loanId, key })
  await settleLending(deps, tx, ebook)
  const loan = await getLoan(tx, { loanId })
  const decision = await decide(tx, loan, ebook)
  if (decision instanceof Refusal) return decision
  const moved = await applyLoanEvent(deps, tx, loan, { ...decision, key, at: ebook.at })
  await settleLending(deps, tx, ebook)
  return moved
}

async function getLoan(tx: Tx, asked: { loanId: string; accountId?: string | undefined }): Promise<PooledLoan> {
  const loan = await findLoan(tx, asked)
  if (!loan) throw refuse('loan_not_found', { loanId: asked.loanId })
  return loan
}
