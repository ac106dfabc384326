// What others ask of the shelf — reads stockItem.
import { sql } from 'kysely'
import type { Db } from '#platform/db'

const own = (db: Db) => db.$pickTables<'stockItem'>()

/** Those of these books of which we have a free copy. */
export async function findShelved(db: Db, isbns: readonly string[]): Promise<Set<string>> {
  const rows = await own(db)
    .selectFrom('stockItem')
    .select('isbn13')
    .distinct()
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .where(sql<boolean>`on_hand > reserved`)
    .execute()
  return new Set(rows.map(({ isbn13 }) => isbn13))
}
