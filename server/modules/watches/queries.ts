// All SQL of watches — owns watch, watchEdition.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { QuestionKey, Seen } from '#prices'
import type { Db, Tx } from '#platform/db'
import type { DB } from '#platform/db.gen'
import type { WatchInput } from './model.ts'

const own = (db: Db) => db.$pickTables<'watch' | 'watchEdition'>()

type ShipTo = WatchInput['destination']

/** Inserts a watch; false when this shopper has used the key before. */
export async function insertWatch(
  tx: Tx,
  watch: Pick<
    Selectable<DB['watch']>,
    | 'id'
    | 'accountId'
    | 'key'
    | 'requestHash'
    | 'title'
    | 'conditions'
    | 'country'
    | 'currency'
    | 'targetMinor'
    | 'mayBuy'
  > & { shipTo: ShipTo; expiresAt: Date; createdAt: Date },
): Promise<boolean> {
  const inserted = await own(tx)
    .insertInto('watch')
    .values({ ...watch, shipTo: JSON.stringify(watch.shipTo) })
    .onConflict((conflict) => conflict.constraint('one_watch_per_key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** What the key was used for; null when it was not. */
export async function findByKey(
  db: Db,
  accountId: string,
  key: string,
): Promise<{ id: string; requestHash: string } | null> {
  const known = own(db).selectFrom('watch').select(['id', 'requestHash'])
  return (await known.where('accountId', '=', accountId).where('key', '=', key).executeTakeFirst()) ?? null
}

export async function countActive(db: Db, accountId: string, at: Date): Promise<number> {
  const { count } = await own(db)
    .selectFrom('watch')
    .select((select) => select.fn.countAll<bigint>().as('count'))
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', at)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertEdition(
  tx: Tx,
  edition: QuestionKey & { watchId: string; ordinal: number },
): Promise<void> {
  await own(tx).insertInto('watchEdition').values(edition).execute()
}

/** Ends the account's watch, unless it has ended; false when there is none. */
export async function endWatchOf(
  db: Db,
  { watchId, accountId, at }: { watchId: string; accountId: string; at: Date },
): Promise<boolean> {
  const row = await own(db)
    .updateTable('watch')
    .set({
      endedAt: sql<Date>`coalesce(ended_at, ${at}::timestamptz)`,
      endReason: sql<string>`coalesce(end_reason, 'REVOKED')`,
    })
    .where('id', '=', watchId)
    .where('accountId', '=', accountId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export interface StoredWatch extends Omit<Selectable<DB['watch']>, 'shipTo' | 'conditions'> {
  readonly conditions: WatchInput['conditions']
  readonly shipTo: ShipTo
}

/** The account's watches, those that have not ended first, then the newest first; one of them when `watchId` is given. */
export async function listWatchesOf(
  db: Db,
  accountId: string,
  { watchId, limit }: { watchId: string | null; limit: number },
): Promise<StoredWatch[]> {
  let wanted = own(db).selectFrom('watch').selectAll().where('accountId', '=', accountId)
  if (watchId) wanted = wanted.where('id', '=', watchId)
  const rows = await wanted
    .orderBy(sql`ended_at is not null`)
    .orderBy('createdAt', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toStored)
}

export interface StoredEdition {
  readonly watchId: string
  readonly isbn13: string
  readonly seen: Seen | null
}

/** The editions of these watches, each watch's in its order. */
export async function listEditionsOf(db: Db, watchIds: readonly string[]): Promise<StoredEdition[]> {
  const rows = await own(db)
    .selectFrom('watchEdition')
    .selectAll()
    .where('watchId', 'in', watchIds)
    .orderBy('watchId')
    .orderBy('ordinal')
    .execute()
  return rows.map((row) => ({ watchId: row.watchId, isbn13: row.isbn13, seen: toSeen(row) }))
}

/** A watch that waits for the answer to a question. */
export interface Watching extends Pick<
  Selectable<DB['watch']>,
  'id' | 'accountId' | 'title' | 'conditions' | 'targetMinor' | 'isArmed' | 'firedAt' | 'createdAt'
> {
  /** What the question's book last cost. */
  readonly before: Seen | null
  /** The lowest of its other editions. */
  readonly otherMinor: bigint | null
  readonly mayBuy: boolean
}

/** Everybody who watches; locked in one order, so that a watch decides once at a time. */
export async function listWatching(tx: Tx, key: QuestionKey, at: Date): Promise<Watching[]> {
  const others = sql<bigint | null>`(select min(o.lowest_minor) from watch_edition o
    where o.watch_id = watch.id and o.isbn13 <> ${key.isbn13})`
  const rows = await own(tx)
    .selectFrom('watch')
    .innerJoin('watchEdition as edition', 'edition.watchId', 'watch.id')
    .select(['id', 'accountId', 'title', 'conditions', 'targetMinor', 'isArmed', 'firedAt', 'createdAt', 'mayBuy'])
    .select(['lowestMinor', 'lowestSellerId', 'lowestSellerName', 'seenAt', others.as('otherMinor')])
    .where('edition.isbn13', '=', key.isbn13)
    .where('edition.country', '=', key.country)
    .where('edition.currency', '=', key.currency)
    .where('watch.endedAt', 'is', null)
    .where('watch.expiresAt', '>', at)
    .orderBy('watch.id')
    .forUpdate('watch')
    .execute()
  return rows.map((row) => ({ ...row, before: toSeen(row) }))
}

/** Writes what the question's book costs for each watch. */
export async function saveSeen(
  tx: Tx,
  { isbn13 }: QuestionKey,
  rows: readonly { watchId: string; seen: Seen | null }[],
): Promise<void> {
  const column = <T>(pick: (seen: Seen) => T) => rows.map(({ seen }) => (seen ? pick(seen) : null))
  await sql`
    update watch_edition as e set lowest_minor = s.total, lowest_seller_id = s.seller, lowest_seller_name = s.name, seen_at = s.at
    from unnest(${rows.map(({ watchId }) => watchId)}::uuid[], ${column(({ totalMinor }) => totalMinor)}::bigint[],
      ${column(({ sellerId }) => sellerId)}::text[], ${column(({ sellerName }) => sellerName)}::text[],
      ${column(({ at }) => at)}::timestamptz[]) as s (watch_id, total, seller, name, at)
    where e.watch_id = s.watch_id and e.isbn13 = ${isbn13}`.execute(tx)
}

/** Gives the number of this firing. */
export async function fireWatch(tx: Tx, id: string, at: Date): Promise<number> {
  const fired = { isArmed: false, firedAt: at, firing: sql<number>`firing + 1` }
  const { firing } = await own(tx)
    .updateTable('watch')
    .set(fired)
    .where('id', '=', id)
    .returning('firing')
    .executeTakeFirstOrThrow()
  return firing
}

export async function armWatch(tx: Tx, id: string): Promise<void> {
  await own(tx).updateTable('watch').set({ isArmed: true }).where('id', '=', id).execute()
}

/** The watch as whoever buys for it needs to know it; locked, so that doubled jobs take turns. Null when it has ended. */
export async function lockWatch(
  tx: Tx,
  id: string,
  at: Date,
): Promise<(StoredWatch & { isbns: readonly string[] }) | null> {
  const row = await own(tx)
    .selectFrom('watch')
    .selectAll()
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', at)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  const editions = await listEditionsOf(tx, [id])
  return { ...toStored(row), isbns: editions.map(({ isbn13 }) => isbn13) }
}

/** The watch, whether it has ended or not; locked. */
export async function lockAnyWatch(tx: Tx, id: string): Promise<StoredWatch> {
  return toStored(
    await own(tx).selectFrom('watch').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow(),
  )
}

/** Ends a watch that has done what it was for, or whose mandate was not confirmed, unless it has ended. */
export async function endWatch(tx: Tx, id: string, reason: 'DONE' | 'UNCONFIRMED', at: Date): Promise<void> {
  const ended = { endedAt: at, endReason: reason }
  await own(tx).updateTable('watch').set(ended).where('id', '=', id).where('endedAt', 'is', null).execute()
}

/** Ends what has expired, `limit` at a time, and gives it. */
export async function endExpired(
  tx: Tx,
  at: Date,
  limit: number,
): Promise<{ id: string; accountId: string; title: string }[]> {
  const expired = own(tx)
    .selectFrom('watch')
    .select('id')
    .where('endedAt', 'is', null)
    .where('expiresAt', '<=', at)
    .limit(limit)
  return await own(tx)
    .updateTable('watch')
    .set({ endedAt: at, endReason: 'EXPIRED' })
    .where('id', 'in', expired)
    .where('endedAt', 'is', null)
    .returning(['id', 'accountId', 'title'])
    .execute()
}

/** Watches that may buy, fired between `from` and `to`, and were not armed since. */
export async function listFirings(
  db: Db,
  { from, to, limit }: { from: Date; to: Date; limit: number },
): Promise<{ watchId: string; firing: number }[]> {
  return await own(db)
    .selectFrom('watch')
    .select(['id as watchId', 'firing'])
    .where('mayBuy', '=', true)
    .where('isArmed', '=', false)
    .where('endedAt', 'is', null)
    .where('firedAt', '>', from)
    .where('firedAt', '<', to)
    .orderBy('firedAt')
    .limit(limit)
    .execute()
}

/** The input's schema let these in. */
function toStored({ shipTo, conditions, ...row }: Selectable<DB['watch']>): StoredWatch {
  return { ...row, shipTo: shipTo as ShipTo, conditions: conditions as WatchInput['conditions'] }
}

function toSeen(row: {
  lowestMinor: bigint | null
  lowestSellerId: string | null
  lowestSellerName: string | null
  seenAt: Date | null
}): Seen | null {
  const { lowestMinor: totalMinor, lowestSellerId: sellerId, lowestSellerName: sellerName, seenAt: at } = row
  return totalMinor === null || sellerId === null || sellerName === null || at === null
    ? null
    : { totalMinor, sellerId, sellerName, at }
}
