// SQL of buying — owns purchase, purchaseEvent, purchaseAttempt. Remote calls are in effect-queries.ts, staff's questions in review-queries.ts.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import { fromJson, toJson } from '#platform/json'
import type { Json } from '#platform/db.gen'
import type { PurchaseState } from './machine.ts'
import { refuse } from './model.ts'
import type { PurchasesQuery, Receipt, StoredPurchase } from './model.ts'
import { attemptId } from './keys.ts'
import { toStored } from './to-stored.ts'
import type { Attempt, Purchase } from './purchase.ts'

const own = (db: Db) => db.$pickTables<'purchase' | 'purchaseEvent' | 'purchaseAttempt'>()

const columnsButRounds = [
  'id',
  'accountId',
  'title',
  'requestHash',
  'version',
  'orderId',
  'receipt',
  'createdAt',
  'updatedAt',
  'state',
  'terms',
  'facts',
] as const
const columns = [...columnsButRounds, 'rounds'] as const

/** Inserts a purchase and gives it as it is stored; null when this shopper has used the key before. */
export async function insertPurchase(
  tx: Tx,
  row: {
    id: string
    accountId: string
    key: string
    requestHash: string
    title: string
    purchase: Purchase
    at: Date
    nextActionAt: Date
  },
): Promise<StoredPurchase | null> {
  const { id, accountId, key, requestHash, title, purchase, at, nextActionAt } = row
  const { terms } = purchase
  const inserted = await own(tx)
    .insertInto('purchase')
    .values({
      id,
      accountId,
      key,
      requestHash,
      title,
      ...stored(purchase),
      rounds: json(purchase.rounds),
      terms: json(terms),
      nextActionAt,
      currency: terms.max.currency,
      maxMinor: terms.max.minor,
      createdAt: at,
      updatedAt: at,
    })
    .onConflict((conflict) => conflict.constraint('one_purchase_per_key').doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!inserted) return null
  const { version } = inserted
  return {
    id,
    accountId,
    title,
    requestHash,
    version,
    orderId: null,
    receipt: null,
    createdAt: at,
    updatedAt: at,
    purchase,
  }
}

/** What the key was used for; null when it was not. */
export async function findByKey(db: Db, accountId: string, key: string): Promise<StoredPurchase | null> {
  const row = await own(db)
    .selectFrom('purchase')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? toStored(row) : null
}

/** Refuses `buying.not_found` for somebody else's. */
export async function getPurchaseOf(db: Db, id: string, accountId: string): Promise<StoredPurchase> {
  const row = await own(db)
    .selectFrom('purchase')
    .select(columns)
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  if (!row) throw refuse('not_found')
  return toStored(row)
}

/** At most `limit` of the account's purchases, newest first, older than the given one. */
export async function listPurchasesOf(
  db: Db,
  accountId: string,
  { limit, before }: { limit: number; before: Pick<StoredPurchase, 'createdAt' | 'id'> | null },
): Promise<StoredPurchase[]> {
  const all = own(db).selectFrom('purchase').select(columns).where('accountId', '=', accountId)
  const page = before
    ? all.where(({ eb, refTuple, tuple }) => eb(refTuple('createdAt', 'id'), '<', tuple(before.createdAt, before.id)))
    : all
  return (await page.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute()).map(toStored)
}

/** A number that grows with every change a shopper could see; what `live` watches. */
export async function findRevision(db: Db, id: string): Promise<string | null> {
  const row = await own(db)
    .selectFrom('purchase')
    .select(['version', 'updatedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? `${row.version}-${row.updatedAt.getTime()}` : null
}

/** A locked purchase. `isLeased`: another driver has this step to itself, by the database's clock. */
export type LockedPurchase = StoredPurchase & { readonly isLeased: boolean; readonly nextActionAt: Date | null }

/** Locks the row. */
export async function lockPurchase(tx: Tx, id: string): Promise<LockedPurchase | null> {
  const row = await lock(tx, id).select('rounds').executeTakeFirst()
  return row ? { ...toStored(row), isLeased: row.isLeased, nextActionAt: row.nextActionAt } : null
}

/** Locks the row for the driver of its step; null when that has changed hands. The rounds, most of a row, only change with a step: they are not read. */
export async function lockStep(
  tx: Tx,
  id: string,
  { version, rounds }: { version: number; rounds: Purchase['rounds'] },
): Promise<StoredPurchase | null> {
  const row = await lock(tx, id).where('version', '=', version).executeTakeFirst()
  if (!row) return null
  const stored = toStored({ ...row, rounds: [] })
  return { ...stored, purchase: { ...stored.purchase, rounds } }
}

function lock(tx: Tx, id: string) {
  return own(tx)
    .selectFrom('purchase')
    .select(columnsButRounds)
    .select('nextActionAt')
    .select(sql<boolean>`coalesce(lease_until > now(), false)`.as('isLeased'))
    .where('id', '=', id)
    .forUpdate()
}

/** Locks the shopper's own purchase; refuses `buying.not_found` for somebody else's. */
export async function lockPurchaseOf(tx: Tx, id: string, accountId: string): Promise<StoredPurchase> {
  const row = await lockPurchase(tx, id)
  if (row?.accountId !== accountId) throw refuse('not_found')
  return row
}

/** Writes what is now known; of the rounds, which are large, only what has changed. `leaseMs` gives the step to this driver; null leaves it to whoever comes after `nextActionAt`. */
export async function savePurchase(
  tx: Tx,
  id: string,
  change: {
    purchase: Purchase
    /** Null: as they were. */
    rounds: Purchase['rounds'] | null
    version: number
    leaseMs: number | null
    nextActionAt: Date | null
    at: Date
    orderId: string | null
    receipt: Receipt | null
  },
): Promise<void> {
  const { purchase, rounds, version, leaseMs, nextActionAt, at, orderId, receipt } = change
  const charge = purchase.attempts.find(({ state }) => state === 'CONFIRMED')?.charge
  const lease = leaseMs === null ? null : sql<Date>`now() + ${leaseMs} * interval '1 millisecond'`
  await own(tx)
    .updateTable('purchase')
    .set({
      ...stored(purchase),
      ...(rounds && { rounds: json(rounds) }),
      version,
      leaseUntil: lease,
      nextActionAt: leaseMs === null ? nextActionAt : lease,
      orderId,
      receipt: receipt === null ? null : json(receipt),
      spentMinor: purchase.state === 'PURCHASED' ? (charge?.minor ?? null) : null,
      updatedAt: at,
    })
    .where('id', '=', id)
    .execute()
}

export interface HistoryRow {
  readonly from: PurchaseState | null
  readonly to: PurchaseState
  readonly event: string
  readonly data: Record<string, unknown>
  readonly by: string
  readonly at: Date
}

/** Appends to the history; its numbers have no gaps because the purchase's row is locked. */
export async function recordEvent(
  tx: Tx,
  purchaseId: string,
  { from, to, event, data, by, at }: HistoryRow,
): Promise<void> {
  const seq = sql<number>`(select coalesce(max(seq), 0) + 1 from purchase_event where purchase_id = ${purchaseId})`
  await own(tx)
    .insertInto('purchaseEvent')
    .values({ purchaseId, seq, fromState: from, toState: to, event, data: json(data), by, at })
    .execute()
}

export async function listEvents(db: Db, purchaseId: string): Promise<(HistoryRow & { seq: number })[]> {
  const rows = await own(db)
    .selectFrom('purchaseEvent')
    .select(['seq', 'fromState', 'toState', 'event', 'data', 'by', 'at'])
    .where('purchaseId', '=', purchaseId)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({
    seq: row.seq,
    from: row.fromState as PurchaseState | null,
    to: row.toState as PurchaseState,
    event: row.event,
    data: fromJson<Record<string, unknown>>(row.data),
    by: row.by,
    at: row.at,
  }))
}

/** Writes an attempt as it now is. The database refuses a second live one, and one seller order in two purchases. */
export async function saveAttempt(tx: Tx, purchaseId: string, attempt: Attempt): Promise<void> {
  const { ordinal, quote, state, reason, order, at } = attempt
  const changing = { state, reason: reason ?? null, sellerOrderId: order?.sellerOrderId || null }
  await own(tx)
    .insertInto('purchaseAttempt')
    .values({
      id: attemptId(purchaseId, ordinal),
      purchaseId,
      ordinal,
      ...changing,
      at,
      sellerId: quote.sellerId,
      sellerName: quote.sellerName,
      isbn13: quote.isbn13,
      currency: quote.total.currency,
      totalMinor: quote.total.minor,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute()
}

/** Purchases of these ids, or at most `limit` of those made in the window, oldest first, after the given one. */
export async function listPurchases(db: Db, which: PurchasesQuery): Promise<StoredPurchase[]> {
  const all = own(db).selectFrom('purchase').select(columns).orderBy('createdAt').orderBy('id')
  if ('ids' in which) return (await all.where('id', 'in', which.ids).execute()).map(toStored)
  const { from, to, after, limit } = which
  const page = all
    .where('createdAt', '<', to)
    .where(({ eb, refTuple, tuple }) =>
      after ? eb(refTuple('createdAt', 'id'), '>', tuple(after.createdAt, after.id)) : eb('createdAt', '>=', from),
    )
  return (await page.limit(limit).execute()).map(toStored)
}

/** Purchases whose alarm has gone off, longest due first. */
export async function listDue(db: Db, limit: number): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('purchase')
    .select('id')
    .where('nextActionAt', '<=', sql<Date>`now()`)
    .orderBy('nextActionAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

function stored(purchase: Purchase) {
  const { state, terms: _, rounds: _rounds, ...facts } = purchase
  return { state, facts: json(facts) }
}

/** jsonb takes the text that toJson made; the cast tells Kysely so. */
function json(value: unknown) {
  return sql<Json>`${toJson(value)}::jsonb`
}
