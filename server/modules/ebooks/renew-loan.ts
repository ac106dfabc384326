import type { Device } from '#drm'
import { listWaiting } from './hold-queries.ts'
import { decideRenewal } from './decide-loan.ts'
import type { EbooksDeps, PooledLoan } from './model.ts'
import { moveLoan } from './move-loan.ts'
import type { MoveLoan } from './move-loan.ts'

/**
 * Begins a loan's time again from now; to an earlier `end` if one is asked for. The same key again changes nothing. Refuses, beside what decideRenewal
 * does, `ebooks.loan_not_found`.
 */
export async function renewLoan(
  deps: EbooksDeps,
  {
    by = 'reader',
    device,
    end = null,
    key,
    ...which
  }: MoveLoan & { by?: string; device?: Device | null; end?: Date | null },
): Promise<PooledLoan> {
  return await moveLoan(deps, { ...which, key: `renew:${key}` }, async (tx, loan, { isbn13, isSuspended, at }) => {
    const [next] = await listWaiting(tx, isbn13, 1)
    const dueAt = decideRenewal(loan, { at, end, isSuspended, isAwaited: next !== undefined })
    return dueAt instanceof Date ? { event: 'renewed', by, dueAt, device } : dueAt
  })
}
