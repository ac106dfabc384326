// SQL of purchases of ebooks. What is only promised is not paid for yet: nothing is read by it, so nobody finds it here who asks what somebody owns.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { OwnedEbook } from './model.ts'

const own = (db: Db) => db.$pickTables<'ownedEbook'>()

const columns = ['id', 'accountId', 'isbn13', 'at', 'grantedAt', 'openedAt', 'withdrawnAt'] as const

interface Purchase {
  readonly id: string
  readonly accountId: string
  readonly isbn13: string
  readonly orderId: string
  readonly line: number
  readonly key: string
  readonly by: string
  readonly at: Date
  /** Null: promised. */
  readonly grantedAt: Date | null
}

/** Records a purchase; false when its key or its line of the order has one, or the account has one of the same ebook that stands. */
export async function insertOwned(tx: Tx, purchase: Purchase): Promise<boolean> {
  const row = await own(tx)
    .insertInto('ownedEbook')
    .values(purchase)
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

interface ForLine {
  readonly orderId: string
  readonly line: number
}

/** What a line of an order bought, with the key that recorded it. */
export async function findOwnedByLine(db: Db, of: ForLine): Promise<(OwnedEbook & { readonly key: string }) | null> {
  const rows = own(db).selectFrom('ownedEbook').select(columns).select('key').where('orderId', '=', of.orderId)
  return (await rows.where('line', '=', of.line).executeTakeFirst()) ?? null
}

/** Grants what was promised to a line of an order; null when nothing was, or it is granted or taken back already. */
export async function grantOwned(tx: Tx, { orderId, line, at }: ForLine & { at: Date }): Promise<OwnedEbook | null> {
  const row = await own(tx)
    .updateTable('ownedEbook')
    .set({ grantedAt: at })
    .where('orderId', '=', orderId)
    .where('line', '=', line)
    .where('grantedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  return row ?? null
}

/** Takes back what is still only promised of an order. */
export async function releaseOwned(tx: Tx, { orderId, by, at }: { orderId: string; by: string; at: Date }) {
  await own(tx)
    .updateTable('ownedEbook')
    .set({ withdrawnAt: at, withdrawnBy: by, withdrawnReason: 'not paid' })
    .where('orderId', '=', orderId)
    .where('grantedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute()
}

/** Writes down that it was read from; the first time counts. */
export async function markOpened(db: Db, id: string, at: Date): Promise<void> {
  await own(db)
    .updateTable('ownedEbook')
    .set({ openedAt: at })
    .where('id', '=', id)
    .where('openedAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .execute()
}

/** The account's purchases of these ebooks that stand, promised ones too: at most one of each. */
export async function listStanding(
  db: Db,
  { accountId, isbns }: { accountId: string; isbns: readonly string[] },
): Promise<OwnedEbook[]> {
  return await own(db)
    .selectFrom('ownedEbook')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .where('withdrawnAt', 'is', null)
    .execute()
}

/** Locks what the lines of an order bought, to the end of the transaction. */
export async function lockOwnedOf(tx: Tx, orderId: string): Promise<(OwnedEbook & { readonly line: number })[]> {
  return await own(tx)
    .selectFrom('ownedEbook')
    .select(columns)
    .select('line')
    .where('orderId', '=', orderId)
    .orderBy('line')
    .forUpdate()
    .execute()
}

/** Takes back what a line of an order bought; null when it was granted none, or it was taken back. */
export async function withdrawOwned(
  tx: Tx,
  { orderId, line, ...withdrawn }: ForLine & { withdrawnAt: Date; withdrawnBy: string; withdrawnReason: string },
): Promise<OwnedEbook | null> {
  const row = await own(tx)
    .updateTable('ownedEbook')
    .set(withdrawn)
    .where('orderId', '=', orderId)
    .where('line', '=', line)
    .where('grantedAt', 'is not', null)
    .where('withdrawnAt', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  return row ?? null
}

/** The account's purchase of the ebook that stands and is paid. */
export async function findOwned(
  db: Db,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<OwnedEbook | null> {
  const row = await own(db)
    .selectFrom('ownedEbook')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('isbn13', '=', isbn13)
    .where('grantedAt', 'is not', null)
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst()
  return row ?? null
}

/** A purchase by its id; null when there is none. */
export async function findOwnedById(db: Db, id: string): Promise<OwnedEbook | null> {
  return (await own(db).selectFrom('ownedEbook').select(columns).where('id', '=', id).executeTakeFirst()) ?? null
}

/** Locks a purchase until the caller commits: it is not taken back meanwhile. */
export async function lockOwned(tx: Tx, id: string): Promise<void> {
  // Not for share: who reads from it first writes so, and two who both may not wait for each other.
  await own(tx).selectFrom('ownedEbook').select('id').where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
}

/** The account's purchases that stand and are paid, newest first, at most `limit`. */
export async function listOwnedBy(db: Db, accountId: string, limit: number): Promise<OwnedEbook[]> {
  return await own(db)
    .selectFrom('ownedEbook')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('grantedAt', 'is not', null)
    .where('withdrawnAt', 'is', null)
    .orderBy('grantedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
