import { Refusal } from '#platform/errors'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { holdsMax, refuse } from './model.ts'
import type { EbooksDeps, Hold } from './model.ts'
import { countWaitingOf, findHold, findHoldByKey, insertHold, listHoldsOf } from './hold-queries.ts'
import { findLiveLoan } from './loan-queries.ts'
import { findOwned } from './owned-queries.ts'
import { listLending, lockEbook } from './queries.ts'
import { settleLending } from './settle-lending.ts'

interface PlaceHold {
  readonly accountId: string
  readonly isbn13: string
  readonly key: string
}

/**
 * Takes the last place in the queue for an ebook. Where a copy is free it is kept for the reader at once, and the hold is SERVED. The same key again
 * gives the hold as it is now. Refuses `ebooks.ebook_not_found`, `already_owned`, `already_borrowed`, `already_waiting`, `too_many_holds`, `not_lent`.
 */
export async function placeHold(deps: EbooksDeps, command: PlaceHold): Promise<Hold> {
  const outcome = await inTransaction(deps.db, (tx) => placeInside(deps, tx, command))
  if (outcome instanceof Refusal) throw outcome
  return outcome
}

async function placeInside(deps: EbooksDeps, tx: Tx, { accountId, isbn13, key }: PlaceHold): Promise<Hold | Refusal> {
  const ebook = await lockEbook(tx, isbn13, deps.clock.now())
  if (!ebook) return refuse('ebook_not_found', { isbn13 })
  const recorded = await findHoldByKey(tx, accountId, key)
  if (recorded) return recorded.isbn13 === isbn13 ? recorded : refuse('key_reused', { isbn13 })
  await settleLending(deps, tx, ebook)
  const { at } = ebook
  const refusal = await findObstacle(tx, { accountId, isbn13, at })
  if (refusal) return refusal
  const id = deps.ids.next()
  await insertHold(tx, { id, isbn13, accountId, key, at })
  await settleLending(deps, tx, ebook)
  const hold = await findHold(tx, { holdId: id, accountId })
  if (!hold) throw new Error(`hold ${id} was placed and is not there`)
  return hold
}

async function findObstacle(
  tx: Tx,
  { accountId, isbn13, at }: { accountId: string; isbn13: string; at: Date },
): Promise<Refusal | null> {
  if (await findOwned(tx, { accountId, isbn13 })) return refuse('already_owned', { isbn13 })
  if (await findLiveLoan(tx, { accountId, isbn13 })) return refuse('already_borrowed', { isbn13 })
  if ((await listHoldsOf(tx, accountId, isbn13)).length > 0) return refuse('already_waiting', { isbn13 })
  if ((await countWaitingOf(tx, accountId)) >= holdsMax) return refuse('too_many_holds', { isbn13 })
  return (await listLending(tx, [isbn13], at)).has(isbn13) ? null : refuse('not_lent', { isbn13 })
}
