import type { Db } from '#platform/db'
import type { Money } from '#platform/money'
import { attemptId, paymentIdOf } from './keys.ts'
import type { PurchasesQuery } from './model.ts'
import type { PurchaseState } from './machine.ts'
import type { AttemptState } from './purchase.ts'
import { listPurchases } from './queries.ts'

/** A purchase, reduced to the orders that it sent to sellers. */
export interface PurchaseOrders {
  readonly id: string
  readonly paymentId: string
  readonly state: PurchaseState
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly orders: readonly SentOrder[]
}

/** One order as we know it; `reference` is ours, and what its seller finds it by. */
export interface SentOrder {
  readonly reference: string
  readonly sellerId: string
  readonly state: AttemptState
  /** What the seller confirmed, in its own currency; null before it did. */
  readonly total: Money | null
  /** What the shopper is charged for it; null before it was confirmed. */
  readonly charge: Money | null
  /** False when this seller cannot be asked for its orders. */
  readonly canLookUp: boolean
}

/** Every order that these purchases committed to send, whether it arrived or not. */
export async function listSentOrders(db: Db, which: PurchasesQuery): Promise<PurchaseOrders[]> {
  const rows = await listPurchases(db, which)
  return rows.map(({ id, createdAt, updatedAt, purchase }) => ({
    id,
    paymentId: paymentIdOf(id),
    state: purchase.state,
    createdAt,
    updatedAt,
    orders: purchase.attempts.map(({ ordinal, quote, state, order, charge, settlement }) => ({
      reference: attemptId(id, ordinal),
      sellerId: quote.sellerId,
      state,
      total: order?.total ?? null,
      charge: charge ?? null,
      canLookUp: settlement.canLookUp,
    })),
  }))
}
