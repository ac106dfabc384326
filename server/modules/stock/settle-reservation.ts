import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import type { ReservationState } from './machine.ts'
import { refuse } from './model.ts'
import { findReservation, sellHeld, settleHeld } from './queries.ts'

interface Settle {
  readonly id: string
  readonly by: string
  readonly at: Date
}

/**
 * The promised copies are sold and leave the shelf, in the caller's transaction. Again: changes nothing. While nobody has given it back, a
 * reservation can be consumed after its time too. Refuses `stock.reservation_not_found`, and `stock.reservation_over` when it was given
 * back: the caller has not sold anything then.
 */
export async function consumeReservation(tx: Tx, { id, by, at }: Settle): Promise<void> {
  if (await sellHeld(tx, { id, by, at })) return
  await requireSettled(tx, id, ['CONSUMED'])
}

/**
 * The promise is withdrawn, in the caller's transaction. Again, or after its time: changes nothing. Refuses `stock.reservation_not_found`,
 * and `stock.reservation_over` when the copies are sold: they come back by returnStock.
 */
export async function releaseReservation(tx: Tx, { id, by, at }: Settle): Promise<void> {
  if (await settleHeld(tx, { id, state: 'RELEASED', by, at })) return
  await requireSettled(tx, id, ['RELEASED', 'EXPIRED'])
}

/** Gives back what nobody came for. Does nothing before its time, or when it is settled; true when it did. */
export async function expireReservation(db: Db, { id, at }: { id: string; at: Date }): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const reservation = await findReservation(tx, id)
    if (!reservation || reservation.expiresAt > at) return false
    return settleHeld(tx, { id, state: 'EXPIRED', by: 'stock', at })
  })
}

/** The reservation was settled before, in one of these ways. */
async function requireSettled(tx: Tx, id: string, ways: readonly ReservationState[]): Promise<void> {
  const reservation = await findReservation(tx, id)
  if (!reservation) throw refuse('reservation_not_found', { reservationId: id })
  if (!ways.includes(reservation.state))
    throw refuse('reservation_over', { reservationId: id, state: reservation.state })
}
