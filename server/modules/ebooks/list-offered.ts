import type { Money } from '#platform/money'
import type { EbooksDeps } from './model.ts'
import { listLending, listOfferedEbooks, listPrices, listPublicationsOf } from './queries.ts'
import { toLendingView } from './to-views.ts'
import type { LendingView } from './to-views.ts'

/** What it takes to have an ebook of ours. */
export interface OfferedEbook {
  readonly isbn13: string
  readonly publicationId: string
  /** Since when we have it. */
  readonly since: Date
  /** To own it, by currency; none: it is not sold. */
  readonly prices: readonly Money[]
  /** Null: it is not lent. */
  readonly lending: LendingView | null
}

/** At most `limit` ebooks that are sold or lent, by number, the newest first. */
export async function listOffered(
  { db, clock }: Pick<EbooksDeps, 'db' | 'clock'>,
  limit: number,
): Promise<{ isbn13: string; since: Date }[]> {
  return await listOfferedEbooks(db, { at: clock.now(), limit })
}

/** How these ebooks are offered, by number; those that we do not have are not in it. */
export async function describeOffers(
  { db, clock }: Pick<EbooksDeps, 'db' | 'clock'>,
  isbns: readonly string[],
): Promise<Map<string, OfferedEbook>> {
  const now = clock.now()
  const [ebooks, prices, lending] = await Promise.all([
    listPublicationsOf(db, isbns),
    listPrices(db, isbns),
    listLending(db, isbns, now),
  ])
  return new Map(
    ebooks.map((ebook) => {
      const state = lending.get(ebook.isbn13)
      const offered = { ...ebook, prices: prices.get(ebook.isbn13) ?? [] }
      return [ebook.isbn13, { ...offered, lending: state ? toLendingView(state, now) : null }]
    }),
  )
}
