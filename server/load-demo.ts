// Process: loads the demo catalogue with a small stock of our own, if there are none yet, and ends.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { hasWorks, hydrateEditions, importCsv } from '#catalog'
import type { ImportDeps } from '#catalog'
import { chooseDemoRates, ensureRates } from '#rates'
import { indexStandings, indexWorks, isIndexEmpty, mergeSegments, rebuildIndex } from '#search'
import { findLowest } from '#offers'
import { chooseDemoStock, findShelved, hasItems, receiveLines } from '#stock'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'

const demo = path.join(import.meta.dirname, 'modules/catalog/demo/catalogue.csv')

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const db = createDb(createPool({ url, name: 'quire-import', max: 2 }))
const prices = {
  lowestOffers: (isbns: readonly string[]) => findLowest(db, isbns, 'USD'),
  onShelf: (isbns: readonly string[]) => findShelved(db, isbns),
}
try {
  if (await isDemoWanted()) await loadDemo()
  else if (await isIndexEmpty(db)) say(`search index made anew: ${await rebuildIndex(db)} works`)
  else say('the catalogue has books already; nothing loaded')
  await stockDemo()
  if (await ensureRates(db, chooseDemoRates())) say('the demo has rates for shipping and tax')
} finally {
  await db.destroy()
}

/** Indexed in the transactions that save it: findable when the command ends, before any worker runs. */
async function loadDemo(): Promise<void> {
  const deps: ImportDeps = { db, ids: systemIds, announce: indexWorks }
  const counts = await importCsv(deps, createReadStream(demo), {
    onReject: ({ line, field, reason }) => say(`line ${line}, ${field}: ${reason}`),
  })
  say(`${path.basename(demo)}: ${counts.works} works, ${counts.editions} editions, ${counts.rejected} lines rejected`)
  await mergeSegments(db, { all: true })
}

/** Some copies of our own of the demo's books, unless there are other books or a stock already. Each is booked in once. */
async function stockDemo(): Promise<void> {
  const numbers = await demoNumbers()
  const known = await hydrateEditions({ db }, numbers)
  if (known.size < numbers.length || (await hasItems(db))) return
  const lines = [...known.values()].flatMap(({ isbn13, format }) => chooseDemoStock(isbn13, format))
  const { received } = await receiveLines({ db, ids: systemIds }, { lines, by: 'demo', at: new Date() })
  await indexStandings({ db, ...prices }, numbers)
  say(`${received.size} items of our own are on the shelf`)
}

async function demoNumbers(): Promise<string[]> {
  return [...new Set((await readFile(demo, 'utf8')).match(/(?<=,)97[89]\d{10}(?=,)/g) ?? [])]
}

/** True for an empty catalogue, and for one that holds the beginning of the demo but not its end: that load was interrupted. */
async function isDemoWanted(): Promise<boolean> {
  if (!(await hasWorks(db))) return true
  const numbers = await demoNumbers()
  const [first = '', last = ''] = [numbers[0], numbers.at(-1)]
  const known = await hydrateEditions({ db }, [first, last])
  return known.has(first) && !known.has(last)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
