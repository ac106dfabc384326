// Offers as sellers push them. The newest by the seller's own clock wins, whatever order messages arrive in; a taken-back offer stays as a row of
// quantity 0, so that an older message does not bring it to life again.
import { sql } from 'kysely'
import type { Condition } from '../core/adapter.ts'
import type { Db } from './database.ts'

/** A copy on offer, as it was pushed. */
export interface PushedOffer {
  offerId: string
  isbn13: string
  condition: Condition
  currency: string
  itemMinor: bigint
  /** 0 takes the offer back. */
  quantity: number
  changedAt: Date
}

/** What became of a batch. */
export interface SavedBatch {
  /** Rows that were not there before. */
  inserted: number
  /** Older than what is known. */
  stale: number
  /** The books about which something is known now that was not before. */
  isbn13s: string[]
}

/** How many offers a seller has pushed, those taken back included. */
export async function countOffers(db: Db, sellerId: string): Promise<number> {
  const { count } = await db
    .selectFrom('pushedOffer')
    .select(({ fn }) => fn.countAll().as('count'))
    .where('sellerId', '=', sellerId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Which of these ids are known. */
export async function findKnown(db: Db, sellerId: string, offerIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('pushedOffer')
    .select('offerId')
    .where('sellerId', '=', sellerId)
    .where('offerId', 'in', offerIds)
    .execute()
  return new Set(rows.map(({ offerId }) => offerId))
}

/** Saves offers, each id once. */
export async function saveOffers(db: Db, sellerId: string, offers: readonly PushedOffer[]): Promise<SavedBatch> {
  const saved = await db
    .insertInto('pushedOffer')
    .values(offers.map((offer) => ({ sellerId, ...offer, receivedAt: sql<Date>`now()` })))
    .onConflict((conflict) =>
      conflict
        .columns(['sellerId', 'offerId'])
        .doUpdateSet(({ ref }) => ({
          isbn13: ref('excluded.isbn13'),
          condition: ref('excluded.condition'),
          currency: ref('excluded.currency'),
          itemMinor: ref('excluded.itemMinor'),
          quantity: ref('excluded.quantity'),
          changedAt: ref('excluded.changedAt'),
          receivedAt: ref('excluded.receivedAt'),
        }))
        .whereRef('excluded.changedAt', '>=', 'pushedOffer.changedAt'),
    )
    .returning(['isbn13', sql<string | null>`old.isbn13`.as('before')])
    .execute()
  const isNew = ({ before }: { before: string | null }) => before === null
  return {
    inserted: saved.filter(isNew).length,
    stale: offers.length - saved.length,
    isbn13s: [...new Set(saved.flatMap(({ isbn13, before }) => (before === null ? [isbn13] : [isbn13, before])))],
  }
}

/** A book of which something was pushed. */
export interface PushedBook {
  sellerId: string
  isbn13: string
  receivedAt: Date
}

/** The books pushed within the last `withinMs` by the database's clock, the latest first, `max` at most. */
export function listPushedBooks(db: Db, { withinMs, max }: { withinMs: number; max: number }): Promise<PushedBook[]> {
  return db
    .selectFrom('pushedOffer')
    .select(({ fn }) => ['sellerId', 'isbn13', fn.max('receivedAt').as('receivedAt')])
    .where('receivedAt', '>', sql<Date>`now() - make_interval(secs => ${withinMs / 1000})`)
    .groupBy(['sellerId', 'isbn13'])
    .orderBy('receivedAt', 'desc')
    .limit(max)
    .execute()
}

/** What a seller offers of one book, cheapest first, `max` at most, of what was received since `since`. */
export async function listOffers(
  db: Db,
  sellerId: string,
  { isbn13, since, max }: { isbn13: string; since: Date; max: number },
): Promise<(PushedOffer & { receivedAt: Date })[]> {
  const rows = await db
    .selectFrom('pushedOffer')
    .selectAll()
    .where('sellerId', '=', sellerId)
    .where('isbn13', '=', isbn13)
    .where('quantity', '>', 0)
    .where('receivedAt', '>=', since)
    .orderBy('itemMinor')
    .limit(max)
    .execute()
  return rows.map((row) => ({ ...row, condition: row.condition as Condition }))
}
