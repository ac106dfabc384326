import { inTransaction } from '#platform/db'
import type { Difference, ReconciliationDeps, Run, Subject } from './model.ts'
import { closeGone, saveCase } from './queries.ts'

/**
 * A case for each difference, and an end to the cases of what was examined and differs no more. The same difference is one case; one
 * that a person closed stays closed as long as its figures do not change.
 */
export async function settleCases(
  { db, ids, clock }: ReconciliationDeps,
  run: Run,
  { examined, differences }: { examined: readonly Subject[]; differences: readonly Difference[] },
): Promise<void> {
  if (examined.length === 0) return
  const at = clock.now()
  const done = await inTransaction(db, async (tx) => {
    let opened = 0
    for (const difference of differences) if (await saveCase(tx, ids.next(), difference, at)) opened += 1
    return { opened, closed: await closeGone(tx, { examined, differences, at }) }
  })
  run.counts.opened += done.opened
  run.counts.closed += done.closed
  for (const subject of examined) run.asked.add(subject)
}
