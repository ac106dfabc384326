import { loanMachine } from './machine.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, PooledLoan } from './model.ts'
import { moveLoan } from './move-loan.ts'
import { sayRevoked } from './say-news.ts'
import { tell } from './settle-lending.ts'

interface Revoke {
  readonly loanId: string
  readonly key: string
  /** `staff:<account id>` */
  readonly by: string
  /** Told to the reader. */
  readonly reason: string
}

/**
 * Staff take a loan, or a kept copy, back; its licence opens nothing from then on, and the reader is told why. The same key again changes nothing.
 * Refuses `ebooks.loan_not_found` and `ebooks.loan_over`.
 */
export async function revokeLoan(deps: EbooksDeps, { loanId, key, by, reason }: Revoke): Promise<PooledLoan> {
  return await moveLoan(deps, { loanId, key: `revoke:${key}` }, async (tx, loan, { at }) => {
    if (loanMachine.isTerminal(loan.state)) return refuse('loan_over', { loanId, state: loan.state })
    await tell(deps, tx, { ...loan, news: 'revoked', at }, (title) => sayRevoked({ title, until: at, reason }))
    return { event: 'revoked', by, reason }
  })
}
