import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import type { Log } from '#platform/log'
import type { Drift } from './model.ts'
import { listDrift, lockItems, saveCounters } from './queries.ts'

/** Drift is a fault of ours or of whoever wrote past the triggers: the first hundred say as much as all. */
const driftMax = 100

/** Items whose counters are not what their movements and held reservations add up to; at most a hundred. Reads every movement. */
export async function checkStock(db: Db): Promise<Drift[]> {
  return listDrift(db, driftMax)
}

/** The nightly check: each item that drifted is an error in the log, which is what the alert looks for. */
export async function checkNightly({ db, log }: { db: Db; log: Log }): Promise<void> {
  const drifts = await checkStock(db)
  for (const drift of drifts) log.error({ drift }, 'stock differs from its movements')
  if (drifts.length === 0) log.info('stock agrees with its movements')
}

/**
 * Sets the counters of these items to what their facts add up to: the facts are append-only, the counters only follow. Gives those that it
 * could not mend, because more is promised than there are copies, or fewer than none: those need a person.
 */
export async function repairStock(db: Db, drifts: readonly Drift[]): Promise<Drift[]> {
  const hopeless = (drift: Drift) => drift.moved < drift.held || drift.moved < 0
  for (const drift of drifts) {
    if (hopeless(drift)) continue
    await inTransaction(db, async (tx) => {
      await lockItems(tx, [drift])
      await saveCounters(tx, drift)
    })
  }
  return drifts.filter(hopeless)
}
