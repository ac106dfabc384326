import type { Tx } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import { decideLines, isSameLines, nameOf } from './decide-reservation.ts'
import { reservationDue } from './jobs.ts'
import { refuse, soldOut } from './model.ts'
import type { Reservation, ReserveStock, ReservedLine, StockLine } from './model.ts'
import { findFree, findReservation, insertReservation, lockAvailable } from './queries.ts'

/**
 * Promises these copies, all or none, in the caller's transaction, and sends the job that gives them back at `expiresAt` in it. Returns the
 * lines, one an item, with the prices at which they are promised. The same id again is the reservation that there is, whatever has become of
 * it. The items stay locked until the caller commits: this comes last in its transaction, and no remote call after it.
 * Refuses `stock.lines_invalid`, `stock.sold_out` (shortagesOf says what, and how many are left) and, for an id that stands for other
 * copies, `stock.key_reused`; a refusal reserves nothing.
 */
export async function reserveStock({ jobs }: { jobs: Jobs }, tx: Tx, command: ReserveStock): Promise<Reservation> {
  const lines = decideLines(command.lines)
  const locked = await lockAvailable(tx, lines)
  if (locked.length < lines.length) {
    const recorded = await findSame(tx, command.id, lines) // it may itself have taken the last ones
    if (recorded) return recorded
    throw await refusal(tx, lines, locked)
  }
  const { id, expiresAt } = command
  if (!(await insertReservation(tx, { ...command, lines: locked }))) {
    const recorded = await findSame(tx, id, lines)
    if (!recorded) throw new Error(`reservation ${id} is there and is not`)
    return recorded
  }
  await jobs.send(tx, reservationDue, { reservationId: id }, { startAfter: expiresAt })
  return { id, state: 'HELD', expiresAt, lines: locked }
}

/** The reservation of this id, when it is for these copies; null when there is none. */
async function findSame(tx: Tx, id: string, lines: readonly StockLine[]): Promise<Reservation | null> {
  const recorded = await findReservation(tx, id)
  if (recorded && !isSameLines(recorded.lines, lines)) throw refuse('key_reused', { reservationId: id })
  return recorded
}

async function refusal(tx: Tx, lines: readonly StockLine[], locked: readonly ReservedLine[]) {
  const had = new Set(locked.map(nameOf))
  const gone = lines.filter((line) => !had.has(nameOf(line)))
  const free = await findFree(tx, gone)
  // There were too few when it was decided. Should some have come back since, it stays decided: to lock them now would be out of order.
  return soldOut(gone.map((line) => ({ ...line, left: Math.min(free.get(nameOf(line)) ?? 0, line.quantity - 1) })))
}
