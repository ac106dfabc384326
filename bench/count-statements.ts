// Preloaded into a process that is measured: how many statements it has sent to PostgreSQL so far, in a file that is written anew now and then.
import { writeFileSync } from 'node:fs'
import pg from 'pg'

const file = new URL(import.meta.url).searchParams.get('file')
if (!file) throw new Error('it is imported as count-statements.ts?file=…')
const everyMs = 100

let count = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function counted(this: pg.Client, ...given: Parameters<typeof query>) {
  count += 1
  return query.apply(this, given)
} as typeof query

setInterval(() => writeFileSync(file, String(count)), everyMs).unref()
