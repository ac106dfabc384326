// OpenSearch keeps the contract of every engine, on a real one that follows a real PostgreSQL.
import { pino } from 'pino'
import { describe } from 'vitest'
import { systemClock } from '#platform/clock'
import { money } from '#platform/money'
import { engineContract, movedClock, wordsGoodMs } from '#testing/engine-contract'
import { openSearchUrl, useAlias, useLine } from '#testing/opensearch'
import { tendReplicas } from './index-anew.ts'
import { indexChanges } from './index-changes.ts'
import { indexStandings } from './index-standings.ts'
import { indexWorks } from './index-works.ts'
import { mergeSegments } from './merge-segments.ts'
import type { ReplicaDeps } from './model.ts'
import { createOpenSearchEngine } from './opensearch-engine.ts'
import { readVocabulary } from './read-vocabulary.ts'

/** A cold Java machine is no reason to fail. */
const timeoutMs = 20_000

describe.skipIf(openSearchUrl === null)('on OpenSearch', () => {
  const alias = useAlias()
  const line = useLine()
  engineContract('opensearch', async (db) => {
    const deps: ReplicaDeps = { db, clock: systemClock, log: pino({ level: 'silent' }), remote: line.remote, alias }
    await tendReplicas(deps)
    const clock = movedClock()
    const prices = new Map<string, number>()
    const lowestOffers = async (isbns: readonly string[]) =>
      new Map(
        isbns.flatMap((isbn) => {
          const minor = prices.get(isbn)
          const offer = { total: money(BigInt(minor ?? 0), 'USD'), sellerName: 'Harbor', asOf: new Date(0) }
          return minor === undefined ? [] : [[isbn, offer] as const]
        }),
      )
    return {
      engine: createOpenSearchEngine({
        db,
        remote: line.remote,
        alias,
        timeoutMs,
        vocabulary: readVocabulary({ db, clock }),
      }),
      announce: indexWorks,
      async settle() {
        await mergeSegments(db)
        clock.pass(wordsGoodMs)
        await indexChanges(deps)
      },
      async reprice(changes) {
        for (const { isbn13, totalMinor } of changes)
          if (totalMinor === null) prices.delete(isbn13)
          else prices.set(isbn13, totalMinor)
        const isbns = changes.map(({ isbn13 }) => isbn13)
        await indexStandings({ db, lowestOffers, onShelf: async () => new Set() }, isbns)
        await indexChanges(deps)
      },
      close: async () => {},
    }
  })
})
