// All SQL of offers — owns lastSeenOffer.
import type { Quote } from '#sellers'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { Db } from '#platform/db'
import type { BoardKey } from './model.ts'

const own = (db: Db) => db.$pickTables<'lastSeenOffer'>()

/** Keeps the newest total of each (book, place, currency, seller, condition) and forgets what these sellers no longer offer. */
export async function saveLastSeen(
  db: Db,
  key: BoardKey,
  sellerIds: readonly string[],
  quotes: readonly Quote[],
): Promise<void> {
  const { isbn13, currency } = key
  const { country } = key.destination
  const cheapest = new Map<string, Quote & { total: Money }>()
  for (const quote of quotes) {
    const { total } = quote
    const name = `${quote.sellerId}/${quote.condition}`
    const known = cheapest.get(name)
    if (total && (!known || total.minor < known.total.minor)) cheapest.set(name, { ...quote, total })
  }
  const rows = [...cheapest.values()].map((quote) => ({
    isbn13,
    country,
    currency,
    sellerId: quote.sellerId,
    sellerName: quote.sellerName,
    condition: quote.condition,
    totalMinor: quote.total.minor,
    fetchedAt: quote.fetchedAt,
    expiresAt: quote.expiresAt,
  }))
  await own(db)
    .transaction()
    .execute(async (tx) => {
      if (sellerIds.length > 0) {
        await tx
          .deleteFrom('lastSeenOffer')
          .where('isbn13', '=', isbn13)
          .where('country', '=', country)
          .where('currency', '=', currency)
          .where('sellerId', 'in', sellerIds)
          .execute()
      }
      if (rows.length > 0) {
        await tx
          .insertInto('lastSeenOffer')
          .values(rows)
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
    })
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
