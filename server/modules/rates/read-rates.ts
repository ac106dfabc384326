import type { Db } from '#platform/db'
import type { RateTables } from './model.ts'
import { listRates } from './queries.ts'

/** Both tables as they are now. Some dozens of rows: read whole, so that one order is reckoned by one state of them. */
export async function readRates(db: Db): Promise<RateTables> {
  return listRates(db)
}
