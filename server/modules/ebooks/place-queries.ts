// SQL about where readers stopped; the rest of the module's is in queries.ts and beside it.
import { sql } from 'kysely'
import type { Db } from '#platform/db'
import type { KeptPlace } from './keep-place.ts'

const own = (db: Db) => db.$pickTables<'readingPlace'>()

/** The later of two devices wins. */
export async function savePlace(
  db: Db,
  { locator, ...place }: { accountId: string; isbn13: string; locator: string; progress: number; at: Date },
): Promise<void> {
  await own(db)
    .insertInto('readingPlace')
    .values({ ...place, locator: sql`${locator}::jsonb` })
    .onConflict((same) =>
      same.columns(['accountId', 'isbn13']).doUpdateSet(({ ref }) => ({
        locator: ref('excluded.locator'),
        progress: ref('excluded.progress'),
        at: ref('excluded.at'),
      })),
    )
    .execute()
}

export async function findPlace(
  db: Db,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<KeptPlace | null> {
  const row = await own(db)
    .selectFrom('readingPlace')
    .select(['locator', 'progress', 'at'])
    .where('accountId', '=', accountId)
    .where('isbn13', '=', isbn13)
    .executeTakeFirst()
  return row ?? null
}
