// Process: loads a CSV catalogue and ends. Without arguments the demo catalogue with a small stock of our own, if there are none yet; with a file
// name that file.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { hasWorks, hydrateEditions, importCsv, worksChanged } from '#catalog'
import type { ImportDeps } from '#catalog'
import { indexStandings, indexWorks, isIndexEmpty, mergeSegments, rebuildIndex, searchJobs } from '#search'
import { findLowest } from '#offers'
import { chooseDemoStock, findShelved, hasItems, receiveLines } from '#stock'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, ensureQueues, jobsOf } from '#platform/jobs'
import { createLog } from '#platform/log'

const demo = path.join(import.meta.dirname, 'modules/catalog/demo/catalogue.csv')

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const [file] = process.argv.slice(2)
const db = createDb(createPool({ url, name: 'quire-import', max: 2 }))
const prices = {
  lowestOffers: (isbns: readonly string[]) => findLowest(db, isbns, 'USD'),
  onShelf: (isbns: readonly string[]) => findShelved(db, isbns),
}
try {
  if (file !== undefined) await importFile(url, file)
  else if (await isDemoWanted()) await loadDemo()
  else if (await isIndexEmpty(db)) say(`search index made anew: ${await rebuildIndex(db)} works`)
  else say('the catalogue has books already; nothing loaded')
  if (file === undefined) await stockDemo()
} finally {
  await db.destroy()
}

/** Indexed in the transactions that save it: findable when the command ends, before any worker runs. */
async function loadDemo(): Promise<void> {
  await load(demo, indexWorks)
  await mergeSegments(db, { all: true })
}

/** Of any length, so the worker indexes it behind: each batch sends its job in its own transaction. */
async function importFile(databaseUrl: string, name: string): Promise<void> {
  const log = createLog({ name: 'quire-import', level: 'warn' })
  const boss = createBoss({ url: databaseUrl, role: 'worker', log }) // the role that may install the queues
  await boss.start()
  const jobs = jobsOf(boss)
  await ensureQueues(boss, searchJobs({ db, jobs, log, clock: systemClock, openSearch: null, ...prices }))
  await load(name, (tx, workIds) => jobs.send(tx, worksChanged, { workIds: [...workIds] }))
  await boss.stop()
  say('the worker makes them findable')
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

async function load(name: string, announce: ImportDeps['announce']): Promise<void> {
  const deps: ImportDeps = { db, ids: systemIds, announce }
  const counts = await importCsv(deps, createReadStream(name), {
    onReject: ({ line, field, reason }) => say(`line ${line}, ${field}: ${reason}`),
    onProgress: ({ records, editions, rejected }) =>
      process.stderr.write(`\r${records} lines read, ${editions} editions saved, ${rejected} rejected`),
  })
  process.stderr.write('\n')
  say(`${path.basename(name)}: ${counts.works} works, ${counts.editions} editions, ${counts.rejected} lines rejected`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
