// Process: makes the search index anew from the catalogue while searches go on, in OpenSearch too where there is one, then ends. Started again
// after a break, it goes on with OpenSearch's where it stopped.
import { pino } from 'pino'
import { rebuildIndex, rebuildReplica } from '#search'
import { systemClock } from '#platform/clock'
import { createDb, createPool } from '#platform/db'
import { connectOpenSearch } from '#platform/opensearch'

const { DATABASE_URL: url, OPENSEARCH_URL: openSearch, QUIRE_SEARCH_ALIAS: alias = 'quire-books' } = process.env
if (!url) throw new Error('DATABASE_URL is not set')
const db = createDb(createPool({ url, name: 'quire-rebuild-search', max: 2 }))
say(`search index made anew: ${await rebuildIndex(db)} works`)
if (openSearch) {
  const remote = connectOpenSearch(openSearch)
  const deps = { db, clock: systemClock, log: pino({ level: 'warn' }), remote, alias }
  await rebuildReplica(deps, (documents) => say(`copied to OpenSearch: ${documents} works`))
  await remote.close()
  say('searches read the new index in OpenSearch')
}
await db.destroy()

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
