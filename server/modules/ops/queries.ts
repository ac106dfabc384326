// All SQL of ops — owns staffAction.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Json } from '#platform/db.gen'

const own = (db: Db) => db.$pickTables<'staffAction'>()

/** What somebody of the staff did: `subject` is 'purchase:<id>', 'checkout:<id>', 'queue:<name>', 'case:<id>' or 'reconciliation:<what>'. */
export interface Deed {
  readonly key: string
  readonly accountId: string
  readonly subject: string
  readonly action: string
  readonly reason: string
  readonly at: Date
}

/** Writes the deed; false when its key was used before. */
export async function insertDeed(tx: Tx, deed: Deed, detail: object): Promise<boolean> {
  const row = await own(tx)
    .insertInto('staffAction')
    .values({ ...deed, detail: sql<Json>`${JSON.stringify(detail)}::jsonb` })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

export async function findDeed(db: Db, key: string): Promise<Deed | null> {
  const row = await own(db).selectFrom('staffAction').select(columns).where('key', '=', key).executeTakeFirst()
  return row ?? null
}

/** The last deeds on a subject, oldest first. */
export async function listDeeds(db: Db, subject: string, limit: number): Promise<Deed[]> {
  const rows = await own(db)
    .selectFrom('staffAction')
    .select(columns)
    .where('subject', '=', subject)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.toReversed()
}

const columns = ['key', 'accountId', 'subject', 'action', 'reason', 'at'] as const
