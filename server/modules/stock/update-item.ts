import { inTransaction } from '#platform/db'
import type { Db } from '#platform/db'
import type { Money } from '#platform/money'
import { refuse } from './model.ts'
import type { ItemKey } from './model.ts'
import { saveTerms } from './queries.ts'

/** Sets what a copy costs from now on, and when the item counts as low. What is reserved keeps its price. Refuses `stock.item_not_found`. */
export async function updateItem(
  { db }: { db: Db },
  command: ItemKey & { price?: Money | undefined; lowAt?: number | undefined; at: Date },
): Promise<void> {
  const { isbn13, condition } = command
  const isThere = await inTransaction(db, (tx) => saveTerms(tx, command, command))
  if (!isThere) throw refuse('item_not_found', { isbn13, condition })
}
