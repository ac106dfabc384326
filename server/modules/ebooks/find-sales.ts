import type { Db } from '#platform/db'
import type { EbookSale } from './model.ts'
import { listStanding } from './owned-queries.ts'
import { listPrices } from './queries.ts'

/** What these ebooks cost now, and which of them the account has or is buying; null: nobody is signed in. All of them are in the answer. */
export async function findSales(
  db: Db,
  { isbns, accountId }: { isbns: readonly string[]; accountId: string | null },
): Promise<ReadonlyMap<string, EbookSale>> {
  if (isbns.length === 0) return new Map()
  const [prices, standing] = await Promise.all([
    listPrices(db, isbns),
    accountId === null ? [] : listStanding(db, { accountId, isbns }),
  ])
  const granted = new Map(standing.map(({ isbn13, grantedAt }) => [isbn13, grantedAt !== null]))
  return new Map(
    isbns.map((isbn13) => {
      const isOwned = granted.get(isbn13)
      const what = isOwned === undefined ? null : isOwned ? 'owned' : 'being_bought'
      return [isbn13, { prices: prices.get(isbn13) ?? [], standing: what }]
    }),
  )
}
