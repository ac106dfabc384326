// Offers as sellers push them. The newest by the seller's own clock wins, whatever order messages arrive in; a taken-back offer stays as a row of
// quantity 0, so that an older message does not bring it to life again.
import { sql } from 'kysely'
import type { Condition } from '../core/adapter.ts'
import type { Db } from './database.ts'
import { announce, noticeBooksMax } from './notices.ts'

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

/** Saves offers, each id once, and tells every gateway which books they are about. */
export async function saveOffers(db: Db, sellerId: string, offers: readonly PushedOffer[]): Promise<SavedBatch> {
  return db.transaction().execute(async (tx) => {
    const saved = await tx
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
    const isbn13s = [...new Set(saved.flatMap(({ isbn13, before }) => (before === null ? [isbn13] : [isbn13, before])))]
    for (let at = 0; at < isbn13s.length; at += noticeBooksMax)
      await announce(tx, { kind: 'pushed', sellerId, isbn13s: isbn13s.slice(at, at + noticeBooksMax) })
    return { inserted: saved.filter(({ before }) => before === null).length, stale: offers.length - saved.length }
  })
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
