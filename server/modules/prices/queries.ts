// All SQL of prices — owns priceQuestion, priceLook, pricePaid.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { DB } from '#platform/db.gen'
import type { Paid, Point, QuestionKey } from './model.ts'

const own = (db: Db) => db.$pickTables<'priceQuestion' | 'priceLook' | 'pricePaid'>()

/** Makes sure that the question is asked, at `at` or sooner. */
export async function ensureQuestion(tx: Tx, key: QuestionKey, at: Date): Promise<void> {
  await own(tx)
    .insertInto('priceQuestion')
    .values({ ...key, nextLookAt: at })
    .onConflict((conflict) =>
      conflict
        .columns(['isbn13', 'country', 'currency'])
        .doUpdateSet({ nextLookAt: sql<Date>`least(price_question.next_look_at, excluded.next_look_at)` }),
    )
    .execute()
}

/** Questions that were to be asked before `before`, longest due first. */
export async function listLostLooks(
  db: Db,
  { before, limit }: { before: Date; limit: number },
): Promise<QuestionKey[]> {
  return await own(db)
    .selectFrom('priceQuestion')
    .select(['isbn13', 'country', 'currency'])
    .where('nextLookAt', '<', before)
    .orderBy('nextLookAt')
    .limit(limit)
    .execute()
}

const ofKey = ({ isbn13, country, currency }: QuestionKey) =>
  sql<boolean>`isbn13 = ${isbn13} and country = ${country} and currency = ${currency}`

export async function isDue(db: Db, key: QuestionKey, by: Date): Promise<boolean> {
  const due = own(db).selectFrom('priceQuestion').select('tries').where(ofKey(key)).where('nextLookAt', '<=', by)
  return (await due.executeTakeFirst()) !== undefined
}

/** Locks the question when it is due; null when it is not, or nobody watches. */
export async function lockDue(tx: Tx, key: QuestionKey, by: Date): Promise<{ tries: number } | null> {
  const due = own(tx).selectFrom('priceQuestion').select('tries').where(ofKey(key)).where('nextLookAt', '<=', by)
  return (await due.forUpdate().executeTakeFirst()) ?? null
}

/** `lookedAt` null: nobody answered. */
export async function saveQuestion(
  tx: Tx,
  key: QuestionKey,
  { nextLookAt, tries, lookedAt }: { nextLookAt: Date | null; tries: number; lookedAt: Date | null },
): Promise<void> {
  await own(tx)
    .updateTable('priceQuestion')
    .set({ nextLookAt, tries, ...(lookedAt && { lookedAt }) })
    .where(ofKey(key))
    .execute()
}

/** The last line of the history of each condition. */
export async function listLatestPoints(tx: Tx, key: QuestionKey): Promise<Point[]> {
  const rows = await own(tx)
    .selectFrom('priceLook')
    .distinctOn('condition')
    .selectAll()
    .where(ofKey(key))
    .orderBy('condition')
    .orderBy('at', 'desc')
    .execute()
  return rows.map(toPoint)
}

export async function insertPoints(tx: Tx, key: QuestionKey, points: readonly Point[]): Promise<void> {
  if (points.length === 0) return
  const { isbn13, country, currency } = key
  const rows = points.map(({ condition, at, seen }) => ({
    isbn13,
    country,
    currency,
    condition,
    at,
    ...(seen && { totalMinor: seen.totalMinor, sellerId: seen.sellerId, sellerName: seen.sellerName }),
  }))
  await own(tx)
    .insertInto('priceLook')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The newest `limit` lines of the history of these books in these conditions, oldest first. */
export async function listPoints(
  db: Db,
  asked: Pick<QuestionKey, 'country' | 'currency'> & {
    isbns: readonly string[]
    conditions: readonly string[]
    since: Date
    limit: number
  },
): Promise<(Point & { isbn13: string })[]> {
  const rows = await own(db)
    .selectFrom('priceLook')
    .selectAll()
    .where('isbn13', 'in', asked.isbns)
    .where('country', '=', asked.country)
    .where('currency', '=', asked.currency)
    .where('condition', 'in', asked.conditions)
    .where('at', '>=', asked.since)
    .orderBy('at', 'desc')
    .limit(asked.limit)
    .execute()
  return rows.toReversed().map((row) => ({ ...toPoint(row), isbn13: row.isbn13 }))
}

/** Writes what a purchase paid; a purchase that is told again changes nothing. */
export async function insertPaid(tx: Tx, paid: Paid): Promise<void> {
  await own(tx)
    .insertInto('pricePaid')
    .values(paid)
    .onConflict((oc) => oc.column('purchaseId').doNothing())
    .execute()
}

/** The newest `limit` purchases of these books in these conditions, oldest first. */
export async function listPaid(db: Db, asked: Parameters<typeof listPoints>[1]): Promise<Paid[]> {
  const rows = await own(db)
    .selectFrom('pricePaid')
    .selectAll()
    .where('isbn13', 'in', asked.isbns)
    .where('country', '=', asked.country)
    .where('currency', '=', asked.currency)
    .where('condition', 'in', asked.conditions)
    .where('at', '>=', asked.since)
    .orderBy('at', 'desc')
    .limit(asked.limit)
    .execute()
  return rows.toReversed().map((row) => ({ ...row, condition: row.condition as Paid['condition'] }))
}

export async function deleteOldPoints(db: Db, before: Date): Promise<void> {
  await own(db).deleteFrom('pricePaid').where('at', '<', before).execute()
  await own(db).deleteFrom('priceLook').where('at', '<', before).execute()
}

function toPoint({ condition, at, totalMinor, sellerId, sellerName }: Selectable<DB['priceLook']>): Point {
  const seen =
    totalMinor === null || sellerId === null || sellerName === null ? null : { totalMinor, sellerId, sellerName }
  return { condition: condition as Point['condition'], at, seen }
}
