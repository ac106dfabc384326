// search: mixed queries over an invented catalogue (`--editions N`, 10,000 unless said otherwise), as the router answers them: understood, found,
// counted, and the page's books read. Measured against the engine's bare query: reading the lists of the words.
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

export async function search(say: (line: string) => void, editions = 10_000): Promise<Report> {
  const clients = editions > manyEditions ? 4 : 16
  const dir = temporaryFolder('bench-search')
  const sharedBuffers = editions > manyEditions ? '2GB' : undefined
  const cluster = await startCluster({
    dir,
    port: await freePort(),
    password: 'bench',
    throwaway: true,
    ...(sharedBuffers && { sharedBuffers }),
  })
  const url = cluster.url('postgres')
  try {
    await migrateToLatest(url)
    const books = inventBooks(editions)
    const buildSeconds = await build(url, books, say)
    // As a server has them.
    const db = createDb(createPool({ url, name: 'bench' }))
    const pool = createPool({ ...searchPool, url, name: 'bench-search' })
    const searchDb = createDb(pool)
    const engine = createPostgresEngine({ db, searchDb })
    const deps: SearchDeps = {
      db,
      engine,
      clock: systemClock,
      log: createLog({ name: 'bench', level: 'warn' }),
      lowestOffers: async () => new Map(),
    }
    const queries = inventQueries(books, queriesMax)
    const at = (n: number) => queries[n % queries.length] as string
    let degraded = 0
    const find = async (n: number) => {
      const { degraded: isDegraded } = await findBooks(deps, { text: at(n), limit: 20, sort: 'relevance' })
      if (isDegraded) degraded++
    }
    const suggest = async (n: number) => {
      const text = at(n)
      await engine.suggest(text.slice(0, 2 + (n % 9)), 8)
    }
    const bare = async (n: number) => {
      const { stems } = parseQuery(at(n))
      await pool.query({
        name: 'bare',
        text: 'select stem, works, list from search_posting where stem = any($1)',
        values: [stems],
      })
    }
    say(`Searching with ${clients} readers at a time …`)
    await loopLoad(find, { lanes: clients, seconds: load.seconds / 3 }) // until code is compiled and caches are warm
    const before = cpuMs({ postgres: cluster.pid, node: process.pid })
    const measured = await loopLoad(find, { lanes: clients, ...load })
    const after = cpuMs({ postgres: cluster.pid, node: process.pid })
    const ceiling = await loopLoad(bare, { lanes: clients, seconds: load.seconds / 3 })
    await loopLoad(suggest, { lanes: clients, seconds: 1 })
    const suggestions = await loopLoad(suggest, { lanes: clients, seconds: load.seconds / 3 })
    await Promise.all([db.destroy(), searchDb.destroy()])
    return report(
      'search',
      'searches/s',
      { measured, ceiling },
      {
        engine: 'postgres',
        editions,
        clients,
        ...(sharedBuffers && { shared_buffers: sharedBuffers }),
        degraded,
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
