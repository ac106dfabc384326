// Process: loads a CSV catalogue and ends. Without arguments the demo catalogue, if there are no books yet; with a file name that file.
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { hasWorks, hydrateEditions, importCsv } from '#catalog'
import type { ImportDeps } from '#catalog'
import { indexWorks, recountTerms } from '#search'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'

const demo = path.join(import.meta.dirname, 'modules/catalog/demo/catalogue.csv')

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const [file] = process.argv.slice(2)

const db = createDb(createPool({ url, name: 'quire-import', max: 2 }))
// Indexed in the transaction that saves them: books are findable when the command ends, whether a worker runs or not.
const deps: ImportDeps = { db, ids: systemIds, announce: indexWorks }
try {
  if (file === undefined && !(await isDemoWanted())) say('the catalogue has books already; nothing loaded')
  else await load(file ?? demo)
} finally {
  await db.destroy()
}

/** True for an empty catalogue, and for one that holds the beginning of the demo but not its end: that load was interrupted. */
async function isDemoWanted(): Promise<boolean> {
  if (!(await hasWorks(db))) return true
  const numbers = (await readFile(demo, 'utf8')).match(/(?<=,)97[89]\d{10}(?=,)/g) ?? []
  const [first = '', last = ''] = [numbers[0], numbers.at(-1)]
  const known = await hydrateEditions({ db }, [first, last])
  return known.has(first) && !known.has(last)
}

async function load(name: string): Promise<void> {
  const counts = await importCsv(deps, createReadStream(name), {
    onReject: ({ line, field, reason }) => say(`line ${line}, ${field}: ${reason}`),
    onProgress: ({ records, editions, rejected }) =>
      process.stderr.write(`\r${records} lines read, ${editions} editions saved, ${rejected} rejected`),
  })
  process.stderr.write('\n')
  await recountTerms(db)
  say(`${path.basename(name)}: ${counts.works} works, ${counts.editions} editions, ${counts.rejected} lines rejected`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
