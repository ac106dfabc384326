// search: mixed queries over an invented catalogue (`--editions N`, 10,000 unless said otherwise), as the router answers them: understood, found,
// counted, and the page's books read. Measured against the engine's bare query: reading the lists of the words. search-large: the same over a million,
// which takes some eight minutes, most of them for the index.
import { createDb, createPool } from '../server/platform/db.ts'
import { createLog } from '../server/platform/log.ts'
import { migrateToLatest } from '../server/platform/migrate.ts'
import { systemClock } from '../server/platform/clock.ts'
import { createPostgresEngine, findBooks, rebuildIndex, searchPool } from '../server/modules/search/index.ts'
import type { SearchDeps } from '../server/modules/search/index.ts'
import { parseQuery } from '../server/modules/search/analyze-query.ts'
import { startCluster } from '../scripts/postgres/cluster.ts'
import { freePort } from '../scripts/ports.ts'
import { removeFolder, temporaryFolder } from '../scripts/temporary.ts'
import { cpuMs, cpuSpent } from './cpu.ts'
import { inventBooks } from './invented-books.ts'
import { inventQueries } from './invented-queries.ts'
import { loadBooks } from './load-books.ts'
import { loopLoad, report, round } from './measure.ts'
import type { Report } from './measure.ts'

const queriesMax = 2_000
/** Above so many editions fewer readers at a time are asked for: it is the latency of a large catalogue that is measured, not of a queue. */
const manyEditions = 100_000
const load = { seconds: 15 }

export async function searchLarge(say: (line: string) => void): Promise<Report> {
  return { ...(await search(say, 1_000_000)), name: 'search-large' }
}

export async function search(say: (line: string) => void, editions = 10_000): Promise<Report> {
  const isLarge = editions > manyEditions
  const clients = isLarge ? 4 : 16
  // What the runbook says for such a catalogue.
  const memory = isLarge ? { sharedBuffers: '2GB' } : {}
  const dir = temporaryFolder('bench-search')
  const cluster = await startCluster({ dir, port: await freePort(), password: 'bench', throwaway: true, ...memory })
  const url = cluster.url('postgres')
  try {
    await migrateToLatest(url)
    const books = inventBooks(editions)
    const buildSeconds = await build(url, books, say)
    await using asked = openSearches(url, inventQueries(books, queriesMax))
    say(`Searching with ${clients} readers at a time …`)
    await loopLoad(asked.find, { lanes: clients, seconds: load.seconds / 3 }) // until code is compiled and caches are warm
    const before = cpuMs({ postgres: cluster.pid, node: process.pid })
    const measured = await loopLoad(asked.find, { lanes: clients, ...load })
    const after = cpuMs({ postgres: cluster.pid, node: process.pid })
    const ceiling = await loopLoad(asked.bare, { lanes: clients, seconds: load.seconds / 3 })
    await loopLoad(asked.suggest, { lanes: clients, seconds: 1 })
    const suggestions = await loopLoad(asked.suggest, { lanes: clients, seconds: load.seconds / 3 })
    return report(
      'search',
      'searches/s',
      { measured, ceiling },
      {
        engine: 'postgres',
        editions,
        clients,
        ...memory,
        degraded: asked.degraded(),
        build_s: round(buildSeconds),
        suggest_p50_ms: round(suggestions.p50Ms),
        suggest_p99_ms: round(suggestions.p99Ms),
        suggest_failures: suggestions.failures,
        cpu_ms: cpuSpent(before, after, Math.max(1, Math.round(measured.perSecond * load.seconds))),
      },
    )
  } finally {
    await cluster.stop()
    removeFolder(dir)
  }
}

/** Searches as a server makes them, over connections like its own; the n-th asks the n-th of `queries`. */
function openSearches(url: string, queries: readonly string[]) {
  const db = createDb(createPool({ url, name: 'bench' }))
  const pool = createPool({ ...searchPool, url, name: 'bench-search' })
  const searchDb = createDb(pool)
  const engine = createPostgresEngine({ db, searchDb })
  const log = createLog({ name: 'bench', level: 'warn' })
  const deps: SearchDeps = { db, engine, clock: systemClock, log, lowestOffers: async () => new Map() }
  const at = (n: number) => queries[n % queries.length] as string
  let degraded = 0
  return {
    degraded: () => degraded,
    async find(n: number) {
      const { degraded: isDegraded } = await findBooks(deps, { text: at(n), limit: 20, sort: 'relevance' })
      if (isDegraded) degraded++
    },
    async suggest(n: number) {
      await engine.suggest(at(n).slice(0, 2 + (n % 9)), 8)
    },
    async bare(n: number) {
      const text = 'select stem, works, list from search_posting where stem = any($1)'
      await pool.query({ name: 'bare', text, values: [parseQuery(at(n)).stems] })
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([db.destroy(), searchDb.destroy()])
    },
  }
}

async function build(url: string, books: ReturnType<typeof inventBooks>, say: (line: string) => void): Promise<number> {
  const begun = performance.now()
  const pool = createPool({ url, name: 'bench-load', max: 2 })
  const db = createDb(pool)
  say(`Inventing ${books.count} works …`)
  await loadBooks(pool, books, say)
  say(`saved in ${Math.round((performance.now() - begun) / 1000)} s; indexing …`)
  await rebuildIndex(db)
  await pool.query('vacuum analyze')
  await db.destroy()
  const seconds = (performance.now() - begun) / 1000
  say(`indexed; ${Math.round(seconds)} s in all`)
  return seconds
}
