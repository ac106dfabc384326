import { inTransaction } from '#platform/db'
import { applyOrderEvent } from './apply-order-event.ts'
import type { OrderState } from './machine.ts'
import type { OrdersDeps } from './model.ts'

/** What staff do to an order, or have heard from its seller: packed, shipped, delivered. */
export interface MoveOrder {
  readonly orderId: string
  readonly event: 'accepted' | 'shipped' | 'delivered'
  readonly key: string
  readonly staffId: string
  /** Goes into the history, and to the shopper: such as the parcel's number. */
  readonly note?: string | undefined
}

/** Moves an order on by hand. The same key again is the recorded outcome; refuses what `applyOrderEvent` refuses. */
export async function moveOrder(
  { db, jobs, clock }: Pick<OrdersDeps, 'db' | 'jobs' | 'clock'>,
  { orderId, event, key, staffId, note }: MoveOrder,
): Promise<OrderState> {
  return await inTransaction(db, (tx) =>
    applyOrderEvent({ jobs }, tx, {
      orderId,
      event,
      key: `staff:${key}`,
      by: `staff:${staffId}`,
      ...(note ? { reason: note } : {}),
      at: clock.now(),
    }),
  )
}
