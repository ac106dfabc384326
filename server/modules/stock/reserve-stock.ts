import type { Tx } from '#platform/db'
import type { Jobs } from '#platform/jobs'
import { decideLines, isSameLines, nameOf } from './decide-reservation.ts'
import { reservationDue } from './jobs.ts'
import { refuse, soldOut } from './model.ts'
import type { Reservation, ReserveStock, StockLine } from './model.ts'
import { findFree, findReservation, takeAvailable } from './queries.ts'
import type { Taken } from './queries.ts'

/**
 * Promises these copies, all or none, in the caller's transaction, and sends the job that gives them back at `expiresAt` in it. Returns the
 * lines, one an item, with the prices at which they are promised. The same id again is the reservation that there is, whatever has become of
 * it. The items stay locked until the caller commits: this comes last in its transaction, and no remote call after it.
 * Refuses `stock.lines_invalid`, `stock.sold_out` (shortagesOf says what, and how many are left) and, for an id that stands for other
 * copies, `stock.key_reused`; a refusal reserves nothing.
 */
export async function reserveStock({ jobs }: { jobs: Jobs }, tx: Tx, command: ReserveStock): Promise<Reservation> {
  const lines = decideLines(command.lines)
  const { id, expiresAt } = command
  const taken = await takeAvailable(tx, { ...command, lines })
  if (!taken.isMade) return repeatOrRefuse(tx, command, taken)
  await jobs.send(tx, reservationDue, { reservationId: id }, { startAfter: expiresAt })
  const promised = taken.lines.flatMap(({ isbn13, condition, quantity, price }) =>
    price === null ? [] : { isbn13, condition, quantity, price },
  )
  return { id, state: 'HELD', expiresAt, lines: promised }
}

/** Nothing was reserved: because it was before, which may be what took the last copies, or because there are too few. */
async function repeatOrRefuse(
  tx: Tx,
  { id }: ReserveStock,
  { isKnown, lines }: { isKnown: boolean; lines: readonly Taken[] },
): Promise<Reservation> {
  const gone = lines.filter(({ price }) => price === null)
  // What was committed before we looked is certain. Where we had to wait for somebody, a second look has to say what they did.
  const isCertain = !isKnown && gone.some(({ quantity, free }) => free < quantity)
  if (isCertain) throw refusal(gone, new Map(gone.map((line) => [nameOf(line), line.free])))
  const recorded = await findReservation(tx, id)
  if (!recorded) throw refusal(gone, await findFree(tx, gone))
  if (!isSameLines(recorded.lines, lines)) throw refuse('key_reused', { reservationId: id })
  return recorded
}

/** There were too few when it was decided. Should some have come back since, it stays decided: to lock them now would be out of order. */
function refusal(gone: readonly StockLine[], free: ReadonlyMap<string, number>) {
  return soldOut(
    gone.map(({ isbn13, condition, quantity }) => {
      const left = Math.min(free.get(nameOf({ isbn13, condition })) ?? 0, quantity - 1)
      return { isbn13, condition, quantity, left }
    }),
  )
}
