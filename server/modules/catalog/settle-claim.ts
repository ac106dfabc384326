// A number that two books claim, decided by a person. What they decide also holds for the next import of either source.
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { BookRecord } from './check-record.ts'
import { closeClaim, findClaim, refuseKey } from './claim-queries.ts'
import type { ClaimRow, Settlement } from './claim-queries.ts'
import { findWorkHead, moveRows, saveCorrection, touchWorks } from './correction-queries.ts'
import { worksChanged } from './jobs.ts'
import { refuse } from './model.ts'
import type { RunnerDeps } from './model.ts'
import { findWorksByKey, insertWorks, lockImports, saveAliases } from './save-queries.ts'
import { saveRecordsIn } from './save-records.ts'
import { toWorkRow } from './to-rows.ts'

export interface SettleClaim {
  readonly id: string
  /** The book that has the number keeps it; the other gets it; or both are one book. */
  readonly verdict: 'KEPT' | 'REPLACED' | 'SAME_BOOK'
  readonly why: string
  readonly by: string
}

/** Settles a claim once; settling it again the same way changes nothing. Refuses `claim_not_found`, `claim_settled`. */
export async function settleClaim(deps: RunnerDeps, { id, verdict, why, by }: SettleClaim): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await lockImports(tx)
    const claim = await findClaim(tx, id)
    if (!claim) throw refuse('claim_not_found', { id })
    if (claim.state === verdict) return
    if (claim.state !== 'OPEN') throw refuse('claim_settled', { id, state: claim.state })
    const settlement: Settlement = { state: verdict, by, why, at: deps.clock.now() }
    await closeClaim(tx, id, settlement)
    if (verdict === 'KEPT') return
    if (verdict === 'SAME_BOOK') await saveAliases(tx, [{ key: claim.workKey, work_id: claim.workId }])
    else await giveNumber(deps, tx, claim, settlement)
    await applyRecord(deps, tx, claim)
  })
}

/** Moves the edition to the claiming book, which is made when it is not there, and takes the number from the other for good. */
async function giveNumber(deps: RunnerDeps, tx: Tx, claim: ClaimRow, { by, why, at }: Settlement): Promise<void> {
  const { isbn13, workKey, holderKey, workId } = claim
  await refuseKey(tx, { id: deps.ids.next(), isbn13, workKey: holderKey, by, why, at })
  const known = (await findWorksByKey(tx, [workKey])).get(workKey)
  const intoId = known?.workId ?? deps.ids.next()
  if (!known) {
    const target = { id: intoId, key: workKey, isNew: true, lead: null }
    await insertWorks(tx, [toWorkRow([{ line: 0, record: recordOf(claim), target }], true)])
  }
  await moveRows(tx, [isbn13], intoId, null)
  await touchWorks(tx, [workId])
  const into = await findWorkHead(tx, intoId)
  await saveCorrection(tx, {
    id: deps.ids.next(),
    kind: 'CLAIM',
    fromWorkId: workId,
    fromTitle: claim.workTitle,
    intoWorkId: intoId,
    intoTitle: into?.title ?? '',
    isbns: [isbn13],
    why,
    by,
    at,
  })
  await deps.jobs.send(tx, worksChanged, { workIds: [workId] })
}

/** Takes over what the claim's record says, now that its number is where it belongs. */
async function applyRecord(deps: RunnerDeps, tx: Tx, claim: ClaimRow): Promise<void> {
  const announcing = {
    ...deps,
    announce: (within: Tx, workIds: readonly string[]) =>
      deps.jobs.send(within, worksChanged, { workIds: [...workIds] }),
  }
  await saveRecordsIn(announcing, tx, [{ line: 0, record: recordOf(claim) }], { isWhole: false, importId: null })
}

/** It was checked before it was kept. */
function recordOf({ record }: ClaimRow): BookRecord {
  return record as BookRecord
}
