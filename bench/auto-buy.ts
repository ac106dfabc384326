// auto-buy: purchases a second through the real stack, against what bare transactions of the same database would allow.
// A purchase is bought when its row says so, and counts with all that it causes: the measured time ends when the provider's webhooks have been
// handled too. The ceiling is what 16 connections commit in the same database (begin, one update, one insert, commit), divided by the number of
// transactions that a purchase writes. Those are counted by PostgreSQL's own transaction ids, of which it gives one to each transaction that
// writes and none to one that only reads; what the idle processes use is measured before and subtracted.
import { createPool } from '../server/platform/db.ts'
import { openBareTransactions } from './bare-transactions.ts'
import { signIn, stockShops } from './buyer.ts'
import type { Buyer } from './buyer.ts'
import { cpuMs, cpuSpent } from './cpu.ts'
import { quantile, report, round } from './measure.ts'
import type { Load, Report } from './measure.ts'
import { openBuyingStack } from './stack.ts'
import type { StackProcess } from './stack.ts'
import { watchEnds } from './watch-ends.ts'
import type { Pool } from './watch-ends.ts'

const books = 60
const lanes = 32 // readers who each wait for their book before they want the next
const warmUpPurchases = 300 // until the code of four processes is compiled
const purchasesATurn = 300
const turns = 3 // an odd number, so that the median is a real turn
const idleMs = 4_000
const lookMs = 10

export async function autoBuy(say: (line: string) => void): Promise<Report> {
  say('Starting a Quire of its own …')
  const stack = await openBuyingStack()
  const closers: (() => Promise<unknown>)[] = [() => stack.close()]
  try {
    const db = createPool({ url: stack.databaseUrl, name: 'quire-bench', max: 4 })
    closers.push(() => db.end())
    const buyer = await signIn(stack)
    closers.push(() => buyer.close())
    const bare = await openBareTransactions(stack.databaseUrl)
    closers.push(() => bare.close())
    const isbns = await chooseBooks(db)
    await stockShops(stack.sandboxUrl, isbns)
    say('Buying until everybody is warm …')
    await buyMany({ buyer, db, isbns }, warmUpPurchases)
    await bare.load()
    const idle = await idleWrites(db)
    const sides: Turn[] = []
    for (let turn = 0; turn < turns; turn++) {
      say(`Turn ${turn + 1} of ${turns}: bare transactions, then ${purchasesATurn} purchases …`)
      const transactions = await bare.load()
      const before = cpuMs(stack.pids)
      const bought = await buyMany({ buyer, db, isbns }, purchasesATurn)
      const cpu = cpuSpent(before, cpuMs(stack.pids), purchasesATurn)
      const writes = (bought.writes - idle * bought.seconds) / purchasesATurn
      sides.push({
        transactions,
        bought,
        writes,
        cpu,
        ratio: (bought.load.perSecond * writes) / transactions.perSecond,
      })
    }
    return toReport(sides)
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

interface Turn {
  readonly transactions: Load
  readonly bought: Bought
  /** Transactions that write, a purchase. */
  readonly writes: number
  /** Milliseconds of CPU a purchase. */
  readonly cpu: Record<StackProcess, number> | null
  readonly ratio: number
}

function toReport(sides: readonly Turn[]): Report {
  const { transactions, bought, writes, cpu } = sides.toSorted((a, b) => a.ratio - b.ratio)[
    Math.floor(turns / 2)
  ] as Turn
  const ceiling = { ...transactions, perSecond: transactions.perSecond / writes }
  return report(
    'auto-buy',
    'purchases/s',
    { measured: bought.load, ceiling },
    {
      commits_per_purchase: round(writes),
      bare_transactions: round(transactions.perSecond),
      cpu_ms_per_purchase: cpu,
      ratios: sides.map(({ ratio }) => round(ratio)),
      lanes,
    },
  )
}

async function chooseBooks(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ isbn13: string }>('select isbn13 from edition order by isbn13 limit $1', [books])
  return rows.map(({ isbn13 }) => isbn13)
}

interface Bought {
  readonly load: Load
  /** From the first request to the last webhook. */
  readonly seconds: number
  readonly writes: number
}

/** Buys `count` copies from `lanes` readers at a time, and waits for the webhooks. */
async function buyMany(
  { buyer, db, isbns }: { buyer: Buyer; db: Pool; isbns: readonly string[] },
  count: number,
): Promise<Bought> {
  const tookMs: number[] = []
  const ends = watchEnds(db, lookMs)
  const before = await writesSoFar(db)
  const begun = performance.now()
  let next = 0
  let failures = 0
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (next < count) {
        const at = performance.now()
        const id = await buyer.start(isbns[next++ % isbns.length] ?? '')
        if ((await ends.of(id)) !== 'PURCHASED') failures += 1
        tookMs.push(performance.now() - at)
      }
    }),
  )
  ends.close()
  await webhooksHandled(db)
  const seconds = (performance.now() - begun) / 1000
  const load = { perSecond: count / seconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), failures }
  return { load, seconds, writes: (await writesSoFar(db)) - before }
}

async function webhooksHandled(db: Pool): Promise<void> {
  for (;;) {
    const { rows } = await db.query<{ left: number }>(
      'select count(*)::int as left from webhook_inbox where handled_at is null',
    )
    if (rows[0]?.left === 0) return
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}

async function idleWrites(db: Pool): Promise<number> {
  const before = await writesSoFar(db)
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  return ((await writesSoFar(db)) - before) / (idleMs / 1000)
}

/** The next transaction id, read without using one. */
async function writesSoFar(db: Pool): Promise<number> {
  const { rows } = await db.query<{ next: string }>('select pg_snapshot_xmax(pg_current_snapshot())::text as next')
  return Number(rows[0]?.next)
}
