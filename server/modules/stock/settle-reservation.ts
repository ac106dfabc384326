import { inTransaction } from '#platform/db'
import type { Db, Tx } from '#platform/db'
import { reservationMachine } from './machine.ts'
import type { ReservationEvent, ReservationState } from './machine.ts'
import { refuse } from './model.ts'
import type { Reservation } from './model.ts'
import { findReservation, recordSales, settleHeld } from './queries.ts'

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
export async function consumeReservation(tx: Tx, command: Settle): Promise<Reservation> {
  return settle(tx, command, 'consumed')
}

/** The promise is withdrawn, in the caller's transaction. Again, or after its time: changes nothing. Refuses `stock.reservation_not_found`, and `stock.reservation_over` when the copies are sold: they come back by returnStock. */
export async function releaseReservation(tx: Tx, command: Settle): Promise<Reservation> {
  return settle(tx, command, 'released')
}

/** Gives back what nobody came for. Does nothing before its time, or when it is settled; true when it did. */
export async function expireReservation(db: Db, { id, at }: { id: string; at: Date }): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const reservation = await findReservation(tx, id)
    if (!reservation || reservation.expiresAt > at) return false
    return settleHeld(tx, { id, state: 'EXPIRED', by: 'stock', at })
  })
}

/** States that mean to the caller what its event asked for. */
const meant: Readonly<Record<ReservationEvent, readonly ReservationState[]>> = {
  consumed: ['CONSUMED'],
  released: ['RELEASED', 'EXPIRED'],
  expired: ['EXPIRED'],
}

async function settle(tx: Tx, { id, by, at }: Settle, event: ReservationEvent): Promise<Reservation> {
  const state = reservationMachine.states.HELD[event]
  const isSettled = await settleHeld(tx, { id, state, by, at })
  if (isSettled && state === 'CONSUMED') await recordSales(tx, { id, by, at })
  const reservation = await findReservation(tx, id)
  if (!reservation) throw refuse('reservation_not_found', { reservationId: id })
  if (!meant[event].includes(reservation.state))
    throw refuse('reservation_over', { reservationId: id, state: reservation.state, event })
  return reservation
}
