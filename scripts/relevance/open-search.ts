// The product's own search over a catalogue, in a database of its own: imported, indexed and asked by the code that production runs.
import { importCsv } from '../../server/modules/catalog/index.ts'
import { createPostgresEngine, findBooks, indexWorks, mergeSegments } from '../../server/modules/search/index.ts'
import type { SearchDeps } from '../../server/modules/search/index.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { createDb, createPool } from '../../server/platform/db.ts'
import { systemIds } from '../../server/platform/ids.ts'
import { createLog } from '../../server/platform/log.ts'
import { migrateToLatest } from '../../server/platform/migrate.ts'
import { startScratch } from '../postgres/scratch.ts'
import { Problem } from '../problem.ts'
import type { Catalogue } from './read-catalogue.ts'

export interface RelevanceSearch {
  /** Ids of the records that a search shows, best first. */
  find(text: string, limit: number): Promise<string[]>
  close(): Promise<void>
}

export async function openRelevance(
  engine: 'postgres' | 'opensearch',
  catalogue: Catalogue,
  say: (line: string) => void,
): Promise<RelevanceSearch> {
  if (engine !== 'postgres') throw new Problem('This version searches with PostgreSQL alone.')
  const postgres = await startScratch()
  const url = postgres.url('postgres')
  await migrateToLatest(url)
  const db = createDb(createPool({ url, name: 'relevance', max: 4 }))
  const close = async () => {
    await db.destroy()
    await postgres.stop()
  }
  try {
    let rejected = 0
    await importCsv({ db, ids: systemIds, announce: indexWorks }, catalogue.csv(), {
      onReject: ({ field, reason }) => {
        if (rejected++ < 5) say(`left out: ${field}: ${reason}`)
      },
      onProgress: ({ editions }) => process.stderr.write(`\r${editions} editions`),
    })
    process.stderr.write('\n')
    await mergeSegments(db, { all: true })
    const log = createLog({ name: 'relevance', level: 'warn' })
    const deps: SearchDeps = {
      db,
      engine: createPostgresEngine({ db }),
      clock: systemClock,
      log,
      lowestOffers: async () => new Map(),
    }
    return {
      async find(text, limit) {
        const { hits } = await findBooks(deps, { text, limit, sort: 'relevance' })
        return hits.map(({ isbn13 }) => catalogue.idOf.get(isbn13) ?? isbn13)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
