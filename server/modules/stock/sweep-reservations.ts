import type { StockDeps } from './model.ts'
import { listDue } from './queries.ts'
import { expireReservation } from './settle-reservation.ts'

const lateMs = 30_000 // each has a job of its own, which comes within seconds
const veryLateMs = 15 * 60_000 // neither its job nor fourteen sweeps
const sweepMax = 500 // a minute's worth; the next minute has the next

/** Gives back what is held beyond its time because its job was lost. */
export async function sweepReservations({ db, clock, log }: Pick<StockDeps, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = clock.now().getTime()
  const stuck = await listDue(db, { before: new Date(now - veryLateMs), limit: 1 })
  if (stuck.length > 0) log.error({ reservationId: stuck[0] }, 'copies are held far beyond their time')
  const due = await listDue(db, { before: new Date(now - lateMs), limit: sweepMax })
  for (const id of due) await expireReservation(db, { id, at: clock.now() })
  if (due.length > 0) log.warn({ count: due.length }, 'reservations were swept: their jobs did not run')
}
