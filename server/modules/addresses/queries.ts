// All SQL of addresses — owns address.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Address as AddressRow } from '#platform/db.gen'
import type { Address, AddressInput } from './model.ts'

const own = (db: Db) => db.$pickTables<'address'>()

/** Waits until nobody else changes this address book; held to the end of the transaction. */
export async function lockBook(tx: Tx, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`address:${accountId}`}, 0))`.execute(tx)
}

/** The default one first, then the oldest first. */
export async function listAddressesOf(db: Db, accountId: string): Promise<Address[]> {
  const rows = await own(db)
    .selectFrom('address')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('isDefault', 'desc')
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(toAddress)
}

export async function findAddress(db: Db, { id, accountId }: Owned): Promise<Address | null> {
  const row = await own(db)
    .selectFrom('address')
    .selectAll()
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return row ? toAddress(row) : null
}

export async function saveAddress(
  tx: Tx,
  { address, isDefault, at, ...owned }: Owned & { address: AddressInput; isDefault: boolean; at: Date },
): Promise<void> {
  const fields = { ...address, lines: [...address.lines] }
  await own(tx)
    .insertInto('address')
    .values({ ...owned, ...fields, isDefault, createdAt: at, changedAt: at })
    .execute()
}

/** False when it is not this account's. */
export async function changeAddress(
  tx: Tx,
  { id, accountId, address, at }: Owned & { address: AddressInput; at: Date },
): Promise<boolean> {
  const row = await own(tx)
    .updateTable('address')
    .set({ ...address, lines: [...address.lines], changedAt: at })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Makes this the default one and no other; the book is locked. */
export async function saveDefault(tx: Tx, { id, accountId }: Owned): Promise<void> {
  await own(tx)
    .updateTable('address')
    .set({ isDefault: false })
    .where('accountId', '=', accountId)
    .where('isDefault', '=', true)
    .execute()
  await own(tx)
    .updateTable('address')
    .set({ isDefault: true })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .execute()
}

export async function deleteAddress(tx: Tx, { id, accountId }: Owned): Promise<void> {
  await own(tx).deleteFrom('address').where('id', '=', id).where('accountId', '=', accountId).execute()
}

interface Owned {
  readonly id: string
  readonly accountId: string
}

function toAddress(row: Selectable<AddressRow>): Address {
  const { id, recipient, lines, city, region, postalCode, country, isDefault } = row
  return { id, recipient, lines, city, region, postalCode, country, isDefault }
}
