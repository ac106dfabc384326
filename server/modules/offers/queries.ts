// All SQL of offers — owns lastSeenOffer, sellerHabit, quoteRound.
import type { Quote } from '#sellers'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { Db } from '#platform/db'
import type { Habit } from './habits.ts'

const own = (db: Db) => db.$pickTables<'lastSeenOffer' | 'sellerHabit' | 'quoteRound'>()

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

/** Puts what was seen in the place of what these sellers offered of these books before. */
export async function replaceLastSeen(db: Db, batch: readonly Seen[]): Promise<void> {
  const gone = batch.flatMap(({ isbn13, country, currency, sellerIds }) =>
    sellerIds.map((sellerId) => [isbn13, country, currency, sellerId] as const),
  )
  const rows = batch.flatMap(({ isbn13, country, currency, offers }) =>
    offers.map(({ total, sellerId, sellerName, condition, fetchedAt, expiresAt }) => ({
      isbn13,
      country,
      currency,
      sellerId,
      sellerName,
      condition,
      fetchedAt,
      expiresAt,
      totalMinor: total.minor,
    })),
  )
  await own(db)
    .transaction()
    .execute(async (tx) => {
      if (gone.length > 0) {
        await tx
          .deleteFrom('lastSeenOffer')
          .where((where) =>
            where(
              where.refTuple('isbn13', 'country', 'currency', 'sellerId'),
              'in',
              gone.map((each) => where.tuple(...each)),
            ),
          )
          .execute()
      }
      for (let from = 0; from < rows.length; from += rowsMax) {
        await tx
          .insertInto('lastSeenOffer')
          .values(rows.slice(from, from + rowsMax))
          .onConflict((conflict) => conflict.doNothing()) // another server's board saw it a moment ago
          .execute()
      }
    })
}

const rowsMax = 5_000 // nine parameters a row; PostgreSQL takes 65,535

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
