import { findMine } from './find-mine.ts'
import { listEntries } from './list-entries.ts'
import { refuse } from './model.ts'
import type { Entry, OpdsDeps } from './model.ts'

/** One ebook as somebody sees it; `accountId` null: nobody signed in. Refuses `opds.ebook_not_found`. */
export async function getEntry(
  deps: Pick<OpdsDeps, 'db' | 'clock' | 'drm'>,
  { isbn13, accountId }: { isbn13: string; accountId: string | null },
): Promise<Entry> {
  const reader = accountId === null ? null : { accountId, mine: only(isbn13, await findMine(deps, accountId)) }
  const [entry] = await listEntries(deps, [isbn13], reader)
  if (!entry) throw refuse('ebook_not_found', { isbn13 })
  return entry
}

function only<T>(key: string, map: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  const value = map.get(key)
  return new Map(value === undefined ? [] : [[key, value]])
}
