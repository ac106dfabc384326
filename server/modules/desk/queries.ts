// All SQL of the desk — owns deskSeller, deskRegistration. Whose row it is stands in every `where`.
import type { Db, Tx } from '#platform/db'
import type { Owner } from './model.ts'

const own = (db: Db) => db.$pickTables<'deskSeller' | 'deskRegistration'>()

/** A seller on a desk: what the row holds. */
export interface DeskRow {
  readonly sellerId: string
  readonly name: string
  readonly keyId: string
  readonly sealedKey: Buffer
}

const columns = ['sellerId', 'name', 'keyId', 'sealedKey'] as const

/** The account's sellers by name; `limit` rows at most. */
export async function listSellersOf(db: Db, accountId: string, limit: number): Promise<DeskRow[]> {
  return await own(db)
    .selectFrom('deskSeller')
    .select(columns)
    .where('accountId', '=', accountId)
    .orderBy('name')
    .orderBy('sellerId')
    .limit(limit)
    .execute()
}

/** Null for a seller that is not on this account's desk, whoever else's it may be. */
export async function findSellerOf(db: Db, { accountId, sellerId }: Owner): Promise<DeskRow | null> {
  const row = await own(db)
    .selectFrom('deskSeller')
    .select(columns)
    .where('accountId', '=', accountId)
    .where('sellerId', '=', sellerId)
    .executeTakeFirst()
  return row ?? null
}

/** Puts a seller on the desk, or gives one that is there its new key and name. */
export async function saveSeller(tx: Db | Tx, owner: Owner, row: Omit<DeskRow, 'sellerId'>, at: Date): Promise<void> {
  await own(tx)
    .insertInto('deskSeller')
    .values({ ...owner, ...row, addedAt: at })
    .onConflict((conflict) => conflict.columns(['accountId', 'sellerId']).doUpdateSet(row))
    .execute()
}

export async function saveName(db: Db, { accountId, sellerId }: Owner, name: string): Promise<void> {
  await own(db)
    .updateTable('deskSeller')
    .set({ name })
    .where('accountId', '=', accountId)
    .where('sellerId', '=', sellerId)
    .execute()
}

/** Takes a seller off the desk with its key; false when it was not there. */
export async function deleteSeller(db: Db, { accountId, sellerId }: Owner): Promise<boolean> {
  const { numDeletedRows } = await own(db)
    .deleteFrom('deskSeller')
    .where('accountId', '=', accountId)
    .where('sellerId', '=', sellerId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** A form's registration under its request id. */
export interface Registering {
  readonly accountId: string
  readonly requestId: string
}

export interface RegistrationRow {
  readonly fingerprint: Buffer
  readonly attempt: number
  readonly leasedUntil: Date | null
  readonly sellerId: string | null
}

/** Notes the intent to register if this id is new, and locks it: whoever presses twice waits here for the first. */
export async function lockRegistration(
  tx: Tx,
  { accountId, requestId }: Registering,
  fresh: { fingerprint: Buffer; at: Date },
): Promise<RegistrationRow> {
  await own(tx)
    .insertInto('deskRegistration')
    .values({ accountId, requestId, fingerprint: fresh.fingerprint, startedAt: fresh.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await own(tx)
    .selectFrom('deskRegistration')
    .select(['fingerprint', 'attempt', 'leasedUntil', 'sellerId'])
    .where('accountId', '=', accountId)
    .where('requestId', '=', requestId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

export async function saveRegistration(
  db: Db | Tx,
  { accountId, requestId }: Registering,
  change: { attempt?: number; leasedUntil?: Date | null; sellerId?: string },
): Promise<void> {
  await own(db)
    .updateTable('deskRegistration')
    .set(change)
    .where('accountId', '=', accountId)
    .where('requestId', '=', requestId)
    .where('sellerId', 'is', null) // an outcome stays
    .execute()
}

/** Forgets a registration that certainly made no seller. */
export async function deleteRegistration(db: Db, { accountId, requestId }: Registering): Promise<void> {
  await own(db)
    .deleteFrom('deskRegistration')
    .where('accountId', '=', accountId)
    .where('requestId', '=', requestId)
    .where('sellerId', 'is', null)
    .execute()
}
