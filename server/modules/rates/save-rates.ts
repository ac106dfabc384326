import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import type { RateTables } from './model.ts'
import { listRates, replaceRates } from './queries.ts'

/** Replaces the tables by these; orders that were placed keep what they were told. */
export async function saveRates(db: Db, tables: RateTables): Promise<void> {
  await inTransaction(db, (tx) => replaceRates(tx, tables))
}

/** Fills empty tables with these; false when there is a row already, which is then left as it is. */
export async function ensureRates(db: Db, tables: RateTables): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const { shipping, tax } = await listRates(tx)
    if (shipping.length > 0 || tax.length > 0) return false
    await replaceRates(tx, tables)
    return true
  })
}
