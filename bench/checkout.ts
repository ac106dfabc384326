// checkout: orders a second of copies of our own, from the cart to the charge, against what bare transactions of the same database would allow
// (committed-load.ts). Carts are mixed: one to three books of a few titles that all shoppers share, in different orders, and now and then the
// cheapest copy of another book beside them, whose purchase is counted with the order. p50 and p99 are of the last call: from `checkout.place` to
// PAID.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { receiveLines } from '../server/modules/stock/index.ts'
import { createDb, createPool } from '../server/platform/db.ts'
import { systemIds } from '../server/platform/ids.ts'
import { money } from '../server/platform/money.ts'
import { stockShops } from './buyer.ts'
import { measureCommitted } from './committed-load.ts'
import type { Report } from './measure.ts'
import { signUp } from './shopper.ts'
import type { Shopper, Wanted } from './shopper.ts'
import { openBuyingStack } from './stack.ts'
import { watchEnds } from './watch-ends.ts'
import type { Pool } from './watch-ends.ts'

const titles = 20 // few enough that shoppers meet at their rows
const copies = 10_000
const otherBooks = 20
/** One cart in so many has a "cheapest" line. */
const cheapestEvery = 10
const lanes = 32
const warmUps = 300
const countATurn = 300
const lookMs = 5
/** Statements are written down each tenth of a second. */
const settleMs = 300

export async function checkout(say: (line: string) => void): Promise<Report> {
  say('Starting a Quire of its own …')
  const dir = mkdtempSync(path.join(tmpdir(), 'quire-bench-statements-'))
  const closers: (() => unknown)[] = [() => rmSync(dir, { recursive: true, force: true })]
  try {
    const module = path.join(import.meta.dirname, 'count-statements.ts')
    const stack = await openBuyingStack({ preload: { module, into: ['server', 'worker'], dir } })
    closers.push(() => stack.close())
    const db = createPool({ url: stack.databaseUrl, name: 'quire-bench', max: 4 })
    closers.push(() => db.end())
    const [shelf, others] = await chooseBooks(db)
    await stockShelf(stack.databaseUrl, shelf)
    await stockShops(stack.sandboxUrl, others)
    const shoppers: Shopper[] = []
    for (let lane = 0; lane < lanes; lane++) shoppers.push(await signUp(stack)) // one by one: a password is hashed for a while
    closers.push(() => Promise.all(shoppers.map((shopper) => shopper.close())))
    const ends = watchEnds(db, 'checkout', lookMs)
    closers.push(() => ends.close())
    const work = { name: 'checkout', thing: 'order', lanes, warmUps, countATurn }
    return await measureCommitted(
      say,
      { stack, db },
      {
        ...work,
        async one(n, lane) {
          const shopper = shoppers[lane]
          if (!shopper) throw new Error('a lane is a shopper')
          const shown = await shopper.fill(cartOf(n, shelf, others))
          const at = performance.now()
          const state = await ends.of(await shopper.place(shown))
          return { tookMs: performance.now() - at, isDone: state === 'PAID' }
        },
        async counted() {
          await new Promise((resolve) => setTimeout(resolve, settleMs))
          const read = (name: string) => Number(readFileSync(path.join(dir, name), 'utf8'))
          return { statements_of_server: read('server'), statements_of_worker: read('worker') }
        },
      },
    )
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

/** One, two or three titles, wandering over the shelf in both directions. */
function cartOf(n: number, shelf: readonly string[], others: readonly string[]): Wanted[] {
  const step = n % 2 === 0 ? 7 : -3 // both prime to the number of titles, so that each cart has its titles once
  const chosen = Array.from({ length: 1 + (n % 3) }, (_, i) => shelf.at((n + i * step) % shelf.length) ?? '')
  const lines: Wanted[] = chosen.map((isbn13) => ({ kind: 'copy', isbn13, condition: 'NEW', quantity: 1 }))
  if (n % cheapestEvery === 0) {
    const maxTotal = { currency: 'USD' as const, minor: 9_000 }
    lines.push({ kind: 'cheapest', isbn13: others[n % others.length] ?? '', conditions: ['NEW'], maxTotal })
  }
  return lines
}

async function chooseBooks(db: Pool): Promise<[shelf: string[], others: string[]]> {
  const { rows } = await db.query<{ isbn13: string }>(
    'select isbn13 from edition where isbn13 not in (select isbn13 from stock_item) order by isbn13 limit $1',
    [titles + otherBooks],
  )
  const isbns = rows.map(({ isbn13 }) => isbn13)
  return [isbns.slice(0, titles), isbns.slice(titles)]
}

async function stockShelf(url: string, isbns: readonly string[]): Promise<void> {
  const db = createDb(createPool({ url, name: 'quire-bench', max: 1 }))
  try {
    const price = money(1_200n, 'USD')
    const lines = isbns.map((isbn13) => {
      return { isbn13, condition: 'NEW' as const, quantity: copies, price, key: `bench:${isbn13}` }
    })
    const { faults } = await receiveLines({ db, ids: systemIds }, { lines, by: 'bench', at: new Date() })
    if (faults.size > 0) throw new Error('the shelf could not be filled')
  } finally {
    await db.destroy()
  }
}
