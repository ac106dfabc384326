// SQL of purchases of ebooks.
import type { Db, Tx } from '#platform/db'
import type { OwnedEbook } from './model.ts'

const own = (db: Db) => db.$pickTables<'ownedEbook'>()

const columns = ['id', 'accountId', 'isbn13', 'at', 'withdrawnAt'] as const

interface Grant {
  readonly id: string
  readonly accountId: string
  readonly isbn13: string
  readonly orderId: string
  readonly line: number
  readonly key: string
  readonly by: string
  readonly at: Date
}

/** Records a purchase; false when its key, or its line of the order, has one. */
export async function insertOwned(tx: Tx, grant: Grant): Promise<boolean> {
  const row = await own(tx)
    .insertInto('ownedEbook')
    .values(grant)
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

/** Takes back what a line of an order bought; null when it bought none, or it was taken back. */
export async function withdrawOwned(
  tx: Tx,
  { orderId, line, ...withdrawn }: ForLine & { withdrawnAt: Date; withdrawnBy: string; withdrawnReason: string },
): Promise<OwnedEbook | null> {
  const row = await own(tx)
    .updateTable('ownedEbook')
    .set(withdrawn)
    .where('orderId', '=', orderId)
    .where('line', '=', line)
    .where('withdrawnAt', 'is', null)
    .returning(columns)
    .executeTakeFirst()
  return row ?? null
}

/** The account's purchase of the ebook that stands, the first of several. */
export async function findOwned(
  db: Db,
  { accountId, isbn13 }: { accountId: string; isbn13: string },
): Promise<OwnedEbook | null> {
  const row = await own(db)
    .selectFrom('ownedEbook')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('isbn13', '=', isbn13)
    .where('withdrawnAt', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** A purchase by its id; null when there is none. */
export async function findOwnedById(db: Db, id: string): Promise<OwnedEbook | null> {
  return (await own(db).selectFrom('ownedEbook').select(columns).where('id', '=', id).executeTakeFirst()) ?? null
}

/** Locks a purchase until the caller commits: it is not taken back meanwhile. */
export async function lockOwned(tx: Tx, id: string): Promise<void> {
  await own(tx).selectFrom('ownedEbook').select('id').where('id', '=', id).forShare().executeTakeFirst()
}

/** The account's purchases that stand, newest first, at most `limit`. */
export async function listOwnedBy(db: Db, accountId: string, limit: number): Promise<OwnedEbook[]> {
  return await own(db)
    .selectFrom('ownedEbook')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('withdrawnAt', 'is', null)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}
