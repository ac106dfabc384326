// Work that ends in commits, measured in turns with its ceiling: what bare transactions of the same database allow, divided by the number of transactions
// that one piece of work writes. Those are counted by PostgreSQL's own transaction ids, of which it gives one to each transaction that writes and
// none to one that only reads; what the idle processes use is measured before and subtracted. A piece of work counts with all that it causes: the
// measured time ends when the provider's webhooks have been handled too.
import { openBareTransactions } from './bare-transactions.ts'
import { cpuMs, cpuSpent } from './cpu.ts'
import { quantile, report, round } from './measure.ts'
import type { Load, Report } from './measure.ts'
import type { BuyingStack, StackProcess } from './stack.ts'
import type { Pool } from './watch-ends.ts'

const turns = 3 // an odd number, so that the median is a real turn
const idleMs = 4_000
const lookMs = 10

export interface Work {
  /** Of the benchmark: `auto-buy`. */
  readonly name: string
  /** One piece of it: `purchase`. */
  readonly thing: string
  /** Do it and wait for its end. */
  readonly lanes: number
  /** Until the code of four processes is compiled. */
  readonly warmUps: number
  readonly countATurn: number
  /** Does the nth piece in a lane: how long the part took that a person waits for, in ms, and whether it ended well. */
  one(n: number, lane: number): Promise<{ tookMs: number; isDone: boolean }>
  /** What else is counted; the difference over a turn, a piece of work, goes into the report. */
  counted?(): Promise<Readonly<Record<string, number>>>
}

/** Measures `work` on this stack. `say` tells how far it is. */
export async function measureCommitted(
  say: (line: string) => void,
  { stack, db }: { stack: BuyingStack; db: Pool },
  work: Work,
): Promise<Report> {
  const bare = await openBareTransactions(stack.databaseUrl)
  try {
    say(`Until everybody is warm: ${work.warmUps} ${work.thing}s …`)
    await load(db, work, work.warmUps)
    await bare.load()
    const idle = await idleWrites(db)
    const sides: Turn[] = []
    for (let turn = 1; turn <= turns; turn++) {
      say(`Turn ${turn} of ${turns}: bare transactions, then ${work.countATurn} ${work.thing}s …`)
      const transactions = await bare.load()
      const before = cpuMs(stack.pids)
      const done = await load(db, work, work.countATurn)
      const cpu = cpuSpent(before, cpuMs(stack.pids), work.countATurn)
      const writes = (done.writes - idle * done.seconds) / work.countATurn
      const ratio = (done.load.perSecond * writes) / transactions.perSecond
      sides.push({ transactions, done, writes, cpu, ratio })
    }
    return toReport(work, sides)
  } finally {
    await bare.close()
  }
}

interface Turn {
  readonly transactions: Load
  readonly done: Done
  /** Transactions that write, a piece of work. */
  readonly writes: number
  /** Milliseconds of CPU a piece of work. */
  readonly cpu: Record<StackProcess, number> | null
  readonly ratio: number
}

function toReport({ name, thing, lanes }: Work, sides: readonly Turn[]): Report {
  const { transactions, done, writes, cpu } = sides.toSorted((a, b) => a.ratio - b.ratio)[Math.floor(turns / 2)] as Turn
  const ceiling = { ...transactions, perSecond: transactions.perSecond / writes }
  return report(
    name,
    `${thing}s/s`,
    { measured: done.load, ceiling },
    {
      [`commits_per_${thing}`]: round(writes),
      bare_transactions: round(transactions.perSecond),
      [`cpu_ms_per_${thing}`]: cpu,
      ...done.counted,
      ratios: sides.map(({ ratio }) => round(ratio)),
      lanes,
    },
  )
}

interface Done {
  readonly load: Load
  /** From the first request to the last webhook. */
  readonly seconds: number
  readonly writes: number
  readonly counted: Readonly<Record<string, number>>
}

/** Does `count` pieces of work, in lanes, and waits for the webhooks. */
async function load(db: Pool, { lanes, one, counted }: Work, count: number): Promise<Done> {
  const tookMs: number[] = []
  const countedBefore = (await counted?.()) ?? {}
  const before = await writesSoFar(db)
  const begun = performance.now()
  let next = 0
  let failures = 0
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      while (next < count) {
        const done = await one(next++, lane)
        if (!done.isDone) failures += 1
        tookMs.push(done.tookMs)
      }
    }),
  )
  await webhooksHandled(db)
  const seconds = (performance.now() - begun) / 1000
  const measured = { perSecond: count / seconds, p50Ms: quantile(tookMs, 0.5), p99Ms: quantile(tookMs, 0.99), failures }
  const writes = (await writesSoFar(db)) - before
  const after = Object.entries((await counted?.()) ?? {})
  const each = after.map(([what, n]) => [what, round((n - (countedBefore[what] ?? 0)) / count)])
  return { load: measured, seconds, writes, counted: Object.fromEntries(each) as Record<string, number> }
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
