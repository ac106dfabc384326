// Pages of the catalogue, the newest ebook first. Which ebooks there are is asked of ebooks, what they are about of catalog: neither knows the other's
// tables, and between them goes a list of numbers (reachMax).
import { countSubjects, findAmong } from '#catalog'
import { listOffered } from '#ebooks'
import { listEntries } from './list-entries.ts'
import { findMine } from './find-mine.ts'
import { itemsPerPage, reachMax } from './model.ts'
import type { OpdsDeps, Page } from './model.ts'

type Reading = Pick<OpdsDeps, 'db' | 'clock' | 'drm'>

/** One page of the ebooks on offer, of those with this subject or these words, if any are named. A page beyond the last has no entries. */
export async function listPublications(
  deps: Reading,
  { page, limit = itemsPerPage, ...wanted }: { page: number; limit?: number; subject?: string; text?: string },
): Promise<Page> {
  const isbns = await findAmong(deps, { ...wanted, isbns: await listNumbers(deps) })
  const from = (page - 1) * limit
  return { entries: await listEntries(deps, isbns.slice(from, from + limit)), total: isbns.length, page }
}

/** Every subject of the ebooks on offer. */
export async function listSubjects(deps: Reading): Promise<{ name: string; editions: number }[]> {
  return await countSubjects(deps, await listNumbers(deps))
}

/** All that somebody has, on one page. */
export async function listShelf(deps: Reading, accountId: string): Promise<Page> {
  const mine = await findMine(deps, accountId)
  const entries = await listEntries(deps, [...mine.keys()], { accountId, mine })
  return { entries, total: entries.length, page: 1 }
}

async function listNumbers(deps: Reading): Promise<string[]> {
  return (await listOffered(deps, reachMax)).map(({ isbn13 }) => isbn13)
}
