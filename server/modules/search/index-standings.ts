// Prices and availability in the index: what filters, orders and counts go by. What a result shows is asked anew.
import { hydrateEditions, hydrateWorks } from '#catalog'
import { inTransaction } from '#platform/db'
import { saveStandings } from './index-queries.ts'
import type { IndexDeps } from './model.ts'

/** Writes for the works of these books the lowest total last seen of any of their editions, and whether one is on our shelf. */
export async function indexStandings(
  deps: Pick<IndexDeps, 'db' | 'lowestOffers' | 'onShelf'>,
  isbns: readonly string[],
): Promise<void> {
  const cards = await hydrateEditions(deps, isbns)
  const works = await hydrateWorks(deps, [...new Set([...cards.values()].map(({ workId }) => workId))])
  const editions = [...works.values()].flatMap((work) => work.editions.map(({ isbn13 }) => isbn13))
  if (editions.length === 0) return
  const [lowest, ours] = await Promise.all([deps.lowestOffers(editions), deps.onShelf(editions)])
  const standings = [...works.values()].map((work) => {
    const totals = work.editions.flatMap(({ isbn13 }) => {
      const offer = lowest.get(isbn13)
      return offer ? [Number(offer.total.minor)] : []
    })
    return {
      workId: work.id,
      lowestMinor: totals.length > 0 ? Math.min(...totals) : null,
      isOurs: work.editions.some(({ isbn13 }) => ours.has(isbn13)),
    }
  })
  await inTransaction(deps.db, (tx) => saveStandings(tx, standings))
}
