import { hydrateAccounts } from '#accounts'
import { listWaiting } from './hold-queries.ts'
import { toStaffEbooks } from './list-ebooks.ts'
import { refuse } from './model.ts'
import type { EbooksDeps } from './model.ts'
import { findEbook } from './queries.ts'
import { toReader } from './to-views.ts'
import type { StaffHoldView, StaffEbookView } from './to-views.ts'

const queueMax = 100 // as many as anybody reads; how many wait in all is said beside it

/** One of our ebooks with who waits for it, the next one first, at most 100. Refuses `ebooks.ebook_not_found`. */
export async function getEbook(
  deps: Pick<EbooksDeps, 'db' | 'clock' | 'drm'>,
  isbn13: string,
): Promise<{ ebook: StaffEbookView; queue: StaffHoldView[] }> {
  const found = await findEbook(deps.db, isbn13)
  if (!found) throw refuse('ebook_not_found', { isbn13 })
  const [[ebook], waiting] = await Promise.all([toStaffEbooks(deps, [found]), listWaiting(deps.db, isbn13, queueMax)])
  if (!ebook) throw new Error(`ebook ${isbn13} is there and is not shown`)
  const accounts = await hydrateAccounts(
    deps.db,
    waiting.map(({ accountId }) => accountId),
  )
  const queue = waiting.map(({ id, accountId, createdAt }, index) => ({
    id,
    place: index + 1,
    since: createdAt.toISOString(),
    reader: toReader(accounts.get(accountId)),
  }))
  return { ebook, queue }
}
