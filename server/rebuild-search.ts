// Process: makes the search index anew from the catalogue, in place while searches go on, then ends.
import { rebuildIndex } from '#search'
import { createDb, createPool } from '#platform/db'

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const db = createDb(createPool({ url, name: 'quire-rebuild-search', max: 2 }))
const count = await rebuildIndex(db)
await db.destroy()
process.stdout.write(`search index made anew: ${count} works\n`)
