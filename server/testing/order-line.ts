// A paid order line, without the machinery around it: for tests in which only its number matters.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'

/** Inserts the first line of a new order. */
export async function insertOrderLine(
  db: Db,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<{ orderId: string; line: number }> {
  const orderId = randomUUID()
  await inTransaction(db, async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx) // no payment, no history: not what is looked at
    await sql`insert into "order" (id, account_id, purchase_id, payment_id, state, seller_id, seller_name, seller_order_id, seller_reference,
        currency, total_minor, ship_to, placed_at, updated_at)
      values (${orderId}, ${accountId}, ${randomUUID()}, ${randomUUID()}, 'PAID', 'quire', 'Quire', ${orderId}, ${orderId}, 'USD', 900, '{}', now(), now())`.execute(
      tx,
    )
    await sql`insert into order_line (order_id, line, isbn13, title, condition, total_minor) values (${orderId}, 0, ${isbn13}, 'B', 'NEW', 900)`.execute(
      tx,
    )
  })
  return { orderId, line: 0 }
}
