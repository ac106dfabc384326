// index-freshness: how long after the commit of a change a search finds it, through the jobs of a worker, in PostgreSQL and, where this machine can
// have one, in OpenSearch.
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { importCsv, worksChanged } from '../server/modules/catalog/index.ts'
import { createPostgresEngine, followChanges, searchJobs } from '../server/modules/search/index.ts'
import type { SearchEngine } from '../server/modules/search/index.ts'
import { systemClock } from '../server/platform/clock.ts'
import { createDb, createPool } from '../server/platform/db.ts'
import type { Db } from '../server/platform/db.ts'
import { systemIds } from '../server/platform/ids.ts'
import { withCheckDigit } from '../server/platform/isbn.ts'
import { createBoss, ensureQueues, installJobs, jobsOf, work } from '../server/platform/jobs.ts'
import type { Jobs } from '../server/platform/jobs.ts'
import { createLog } from '../server/platform/log.ts'
import { migrateToLatest } from '../server/platform/migrate.ts'
import { openFilledOpenSearch } from '../scripts/opensearch/engine.ts'
import type { FilledOpenSearch } from '../scripts/opensearch/engine.ts'
import { freePort } from '../scripts/ports.ts'
import { startCluster } from '../scripts/postgres/cluster.ts'
import { Problem } from '../scripts/problem.ts'
import { removeFolder, temporaryFolder } from '../scripts/temporary.ts'
import { openLoad, quantile, round } from './measure.ts'
import type { Report } from './measure.ts'

/** A shop's worth of changes. */
const load = { perSecond: 1, seconds: 60 }
/** The bar of the design. */
const wantedMs = 2_000
/** A change that is not found by then counts as lost. */
const lostMs = 60_000
const lookEveryMs = 50
/** Works that are there before, so that a batch finds an index with something in it. */
const worksBefore = 2_000

const header = 'work_key,title,authors,original_year,subjects,popularity,isbn13,format,language'

export async function indexFreshness(say: (line: string) => void): Promise<Report> {
  const dir = temporaryFolder('bench-freshness')
  const cluster = await startCluster({ dir, port: await freePort(), password: 'bench' }) // that loses nothing, as in production
  const url = cluster.url('postgres')
  const log = createLog({ name: 'bench', level: 'warn' })
  const db = createDb(createPool({ url, name: 'bench-freshness', max: 16 }))
  // Looking must not take the worker's connections.
  const looks = createDb(createPool({ url, name: 'bench-looks', max: 8 }))
  const closers: (() => Promise<unknown>)[] = [
    async () => removeFolder(dir),
    () => cluster.stop(),
    () => db.destroy(),
    () => looks.destroy(),
  ]
  try {
    await migrateToLatest(url)
    await installJobs(url)
    const boss = createBoss({ url, role: 'worker', log })
    await boss.start()
    closers.push(() => boss.stop({ graceful: true, timeout: 10_000 }))
    const jobs = jobsOf(boss)
    const remote = await openIfPossible(db, say)
    if (remote) closers.push(() => remote.close())
    const handlers = searchJobs({
      db,
      jobs,
      clock: systemClock,
      log,
      openSearch: remote?.replica ?? null,
      lowestOffers: async () => new Map(),
      onShelf: async () => new Set(),
    })
    await ensureQueues(boss, handlers)
    await work(boss, handlers, log)
    const closing = new AbortController()
    const following = remote && followChanges(remote.replica, closing.signal)
    closers.push(async () => {
      closing.abort()
      await following
    })
    const engines = [createPostgresEngine({ db: looks }), ...(remote ? [remote.engine] : [])]
    await save(
      db,
      jobs,
      Array.from({ length: worksBefore }, (_, n) => n),
    )
    for (const engine of engines) await untilFound(engine, wordOf(worksBefore - 1))
    say(`Changing ${load.perSecond} works a second for ${load.seconds} s …`)
    return toReport(await measure(db, jobs, engines))
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

async function openIfPossible(db: Db, say: (line: string) => void): Promise<FilledOpenSearch | null> {
  try {
    return await openFilledOpenSearch(db, say)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    say(`WITHOUT OPENSEARCH: ${error.message}`)
    return null
  }
}

/** Milliseconds from commit to findable by engine; null for a change that was not found in time. */
async function measure(db: Db, jobs: Jobs, engines: readonly SearchEngine[]): Promise<Map<string, (number | null)[]>> {
  const tookMs = new Map<string, (number | null)[]>(engines.map(({ name }) => [name, []]))
  let n = worksBefore
  await openLoad(async () => {
    const own = n++
    await save(db, jobs, [own])
    const committed = performance.now()
    await Promise.all(
      engines.map(async (engine) => {
        const isFound = await untilFound(engine, wordOf(own))
        tookMs.get(engine.name)?.push(isFound ? performance.now() - committed : null)
      }),
    )
  }, load)
  return tookMs
}

/** Saves works and announces them to the worker in one transaction, as an import does. */
async function save(db: Db, jobs: Jobs, numbers: readonly number[]): Promise<void> {
  const lines = numbers.map((n) => {
    const isbn = withCheckDigit(`97810${String(n).padStart(7, '0')}`)
    return `fresh-${n},The ${wordOf(n)} Book,Ann Author,2020,Fresh,${n % 100},${isbn},paperback,en`
  })
  const announce = (tx: Parameters<Jobs['send']>[0], workIds: readonly string[]) =>
    jobs.send(tx, worksChanged, { workIds: [...workIds] })
  await importCsv({ db, ids: systemIds, announce }, Readable.from([[header, ...lines].join('\n')]), {
    onReject: ({ field, reason }) => {
      throw new Error(`${field} ${reason}`)
    },
  })
}

/** A word that no other work has, and that no stemmer shortens: digits as consonants. */
function wordOf(n: number): string {
  return `zo${[...String(n)].map((digit) => `${'bcdfghjklm'[Number(digit)]}u`).join('')}x`
}

async function untilFound(engine: SearchEngine, text: string): Promise<boolean> {
  const query = { text: `${text} `, filters: {}, sort: 'relevance', cursor: null, limit: 5 } as const
  for (const end = performance.now() + lostMs; performance.now() < end; await delay(lookEveryMs)) {
    const { hits } = await engine.find(query)
    if (hits.some(({ matched }) => matched.some(({ field, as }) => field === 'title' && as === undefined))) return true
  }
  return false
}

function toReport(tookMs: ReadonlyMap<string, readonly (number | null)[]>): Report {
  const engines = [...tookMs].map(([engine, all]) => {
    const found = all.filter((ms) => ms !== null)
    const [p50, p99] = [round(quantile(found, 0.5)), round(quantile(found, 0.99))]
    return { engine, p50_ms: p50, p99_ms: p99, lost: all.length - found.length, changes: all.length }
  })
  const worst = engines.toSorted((a, b) => b.p99_ms - a.p99_ms)[0] ?? { p50_ms: 0, p99_ms: 0 }
  return {
    name: 'index-freshness',
    measured: worst.p99_ms,
    ceiling: wantedMs,
    ratio: round(worst.p99_ms / wantedMs),
    unit: 'ms from commit to findable (99th percentile; the ceiling is the bar)',
    p50_ms: worst.p50_ms,
    p99_ms: worst.p99_ms,
    failures: engines.reduce((sum, { lost }) => sum + lost, 0),
    engines,
  }
}
