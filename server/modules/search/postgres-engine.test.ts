// PostgreSQL does what every engine must.
import { money } from '#platform/money'
import { engineContract, movedClock, wordsGoodMs } from '#testing/engine-contract'
import { indexStandings } from './index-standings.ts'
import { indexWorks } from './index-works.ts'
import { mergeSegments } from './merge-segments.ts'
import { createPostgresEngine } from './postgres-engine.ts'
import { readVocabulary } from './read-vocabulary.ts'

engineContract('postgres', async (db) => {
  const clock = movedClock()
  const prices = new Map<string, number>()
  const lowestOffers = async (isbns: readonly string[]) =>
    new Map(
      isbns.flatMap((isbn13) => {
        const totalMinor = prices.get(isbn13)
        if (totalMinor === undefined) return []
        return [[isbn13, { total: money(BigInt(totalMinor), 'USD'), sellerName: 'Harbor', asOf: new Date(0) }]]
      }),
    )
  return {
    engine: createPostgresEngine({ db, vocabulary: readVocabulary({ db, clock }) }),
    announce: indexWorks,
    async settle() {
      await mergeSegments(db) // leaves a few waiting, which must be found as well
      clock.pass(wordsGoodMs)
    },
    async reprice(changes) {
      for (const { isbn13, totalMinor } of changes)
        if (totalMinor === null) prices.delete(isbn13)
        else prices.set(isbn13, totalMinor)
      const isbns = changes.map(({ isbn13 }) => isbn13)
      await indexStandings({ db, lowestOffers, onShelf: async () => new Set() }, isbns)
    },
    close: async () => {},
  }
})
