import type { Device } from '#drm'
import { loanMachine } from './machine.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, PooledLoan } from './model.ts'
import { moveLoan } from './move-loan.ts'
import type { MoveLoan } from './move-loan.ts'

/**
 * Gives a loan back, or declines a copy that is kept; whoever waits has it next. The same key again changes nothing. Refuses `ebooks.loan_not_found`
 * and `ebooks.loan_over`.
 */
export async function returnLoan(
  deps: EbooksDeps,
  { by = 'reader', device, key, ...which }: MoveLoan & { by?: string; device?: Device | null },
): Promise<PooledLoan> {
  return await moveLoan(deps, { ...which, key: `return:${key}` }, (_, { id, state }) => {
    if (loanMachine.isTerminal(state)) return refuse('loan_over', { loanId: id, state })
    return { event: state === 'READY' ? 'declined' : 'returned', by, device }
  })
}
