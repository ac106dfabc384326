import { inTransaction } from '#platform/db'
import { confirmMandate } from './jobs.ts'
import type { MandatesDeps } from './model.ts'
import { listDue } from './queries.ts'

const lateMs = 60_000 // younger ones have their own job yet
const pageSize = 100 // each minute

/** Wakes unsettled mandates whose job was lost. Runs every minute. */
export async function ensureDriven({ db, jobs, clock, log }: MandatesDeps): Promise<void> {
  await inTransaction(db, async (tx) => {
    const lost = await listDue(tx, { before: new Date(clock.now().getTime() - lateMs), limit: pageSize })
    for (const mandateId of lost) await jobs.send(tx, confirmMandate, { mandateId })
    if (lost.length > 0) log.warn({ mandates: lost.length }, 'jobs of mandates were lost and are sent again')
  })
}
