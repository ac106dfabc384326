// purchase-latency: what of the time of a purchase is Quire's own work, with sellers and payment provider answering at their usual speed.
// One purchase at a time, from the reader's request to the row that says PURCHASED. Taken out is the time in which a call to a seller or to the
// provider was under way (overlapping ones once), by the clock of the process that made it: server/main.ts or seller-gateway/main.ts. What is
// left is server, gateway, PostgreSQL and all that lies between them. A seller whom the decision did not wait for is not waited for after it: calls
// for quotes end with the decision, and calls of the gateway count again from the order on.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPool } from '../server/platform/db.ts'
import { httpSellers, setBehaviour, signIn, stockShops } from './buyer.ts'
import { quantile, round } from './measure.ts'
import type { Report } from './measure.ts'
import { clipped, covered } from './spans.ts'
import type { Span } from './spans.ts'
import { openBuyingStack } from './stack.ts'
import { watchEnds } from './watch-ends.ts'
import type { Pool } from './watch-ends.ts'

const warmUpPurchases = 40 // with sellers that answer at once
const purchases = 60
const lookMs = 1 // what is seen late counts as ours
/** As the sandbox's sellers are designed (sandbox/README.md); the provider as Stripe's own status page has it. */
const usualMs = {
  harbor: { p50: 120, p99: 900 },
  northgate: { p50: 450, p99: 4_000 },
  lantern: { p50: 60, p99: 350 },
  meridian: { p50: 90, p99: 400 },
  papertrail: { p50: 180, p99: 1_200 },
  foxed: { p50: 300, p99: 2_500 },
}
const paymentMs = { p50: 250, p99: 1_000 }

export async function purchaseLatency(say: (line: string) => void): Promise<Report> {
  say('Starting a Quire of its own …')
  const dir = mkdtempSync(path.join(tmpdir(), 'quire-bench-calls-'))
  const closers: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })]
  try {
    const stack = await openBuyingStack({
      preload: { module: path.join(import.meta.dirname, 'record-calls.ts'), into: ['gateway', 'server'], dir },
    })
    closers.push(() => stack.close())
    const db = createPool({ url: stack.databaseUrl, name: 'quire-bench', max: 2 })
    closers.push(() => db.end())
    const buyer = await signIn(stack)
    closers.push(() => buyer.close())
    const isbns = await chooseBooks(db)
    await stockShops(stack.sandboxUrl, isbns, httpSellers)
    say('Buying until everybody is warm …')
    const buy = buyerOf(db, buyer.start)
    closers.push(() => buy.close())
    for (const isbn13 of isbns.slice(0, warmUpPurchases)) await buy.one(isbn13)
    for (const [seller, latencyMs] of Object.entries(usualMs))
      await setBehaviour(stack.sandboxUrl, `sellers/${seller}`, { latencyMs })
    await setBehaviour(stack.sandboxUrl, 'payments', { latencyMs: paymentMs })
    say(`Buying ${purchases} books, one after the other, from sellers at their usual speed …`)
    const ended: (Bought | null)[] = []
    for (const isbn13 of isbns.slice(warmUpPurchases)) ended.push(await buy.one(isbn13))
    const bought = ended.filter((one) => one !== null)
    const calls = { server: readCalls(path.join(dir, 'server')), gateway: readCalls(path.join(dir, 'gateway')) }
    return { ...toReport(bought.map((one) => ownMs(one, calls))), failures: ended.length - bought.length }
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

interface Bought {
  readonly from: number
  readonly to: number
  /** When each transition happened. */
  readonly at: Readonly<Record<string, number>>
}

async function chooseBooks(db: Pool): Promise<string[]> {
  const count = warmUpPurchases + purchases
  const { rows } = await db.query<{ isbn13: string }>(
    'select isbn13 from edition where isbn13 not in (select isbn13 from stock_item) order by isbn13 limit $1',
    [count],
  )
  return rows.map(({ isbn13 }) => isbn13)
}

function buyerOf(db: Pool, start: (isbn13: string) => Promise<string>) {
  const ends = watchEnds(db, 'purchase', lookMs)
  const now = () => performance.timeOrigin + performance.now()
  return {
    /** Null for a purchase that ended otherwise: a seller may be too slow for a decision. */
    async one(isbn13: string): Promise<Bought | null> {
      const from = now()
      const id = await start(isbn13)
      const state = await ends.of(id)
      const to = now()
      if (state !== 'PURCHASED') return null
      const { rows } = await db.query<{ event: string; at: Date }>(
        'select event, at from purchase_event where purchase_id = $1',
        [id],
      )
      return { from, to, at: Object.fromEntries(rows.map(({ event, at }) => [event, at.getTime()])) }
    },
    close: () => ends.close(),
  }
}

/** What is left of a purchase, and of each of its steps, when the remote calls are taken out. */
function ownMs({ from, to, at }: Bought, calls: { server: readonly Span[]; gateway: readonly Span[] }): Own {
  const times = [from, ...transitions.map((event) => at[event] ?? to), to]
  const own = times.slice(1).map((ended, i) => {
    const step: Span = [times[i] ?? from, ended]
    const ofGateway = sellerSteps.has(i) ? calls.gateway : []
    return step[1] - step[0] - covered([...clipped(ofGateway, step), ...clipped(calls.server, step)])
  })
  return { wholeMs: to - from, ownMs: own.reduce((sum, ms) => sum + ms, 0), steps: own }
}

interface Own {
  readonly wholeMs: number
  readonly ownMs: number
  /** Of each of `stepNames`. */
  readonly steps: readonly number[]
}

/** What ends each step but the last; the gateway is asked in the first and the third. */
const transitions = ['offerChosen', 'held', 'orderConfirmed', 'captured']
const stepNames = ['quote', 'authorize', 'place', 'capture', 'commit']
const sellerSteps: ReadonlySet<number> = new Set([0, 2])

function readCalls(file: string): Span[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line): Span => {
    const [from = NaN, to = NaN] = line.split(' ').map(Number)
    return [from, to]
  })
}

function toReport(measured: readonly Own[]): Report {
  const p = (pick: (one: Own) => number, q: number) => round(quantile(measured.map(pick), q))
  const own = p((one) => one.ownMs, 0.5)
  const whole = p((one) => one.wholeMs, 0.5)
  return {
    name: 'purchase-latency',
    measured: own,
    ceiling: whole,
    ratio: round(own / whole),
    unit: 'ms p50',
    p50_ms: own,
    p99_ms: p((one) => one.ownMs, 0.99),
    whole_p99_ms: p((one) => one.wholeMs, 0.99),
    steps_p50_ms: Object.fromEntries(stepNames.map((name, i) => [name, p((one) => one.steps[i] ?? 0, 0.5)])),
    purchases: measured.length,
  }
}
