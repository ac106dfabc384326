// flash-sale: two thousand buyers want one of a hundred copies in the same moment, from four processes. Exactly a hundred must get one, and the
// others be refused before any money moves: without Redis, with its gate, and with Redis killed in the middle. Measured in answers a second,
// against bare transactions of the same database, which keeps everything (fsync is on); and by what other shoppers wait meanwhile.
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { Readable } from 'node:stream'
import { importCsv } from '../server/modules/catalog/index.ts'
import { checkStock, receiveLines, stockJobs } from '../server/modules/stock/index.ts'
import { systemClock } from '../server/platform/clock.ts'
import { createDb, createPool } from '../server/platform/db.ts'
import { systemIds } from '../server/platform/ids.ts'
import { createBoss, ensureQueues, installJobs, jobsOf } from '../server/platform/jobs.ts'
import { createLog } from '../server/platform/log.ts'
import { migrateToLatest } from '../server/platform/migrate.ts'
import { money } from '../server/platform/money.ts'
import { freePort } from '../scripts/ports.ts'
import { startCluster } from '../scripts/postgres/cluster.ts'
import { hasRedis, startRedis } from '../scripts/redis.ts'
import type { ScratchRedis } from '../scripts/redis.ts'
import { removeFolder, temporaryFolder } from '../scripts/temporary.ts'
import { openBareTransactions } from './bare-transactions.ts'
import { isbnOf } from './books.ts'
import type { Sale, Told } from './flash-buyers.ts'
import { quantile, round } from './measure.ts'
import type { Report } from './measure.ts'

const buyers = 2_000
const copies = 100
const processes = 4
const runs = 5
/** Redis dies when so many have their answer: it has let some in and turned some away. */
const killAfter = 300
const otherBooks = 50
/** Until the code of all processes is compiled. */
const warmUps = 2

const modes = ['without', 'with', 'killed'] as const
type Mode = (typeof modes)[number]
type Done = Extract<Told, { kind: 'done' }>

interface Run {
  readonly sold: number
  readonly refused: number
  /** Buyers whose money had begun to move and who got no copy. */
  readonly paidInVain: number
  readonly perSecond: number
  readonly tookMs: readonly number[]
  readonly othersMs: readonly number[]
}

export async function flashSale(say: (line: string) => void): Promise<Report> {
  const played: readonly Mode[] = hasRedis() ? modes : ['without']
  if (played.length === 1) say('There is no redis-server on the PATH: only without it.')
  const closers: (() => Promise<unknown>)[] = []
  try {
    const shop = await openShop(closers)
    const bare: number[] = []
    const results: Record<Mode, Run[]> = { without: [], with: [], killed: [] }
    for (let n = 0; n < warmUps; n++) await shop.sell('without')
    for (let n = 1; n <= runs; n++) {
      bare.push((await shop.bare.load()).perSecond)
      for (const mode of played) {
        const run = await shop.sell(mode)
        results[mode].push(run)
        say(
          `Run ${n} of ${runs}, ${mode} Redis: ${run.sold} sold, ${run.refused} refused, ${round(run.perSecond)} answers/s`,
        )
      }
    }
    return toReport(results, bare)
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

/** The database with its books, four processes of buyers, and Redis. */
async function openShop(closers: (() => Promise<unknown>)[]) {
  const dir = temporaryFolder('flash-sale')
  closers.push(async () => removeFolder(dir))
  const cluster = await startCluster({ dir: path.join(dir, 'postgres'), port: await freePort(), password: 'bench' })
  closers.push(() => cluster.stop())
  const url = cluster.url('postgres')
  await migrateToLatest(url)
  await installJobs(url)
  const db = createDb(createPool({ url, name: 'quire-flash-sale', max: 2 }))
  closers.push(() => db.destroy())
  await openQueues(url, db)
  const others = Array.from({ length: otherBooks }, (_, n) => isbnOf(n))
  await stock(db, others, 10_000)
  const bare = await openBareTransactions(url)
  closers.push(() => bare.close())
  const redis = hasRedis() ? await startRedis() : null
  closers.push(async () => redis?.stop())
  const children = await startBuyers(url)
  closers.push(async () => void children.map((child) => child.kill('SIGKILL')))
  let title = otherBooks
  return {
    bare,
    async sell(mode: Mode): Promise<Run> {
      const isbn13 = isbnOf(title++) // a title a sale
      await stock(db, [isbn13], copies)
      const sale = {
        isbn13,
        buyers: buyers / processes,
        others,
        redisUrl: mode === 'without' ? null : (redis?.url ?? null),
      }
      const begun = performance.now()
      const done = await play(children, sale, mode === 'killed' ? redis : null)
      const seconds = (performance.now() - begun) / 1_000
      if (mode === 'killed') await redis?.restart()
      return settle({ done, seconds, sold: await soldOf(db, isbn13), drifts: (await checkStock(db)).length })
    },
  }
}

async function openQueues(url: string, db: ReturnType<typeof createDb>): Promise<void> {
  const log = createLog({ name: 'flash-sale', level: 'error' })
  const boss = createBoss({ url, role: 'worker', log })
  await boss.start()
  await ensureQueues(boss, stockJobs({ db, jobs: jobsOf(boss), clock: systemClock, ids: systemIds, log }))
  await boss.stop({ graceful: false })
}

async function stock(db: ReturnType<typeof createDb>, isbns: readonly string[], quantity: number): Promise<void> {
  const rows = isbns.map((isbn13) => `${isbn13},Book,${isbn13},paperback,en`)
  const csv = ['work_key,title,isbn13,format,language', ...rows].join('\n')
  const onReject = ({ reason }: { reason: string }) => {
    throw new Error(reason)
  }
  await importCsv({ db, ids: systemIds, announce: async () => {} }, Readable.from([csv]), { onReject })
  const price = money(1_200n, 'USD')
  const lines = isbns.map((isbn13) => ({ isbn13, condition: 'NEW' as const, quantity, price, key: `bench:${isbn13}` }))
  await receiveLines({ db, ids: systemIds }, { lines, by: 'bench', at: new Date() })
}

async function startBuyers(url: string): Promise<ChildProcess[]> {
  const program = path.join(import.meta.dirname, 'flash-buyers.ts')
  const children = Array.from({ length: processes }, () =>
    fork(program, { env: { ...process.env, DATABASE_URL: url } }),
  )
  await Promise.all(children.map((child) => once(child, 'message')))
  return children
}

/** Opens the doors everywhere, and kills Redis in mid-run if it is given. */
async function play(children: readonly ChildProcess[], sale: Sale, redis: ScratchRedis | null): Promise<Done[]> {
  let answered = 0
  const killing: Promise<void>[] = []
  const done = await Promise.all(
    children.map(
      (child) =>
        new Promise<Done>((resolve, reject) => {
          const onExit = () => reject(new Error('a process of buyers died'))
          child.once('exit', onExit)
          child.on('message', function listen(told: Told) {
            if (told.kind === 'answered') answered += told.count
            if (redis && answered >= killAfter && killing.length === 0) killing.push(redis.kill())
            if (told.kind !== 'done') return
            child.off('message', listen)
            child.off('exit', onExit)
            resolve(told)
          })
          child.send(sale)
        }),
    ),
  )
  await Promise.all(killing)
  return done
}

/** What PostgreSQL says was sold; the buyers' own word is compared with it. */
async function soldOf(db: ReturnType<typeof createDb>, isbn13: string): Promise<number> {
  const { items } = {
    items: await db
      .selectFrom('stockMovement')
      .select('change')
      .where('isbn13', '=', isbn13)
      .where('reason', '=', 'SOLD')
      .execute(),
  }
  return -items.reduce((sum, { change }) => sum + change, 0)
}

function settle(all: { done: readonly Done[]; seconds: number; sold: number; drifts: number }): Run {
  const { done, seconds, sold, drifts } = all
  const sum = (count: (each: Done) => number) => done.reduce((total, each) => total + count(each), 0)
  const [fault] = done.flatMap(({ faults }) => faults)
  if (fault !== undefined) throw new Error(`a buyer got neither a copy nor a refusal: ${fault}`)
  if (drifts > 0 || sum((each) => each.sold) !== sold)
    throw new Error('the buyers, the movements and the counters differ')
  return {
    sold,
    refused: sum((each) => each.refused),
    paidInVain: sum((each) => each.paid - each.sold),
    perSecond: buyers / seconds,
    tookMs: done.flatMap(({ tookMs }) => tookMs),
    othersMs: done.flatMap(({ othersMs }) => othersMs),
  }
}

function toReport(results: Readonly<Record<Mode, readonly Run[]>>, bare: readonly number[]): Report {
  const ceiling = quantile(bare, 0.5)
  const figures = Object.fromEntries(modes.map((mode) => [mode, summary(results[mode], ceiling)]))
  const all = Object.values(results).flat()
  const plain = summary(results.without, ceiling)
  return {
    name: 'flash-sale',
    measured: plain.perSecond,
    ceiling: round(ceiling),
    ratio: plain.ratio,
    unit: 'answers/s',
    p50_ms: plain.p50_ms,
    p99_ms: plain.p99_ms,
    oversold: Math.max(...all.map(({ sold }) => sold - copies), 0),
    wrong_runs: all.filter(
      ({ sold, refused, paidInVain }) => sold !== copies || refused !== buyers - copies || paidInVain > 0,
    ).length,
    ...figures,
  }
}

/** The five runs of one mode; times over all of them. */
function summary(all: readonly Run[], ceiling: number) {
  const took = all.flatMap(({ tookMs }) => tookMs)
  const others = all.flatMap(({ othersMs }) => othersMs)
  const perSecond = quantile(
    all.map((run) => run.perSecond),
    0.5,
  )
  return {
    sold: all.map(({ sold }) => sold),
    refused: all.map(({ refused }) => refused),
    perSecond: round(perSecond),
    ratio: round(perSecond / ceiling),
    p50_ms: round(quantile(took, 0.5)),
    p99_ms: round(quantile(took, 0.99)),
    others_p50_ms: round(quantile(others, 0.5)),
    others_p99_ms: round(quantile(others, 0.99)),
  }
}
