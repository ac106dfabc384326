// import: a catalogue of a file, by the command that operators use, in editions a second, while a worker indexes what is saved; and once more, both killed
// with -9 half-way and begun again, which must end with the same catalogue and the same index. Against bare inserts of the same editions into one table
// of the same database, which keeps everything (fsync is on). Meanwhile a reader opens books: p50 and p99 are what they wait. `--editions N` for another
// size than 100,000.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { hydrateEditions } from '../server/modules/catalog/index.ts'
import { createDb, createPool } from '../server/platform/db.ts'
import type { Db } from '../server/platform/db.ts'
import { installJobs } from '../server/platform/jobs.ts'
import { migrateToLatest } from '../server/platform/migrate.ts'
import { freePort } from '../scripts/ports.ts'
import { startCluster } from '../scripts/postgres/cluster.ts'
import { root } from '../scripts/root.ts'
import { removeFolder, temporaryFolder } from '../scripts/temporary.ts'
import { checksumOf, indexChecksumOf } from './catalogue-checksum.ts'
import { catalogueLines } from './catalogue-lines.ts'
import { quantile, round } from './measure.ts'
import type { Report } from './measure.ts'
import { openWorker } from './stack.ts'

const editionsUsually = 100_000
/** As on a small machine: without a limit Node takes what there is, and the memory that is measured is what it did not bother to give back. */
const smallHeap = '--max-old-space-size=256'
const lookEveryMs = 100
const bareBatch = 500
const bareSeconds = 5

export async function importFiles(say: (line: string) => void): Promise<Report> {
  const { editions, format } = readArguments()
  const folder = temporaryFolder('bench-import')
  const cluster = await startCluster({ dir: path.join(folder, 'postgres'), port: await freePort(), password: 'bench' })
  try {
    const file = path.join(folder, `books.${format}`)
    await pipeline(Readable.from(catalogueLines(format, editions)), createWriteStream(file))
    await using whole = await openCatalogue(cluster.url('postgres'), 'whole')
    await using killed = await openCatalogue(cluster.url('postgres'), 'killed')
    const ceiling = await bareInserts(whole.db)
    const once = await runWhole(whole, file)
    say(`${editions} editions of ${format} in ${round(once.seconds)} s, at most ${once.peakMb} MB resident`)
    say(`the index of them after ${round(once.indexSeconds)} s, its worker at most ${once.workerPeakMb} MB`)
    const twice = await runKilled(killed, file, editions / 2)
    say(`killed after ${twice.killedAt} records and begun again; comparing …`)
    await expectSame(whole.db, killed.db)
    const measured = editions / once.seconds
    return {
      name: 'import',
      measured: round(measured),
      ceiling: round(ceiling),
      ratio: round(measured / ceiling),
      unit: 'editions/s',
      p50_ms: round(quantile(once.readMs, 0.5)),
      p99_ms: round(quantile(once.readMs, 0.99)),
      editions,
      format,
      seconds: round(once.seconds),
      index_seconds: round(once.indexSeconds),
      peak_mb: Math.max(once.peakMb, twice.peakMb),
      worker_peak_mb: Math.max(once.workerPeakMb, twice.workerPeakMb),
      index_jobs: once.jobs,
      killed_at: twice.killedAt,
    }
  } finally {
    await cluster.stop()
    removeFolder(folder)
  }
}

async function expectSame(whole: Db, killed: Db): Promise<void> {
  const checks = { catalogue: checksumOf, 'search index': indexChecksumOf }
  for (const [name, sumUp] of Object.entries(checks))
    if ((await sumUp(whole)) !== (await sumUp(killed))) throw new Error(`the resumed import ended with another ${name}`)
}

function readArguments() {
  const options = { editions: { type: 'string' }, format: { type: 'string' }, json: { type: 'boolean' } } as const
  const { values } = parseArgs({ options, allowPositionals: true, strict: false })
  const format = (['csv', 'onix', 'openlibrary'] as const).find((one) => one === values.format) ?? 'csv'
  return { editions: Number(values.editions ?? editionsUsually), format }
}

interface Catalogue extends AsyncDisposable {
  readonly url: string
  readonly db: Db
}

async function openCatalogue(server: string, name: string): Promise<Catalogue> {
  const admin = createDb(createPool({ url: server, name: 'bench', max: 1 }))
  await sql`create database ${sql.ref(name)}`.execute(admin)
  await admin.destroy()
  const address = new URL(server)
  address.pathname = `/${name}`
  const url = address.href
  await migrateToLatest(url)
  await installJobs(url)
  const db = createDb(createPool({ url, name: 'bench', max: 2 }))
  return { url, db, [Symbol.asyncDispose]: () => db.destroy() }
}

function begin({ url }: Catalogue, file: string): ChildProcess {
  return spawn(process.execPath, [path.join(root, 'server/import-catalogue.ts'), file], {
    env: { ...process.env, DATABASE_URL: url, NODE_OPTIONS: smallHeap },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function runWhole(catalogue: Catalogue, file: string) {
  const begun = performance.now()
  const worker = await openWorker(catalogue.url, smallHeap)
  const child = begin(catalogue, file)
  const readMs: number[] = []
  const { peakMb } = await watch(child, async () => {
    const at = performance.now()
    const { rows } = await sql<{ isbn13: string }>`select isbn13 from edition offset 0 limit 1`.execute(catalogue.db)
    if (rows[0]) await hydrateEditions(catalogue, [rows[0].isbn13])
    readMs.push(performance.now() - at)
  })
  const seconds = (performance.now() - begun) / 1000
  const workerPeakMb = await indexed(catalogue, worker)
  const indexSeconds = (performance.now() - begun) / 1000
  const { rows } = await sql<{ jobs: number }>`
    select count(*)::int as jobs from pgboss.job where name = 'catalog.worksChanged'`.execute(catalogue.db)
  return { seconds, indexSeconds, peakMb, workerPeakMb, readMs, jobs: rows[0]?.jobs ?? 0 }
}

/** Kills the import and the worker that indexes what it saved, and begins both again. */
async function runKilled(catalogue: Catalogue, file: string, at: number) {
  const victim = await openWorker(catalogue.url, smallHeap)
  const child = begin(catalogue, file)
  let killedAt = 0
  const first = await watch(child, async () => {
    if (killedAt > 0) return
    const row = await catalogue.db.selectFrom('catalogImport').select('records').executeTakeFirst()
    if (Number(row?.records ?? 0) < at) return
    killedAt = Number(row?.records)
    child.kill('SIGKILL')
    process.kill(victim.pid, 'SIGKILL')
  })
  await victim.close()
  if (killedAt === 0) throw new Error('the import ended before it could be killed')
  const worker = await openWorker(catalogue.url, smallHeap)
  const second = await watch(begin(catalogue, file), async () => {})
  const workerPeakMb = await indexed(catalogue, worker)
  return { killedAt, peakMb: Math.max(first.peakMb, second.peakMb), workerPeakMb }
}

/** Waits until the worker has indexed all that was announced and merged it, and ends it; the most memory that it had. */
async function indexed({ db }: Catalogue, worker: Awaited<ReturnType<typeof openWorker>>): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from pgboss.job
      where name in ('catalog.worksChanged', 'search.mergeIndex') and state in ('created', 'retry', 'active')`.execute(
      db,
    )
    if (rows[0]?.open === 0) break
    await delay(lookEveryMs * 10)
  }
  const { rows } = await sql<{ missing: number }>`
    select count(*)::int as missing from work where not exists (select from search_document where work_id = work.id)`.execute(
    db,
  )
  if (rows[0]?.missing !== 0) throw new Error(`${rows[0]?.missing} works are not in the index`)
  const peakMb = residentMb(worker.pid)
  await worker.close()
  return peakMb
}

/** Calls `look` until the process has ended; gives the most memory that it had (its high-water mark, so none is missed between two looks). */
async function watch(child: ChildProcess, look: () => Promise<void>): Promise<{ peakMb: number }> {
  let peakMb = 0
  let isOver = false
  const ended = once(child, 'exit').then(([code, signal]) => {
    isOver = true
    if (code !== 0 && signal !== 'SIGKILL') throw new Error(`the import ended with ${code}`)
  })
  while (!isOver) {
    peakMb = Math.max(peakMb, residentMb(child.pid ?? 0))
    await look()
    await Promise.race([delay(lookEveryMs), ended])
  }
  await ended
  return { peakMb }
}

/** Null where there is no /proc: then 0. */
function residentMb(pid: number): number {
  try {
    const [, kb = '0'] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kb) / 1_024)
  } catch {
    return 0
  }
}

/** Rows a second that a table with the same columns takes in transactions of one batch. */
async function bareInserts(db: Db): Promise<number> {
  await sql`create table bare (like edition including indexes)`.execute(db)
  const begun = performance.now()
  let rows = 0
  while (performance.now() - begun < bareSeconds * 1000) {
    await sql`
      insert into bare (isbn13, work_id, title, format, language)
      select '9' || lpad((${rows}::int + i)::text, 12, '0'), gen_random_uuid(), 'The river beneath the stone ' || i, 'paperback', 'en'
      from generate_series(1, ${bareBatch}::int) i`.execute(db)
    rows += bareBatch
  }
  const perSecond = (rows / (performance.now() - begun)) * 1000
  await sql`drop table bare`.execute(db)
  return perSecond
}
