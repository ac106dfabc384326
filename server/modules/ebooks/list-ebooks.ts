import { hydrateEditions } from '#catalog'
import { toMoneyView } from '#platform/money'
import type { EbooksDeps } from './model.ts'
import { listEbooks, listLending, listPools, listPrices } from './queries.ts'
import type { FoundEbook } from './queries.ts'
import { toTitle } from './to-views.ts'
import type { StaffEbookView } from './to-views.ts'

/** One page of what we have, by number, with prices, licences and how many wait. */
export async function listCatalogue(
  deps: Pick<EbooksDeps, 'db' | 'clock' | 'drm'>,
  { limit, cursor = '' }: { limit: number; cursor?: string | undefined },
): Promise<{ ebooks: StaffEbookView[]; nextCursor?: string }> {
  const found = await listEbooks(deps.db, { limit: limit + 1, after: cursor }) // one more tells of a next page
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    ebooks: await toStaffEbooks(deps, page),
    ...(last && found.length > limit ? { nextCursor: last.isbn13 } : {}),
  }
}

/** These ebooks as staff see them, in their order. */
export async function toStaffEbooks(
  { db, clock, drm }: Pick<EbooksDeps, 'db' | 'clock' | 'drm'>,
  page: readonly FoundEbook[],
): Promise<StaffEbookView[]> {
  const isbns = page.map(({ isbn13 }) => isbn13)
  const [cards, prices, pools, lending, publications] = await Promise.all([
    hydrateEditions({ db }, isbns),
    listPrices(db, isbns),
    listPools(db, isbns),
    listLending(db, isbns, clock.now()),
    Promise.all(page.map(({ publicationId }) => drm.getPublication(publicationId))),
  ])
  return page.map(({ isbn13, isSuspended, since }, i) => ({
    ...toTitle(isbn13, cards.get(isbn13)),
    scheme: publications[i]?.scheme ?? 'LCP',
    bytes: publications[i]?.bytes ?? 0,
    since: since.toISOString(),
    isSuspended,
    prices: (prices.get(isbn13) ?? []).map(toMoneyView),
    waiting: lending.get(isbn13)?.waiting ?? 0,
    pools: pools
      .filter((pool) => pool.isbn13 === isbn13)
      .map(({ isbn13: _, createdAt, endsAt, ...pool }) => {
        return { ...pool, since: createdAt.toISOString(), endsAt: endsAt?.toISOString() ?? null }
      }),
  }))
}
