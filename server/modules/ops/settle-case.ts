import { closeCase, startReconciliation } from '#reconciliation'
import type { CloseCaseInput, CompareInput, OpsDeps } from './model.ts'
import { isDone, recordDeed } from './record-deed.ts'

/** Closes a case: settled elsewhere, or accepted. Refuses `reconciliation.not_found`, `already_closed` and `ops.key_reused`. */
export async function settleCase(
  deps: Pick<OpsDeps, 'db' | 'clock'>,
  { key, caseId, reason }: CloseCaseInput,
  accountId: string,
): Promise<void> {
  const deed = { key, accountId, subject: `case:${caseId}`, action: 'close', reason }
  if (await isDone(deps, deed)) return
  await recordDeed(deps, {
    deed,
    detail: {},
    work: (tx) => closeCase({ db: tx, clock: deps.clock }, { id: caseId, by: accountId, note: reason }),
  })
}

/** Asks a worker to compare the books now instead of tonight. */
export async function compareNow(
  deps: Pick<OpsDeps, 'db' | 'jobs' | 'clock'>,
  { key, reason }: CompareInput,
  accountId: string,
): Promise<void> {
  const deed = { key, accountId, subject: 'reconciliation:now', action: 'compare', reason }
  if (await isDone(deps, deed)) return
  await startReconciliation(deps) // before it is written down: asking twice is harmless, and one who reads "asked" can rely on it
  await recordDeed(deps, { deed, detail: {}, work: async () => {} })
}
