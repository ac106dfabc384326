// SQL about when sellers are asked how orders stand; the rest of orders' is in queries.ts.
import type { Db } from '#platform/db'

const own = (db: Db) => db.$pickTables<'order'>()

/** Whose seller is to be asked now, the longest due first. */
export async function listToFollow(db: Db, at: Date, limit: number): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('order')
    .select('id')
    .where('followAt', '<=', at)
    .where('purchaseId', 'is not', null) // our own copies have nobody to ask
    .orderBy('followAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function updateFollow(db: Db, orderId: string, followAt: Date | null): Promise<void> {
  await own(db).updateTable('order').set({ followAt }).where('id', '=', orderId).execute()
}
