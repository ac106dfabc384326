import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import { compareDue } from './jobs.ts'

/** Asks a worker to compare the books now; what the schedule does each night. */
export async function startReconciliation({ db, jobs }: { db: Db; jobs: Jobs }): Promise<void> {
  await inTransaction(db, (tx) => jobs.send(tx, compareDue, {}))
}
