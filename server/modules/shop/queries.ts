// All SQL of shop — owns shopOrder.
import type { Db, Tx } from '#platform/db'
import { money } from '#platform/money'
import type { Condition } from '#sellers'
import type { ShopOrder } from './model.ts'

const own = (db: Db) => db.$pickTables<'shopOrder'>()

/** Writes an order, or a cancelled reference; false when there is one already. Waits for who is just writing it. */
export async function insertOrder(tx: Tx, { reference, copy, cancelledAt }: ShopOrder, at: Date): Promise<boolean> {
  const ordered = copy && {
    reservationId: reference,
    isbn13: copy.isbn13,
    condition: copy.condition,
    currency: copy.total.currency,
    totalMinor: copy.total.minor,
  }
  const row = await own(tx)
    .insertInto('shopOrder')
    .values({ reference, ...ordered, at, cancelledAt })
    .onConflict((conflict) => conflict.column('reference').doNothing())
    .returning('reference')
    .executeTakeFirst()
  return row !== undefined
}

export async function findOrder(db: Db, reference: string): Promise<ShopOrder | null> {
  const row = await own(db).selectFrom('shopOrder').selectAll().where('reference', '=', reference).executeTakeFirst()
  if (!row) return null
  const { isbn13, condition, currency, totalMinor, cancelledAt } = row
  const isOrdered = isbn13 !== null && condition !== null && currency !== null && totalMinor !== null
  // Only conditions of the shelf are ordered, whose check constraint lists them.
  const copy = isOrdered ? { isbn13, condition: condition as Condition, total: money(totalMinor, currency) } : null
  return { reference, copy, cancelledAt }
}

/** Marks an order as cancelled; false when it is. Locks it. */
export async function cancelOrder(tx: Tx, reference: string, cancelledAt: Date): Promise<boolean> {
  const row = await own(tx)
    .updateTable('shopOrder')
    .set({ cancelledAt })
    .where('reference', '=', reference)
    .where('cancelledAt', 'is', null)
    .returning('reference')
    .executeTakeFirst()
  return row !== undefined
}
