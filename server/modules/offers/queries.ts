// All SQL of offers — owns lastSeenOffer, sellerHabit, quoteRound.
import { sql } from 'kysely'
import type { Quote } from '#sellers'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { Db, Tx } from '#platform/db'
import type { Habit } from './habits.ts'

const own = (db: Db) => db.$pickTables<'lastSeenOffer' | 'sellerHabit' | 'quoteRound'>()
type Own = ReturnType<typeof own>

/** What one board saw: of the sellers that answered, everything they offer. */
export interface Seen {
  readonly isbn13: string
  readonly country: string
  readonly currency: string
  readonly sellerIds: readonly string[]
  /** At most one for each seller and condition. */
  readonly offers: readonly (Pick<Quote, 'sellerId' | 'sellerName' | 'condition' | 'fetchedAt' | 'expiresAt'> & {
    readonly total: Money
  })[]
}

/** Puts what was seen in the place of what these sellers offered of these books before, and tells of the books in the same transaction. */
export async function replaceLastSeen(
  db: Db,
  batch: readonly Seen[],
  announce: (tx: Tx, isbns: readonly string[]) => Promise<void> = async () => {},
): Promise<void> {
  const answers = batch.flatMap(({ sellerIds, ...key }) => sellerIds.map((sellerId) => ({ ...key, sellerId })))
  const rows = batch.flatMap(({ offers, ...key }) => offers.map((offer) => ({ ...offer, ...key })))
  await db.transaction().execute(async (tx) => {
    if (answers.length > 0) await forgetAnswers(own(tx), answers)
    if (rows.length > 0) await insertOffers(own(tx), rows)
    await announce(tx, [...new Set(batch.map(({ isbn13 }) => isbn13))])
  })
}

type Key = Pick<Seen, 'isbn13' | 'country' | 'currency'>

// Both take arrays: a batch has more values than a statement may have parameters, and one parameter a value would cost more than the rows.

async function forgetAnswers(tx: Own, answers: readonly (Key & { sellerId: string })[]): Promise<void> {
  const column = (name: keyof Key | 'sellerId') => answers.map((answer) => answer[name])
  const isbns = [...new Set(column('isbn13'))]
  // The books are named twice, so that only their rows are read, whatever the planner makes of the join.
  await sql`
    delete from last_seen_offer as old
    using unnest(${column('isbn13')}::text[], ${column('country')}::text[], ${column('currency')}::text[], ${column('sellerId')}::text[])
      as answered (isbn13, country, currency, seller_id)
    where old.isbn13 = any(${isbns}::text[]) and old.isbn13 = answered.isbn13 and old.country = answered.country
      and old.currency = answered.currency and old.seller_id = answered.seller_id`.execute(tx)
}

async function insertOffers(tx: Own, rows: readonly (Key & Seen['offers'][number])[]): Promise<void> {
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick)
  await sql`
    insert into last_seen_offer (isbn13, country, currency, seller_id, condition, seller_name, total_minor, fetched_at, expires_at)
    select * from unnest(${column((row) => row.isbn13)}::text[], ${column((row) => row.country)}::text[],
      ${column((row) => row.currency)}::text[], ${column((row) => row.sellerId)}::text[], ${column((row) => row.condition)}::text[],
      ${column((row) => row.sellerName)}::text[], ${column((row) => row.total.minor)}::bigint[],
      ${column((row) => row.fetchedAt)}::timestamptz[], ${column((row) => row.expiresAt)}::timestamptz[])
    on conflict do nothing`.execute(tx) // another server's board saw it a moment ago
}

/** The lowest total last seen for each book, anywhere it was asked for in `currency`. */
export async function findLowest(
  db: Db,
  isbns: readonly string[],
  currency: string,
): Promise<Map<string, { total: Money; sellerName: string; asOf: Date }>> {
  if (isbns.length === 0) return new Map()
  const rows = await own(db)
    .selectFrom('lastSeenOffer')
    .distinctOn('isbn13')
    .select(['isbn13', 'totalMinor', 'sellerName', 'fetchedAt'])
    .where('isbn13', 'in', isbns)
    .where('currency', '=', currency)
    .orderBy('isbn13')
    .orderBy('totalMinor')
    .execute()
  return new Map(
    rows.map((row) => [
      row.isbn13,
      { total: money(row.totalMinor, currency), sellerName: row.sellerName, asOf: row.fetchedAt },
    ]),
  )
}

/** Every stored habit, as read: its shape is judged by who reads it. */
export async function listHabits(db: Db): Promise<{ sellerId: string; country: string; habit: unknown }[]> {
  return await own(db).selectFrom('sellerHabit').select(['sellerId', 'country', 'habit']).execute()
}

/** One seller's habit towards a country. */
export interface StoredHabit {
  readonly sellerId: string
  readonly country: string
  readonly habit: Habit
}

/** Saves habits. Of several processes the last one wins: each of them learns. */
export async function saveHabits(db: Db, habits: readonly StoredHabit[]): Promise<void> {
  if (habits.length === 0) return
  await own(db)
    .insertInto('sellerHabit')
    .values(habits.map(({ habit, ...key }) => ({ ...key, habit: JSON.stringify(habit) })))
    .onConflict((conflict) =>
      conflict.columns(['sellerId', 'country']).doUpdateSet({
        habit: (row) => row.ref('excluded.habit'),
        updatedAt: new Date(),
      }),
    )
    .execute()
}

/** What a round of a purchase's quotes showed of the stopping rule; amounts in minor units. */
export interface QuoteRound {
  readonly country: string
  readonly currency: string
  readonly missing: number
  readonly decidedMs: number
  readonly endedMs: number
  readonly bestMinor: bigint
  readonly cheapestMinor: bigint
}

export async function recordRounds(db: Db, rounds: readonly QuoteRound[]): Promise<void> {
  if (rounds.length === 0) return
  const whole = rounds.map((round) => ({
    ...round,
    decidedMs: Math.round(round.decidedMs),
    endedMs: Math.round(round.endedMs),
  }))
  await own(db).insertInto('quoteRound').values(whole).execute()
}
