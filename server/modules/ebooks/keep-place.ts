// Where somebody stopped reading, so that the next visit, on any device, begins there.
import type { Db } from '#platform/db'
import { findPlace, savePlace } from './place-queries.ts'
import type { EbooksDeps } from './model.ts'
import { refuse } from './model.ts'
import { findEntitlement } from './open-ebook.ts'

/** A Readium locator; what it says is the reader's own business. */
export interface KeptPlace {
  readonly locator: unknown
  /** How far, 0 to 1. */
  readonly progress: number
  readonly at: Date
}

/** The locator is JSON text of at most 4 kB (the router checks it). Refuses `ebooks.not_entitled`. */
export async function keepPlace(
  deps: EbooksDeps,
  place: { accountId: string; isbn13: string; locator: string; progress: number },
): Promise<void> {
  const { accountId, isbn13 } = place
  if (!(await findEntitlement(deps, { accountId, isbn13 }))) throw refuse('not_entitled', { isbn13 })
  await savePlace(deps.db, { ...place, at: deps.clock.now() })
}

/** Null before the first page was turned. */
export function getPlace(db: Db, whose: { accountId: string; isbn13: string }): Promise<KeptPlace | null> {
  return findPlace(db, whose)
}
