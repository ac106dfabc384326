// SQL about when sellers are asked how orders stand; the rest of orders' is in queries.ts.
import type { Db } from '#platform/db'

const own = (db: Db) => db.$pickTables<'order'>()

/** Whose seller is to be asked now, the longest due first; `notAsked` is nobody to ask. */
export async function listToFollow(
  db: Db,
  { at, notAsked, limit }: { at: Date; notAsked: string; limit: number },
): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('order')
    .select('id')
    .where('followAt', '<=', at)
    .where('sellerId', '<>', notAsked)
    .orderBy('followAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export async function updateFollow(db: Db, orderId: string, followAt: Date | null): Promise<void> {
  await own(db).updateTable('order').set({ followAt }).where('id', '=', orderId).execute()
}
