// All SQL of rates — owns shippingRate, taxRate.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { RateTables } from './model.ts'

const own = (db: Db) => db.$pickTables<'shippingRate' | 'taxRate'>()

export async function listRates(db: Db): Promise<RateTables> {
  const [shipping, tax] = await Promise.all([
    own(db).selectFrom('shippingRate').selectAll().orderBy('country').orderBy('currency').execute(),
    own(db).selectFrom('taxRate').selectAll().orderBy('country').orderBy('postalPrefix').execute(),
  ])
  return { shipping, tax }
}

/** Lets changes of the rates come one after the other; carts and checkouts go on reading. */
export async function lockRates(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rates', 0))`.execute(tx)
}

/** Replaces both tables. */
export async function replaceRates(tx: Tx, { shipping, tax }: RateTables): Promise<void> {
  await own(tx).deleteFrom('shippingRate').execute()
  await own(tx).deleteFrom('taxRate').execute()
  if (shipping.length > 0) await own(tx).insertInto('shippingRate').values(shipping).execute()
  if (tax.length > 0) await own(tx).insertInto('taxRate').values(tax).execute()
}
