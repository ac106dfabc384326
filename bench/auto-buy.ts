// auto-buy: purchases a second through the real stack, against what bare transactions of the same database would allow (committed-load.ts).
// A purchase is bought when its row says so.
import { createPool } from '../server/platform/db.ts'
import { signIn, stockShops } from './buyer.ts'
import { measureCommitted } from './committed-load.ts'
import type { Report } from './measure.ts'
import { openBuyingStack } from './stack.ts'
import { watchEnds } from './watch-ends.ts'
import type { Pool } from './watch-ends.ts'

const books = 60
const lanes = 32 // readers who each wait for their book before they want the next
const warmUps = 300
const countATurn = 300
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
    const isbns = await chooseBooks(db)
    await stockShops(stack.sandboxUrl, isbns)
    const ends = watchEnds(db, 'purchase', lookMs)
    closers.push(async () => ends.close())
    const work = { name: 'auto-buy', thing: 'purchase', lanes, warmUps, countATurn }
    return await measureCommitted(
      say,
      { stack, db },
      {
        ...work,
        async one(n) {
          const at = performance.now()
          const state = await ends.of(await buyer.start(isbns[n % isbns.length] ?? ''))
          return { tookMs: performance.now() - at, isDone: state === 'PURCHASED' }
        },
      },
    )
  } finally {
    for (const close of closers.toReversed()) await close()
  }
}

async function chooseBooks(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ isbn13: string }>(
    'select isbn13 from edition where isbn13 not in (select isbn13 from stock_item) order by isbn13 limit $1',
    [books],
  )
  return rows.map(({ isbn13 }) => isbn13)
}
