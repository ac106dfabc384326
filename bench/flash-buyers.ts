// Process of flash-sale: its share of the buyers, who all want one copy of one book in the same moment, and a few other shoppers who want something
// else meanwhile. Buys through the seam that checkout uses: the gate, the transaction that reserves, and the one that marks as sold.
import { randomUUID } from 'node:crypto'
import {
  consumeReservation,
  openGate,
  openStockGate,
  releaseReservation,
  reserveStock,
  shortagesOf,
} from '../server/modules/stock/index.ts'
import type { StockGate, StockLine } from '../server/modules/stock/index.ts'
import { createDb, createPool, inTransaction } from '../server/platform/db.ts'
import type { Db } from '../server/platform/db.ts'
import { createBoss, jobsOf } from '../server/platform/jobs.ts'
import type { Jobs } from '../server/platform/jobs.ts'
import { createLog } from '../server/platform/log.ts'
import { connectRedis } from '../server/platform/redis.ts'

/** What the parent tells. */
export interface Sale {
  readonly isbn13: string
  readonly buyers: number
  /** Books that the other shoppers put into their carts and take out again. */
  readonly others: readonly string[]
  readonly redisUrl: string | null
}

/** What it is told: now and then how many have their answer, and at the end all of it. Times in milliseconds. */
export type Told =
  | { kind: 'ready' }
  | { kind: 'answered'; count: number }
  | {
      kind: 'done'
      sold: number
      refused: number
      paid: number
      faults: string[]
      tookMs: number[]
      othersMs: number[]
    }

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const connections = 8 // four processes of it are a small production
const otherLanes = 2
const tellEvery = 25
const holdMs = 15 * 60_000

const log = createLog({ name: 'flash-buyers', level: 'silent' })
const pool = createPool({ url, name: 'quire-flash-buyers', max: connections })
pool.options.connectionTimeoutMillis = 60_000 // everybody is to get an answer here, however slow the machine
const db = createDb(pool)
const boss = createBoss({ url, role: 'sender', log })
await boss.start()
const jobs = jobsOf(boss)

process.on('message', (sale: Sale) => {
  void run(sale).then(tell)
})
process.on('disconnect', () => process.exit(0))
tell({ kind: 'ready' })

function tell(what: Told): void {
  process.send?.(what)
}

async function run({ isbn13, buyers, others, redisUrl }: Sale): Promise<Told> {
  const redis = redisUrl === null ? null : connectRedis(redisUrl, log)
  await redis?.connected()
  const gate = redis ? openStockGate({ db, redis }) : openGate
  const done = { kind: 'done' as const, sold: 0, refused: 0, paid: 0, faults: [] as string[], tookMs: [] as number[] }
  const othersMs: number[] = []
  let isOver = false
  const shoppers = Array.from({ length: otherLanes }, async (_, lane) => {
    for (let n = lane; !isOver; n++) othersMs.push(await shopElsewhere(others[n % others.length] ?? ''))
  })
  const line: StockLine = { isbn13, condition: 'NEW', quantity: 1 }
  await Promise.all(
    Array.from({ length: buyers }, async () => {
      const at = performance.now()
      try {
        await buy({ db, jobs, gate }, line, () => done.paid++)
        done.sold++
      } catch (error) {
        if (shortagesOf(error)) done.refused++
        else done.faults.push(String(error))
      }
      done.tookMs.push(performance.now() - at)
      if (done.tookMs.length % tellEvery === 0) tell({ kind: 'answered', count: tellEvery })
    }),
  )
  isOver = true
  await Promise.all(shoppers)
  redis?.close()
  return { ...done, othersMs }
}

async function buy(
  { db: database, jobs: queue, gate }: { db: Db; jobs: Jobs; gate: StockGate },
  line: StockLine,
  pay: () => void,
): Promise<void> {
  await gate.admit([line])
  const id = randomUUID()
  const at = new Date()
  const expiresAt = new Date(at.getTime() + holdMs)
  const command = { id, lines: [line], by: 'bench', at, expiresAt }
  await inTransaction(database, (tx) => reserveStock({ jobs: queue }, tx, command))
  pay() // where money would begin to move
  await inTransaction(database, (tx) => consumeReservation(tx, { id, by: 'bench', at: new Date() }))
}

/** A cart with another book, put down again: what it takes is what the sale costs everybody else. */
async function shopElsewhere(isbn13: string): Promise<number> {
  const begun = performance.now()
  const id = randomUUID()
  const at = new Date()
  const lines: StockLine[] = [{ isbn13, condition: 'NEW', quantity: 1 }]
  const expiresAt = new Date(at.getTime() + holdMs)
  await inTransaction(db, (tx) => reserveStock({ jobs }, tx, { id, lines, by: 'bench', at, expiresAt }))
  await inTransaction(db, (tx) => releaseReservation(tx, { id, by: 'bench', at }))
  return performance.now() - begun
}
