import type { Tx } from '#platform/db'
import { confirmMandate } from './jobs.ts'
import type { MandatesDeps, NewMandate } from './model.ts'
import { insertMandate } from './queries.ts'

const confirmWithinMs = 3_600_000 // a shopper at their bank's page takes minutes; who is away longer starts anew
const headStartMs = 20_000 // whoever opened it asks at once; the job is for the case that they died

/** Opens the mandate as PENDING, in the transaction of what it is for, and sets its alarm clock. `driveMandate` goes on from here. */
export async function openMandate({ jobs }: Pick<MandatesDeps, 'jobs'>, tx: Tx, mandate: NewMandate): Promise<void> {
  const after = (ms: number) => new Date(mandate.at.getTime() + ms)
  const dueAt = after(headStartMs)
  await insertMandate(tx, mandate, { confirmBy: after(confirmWithinMs), dueAt })
  await jobs.send(tx, confirmMandate, { mandateId: mandate.id }, { startAfter: dueAt })
}
