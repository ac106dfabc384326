// Process: books a delivery in from a CSV file of any length: `node server/receive-goods.ts FILE --delivery NAME`. Safe to run again.
import { createReadStream } from 'node:fs'
import { parseArgs } from 'node:util'
import { receiveFile } from '#stock'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'

const url = process.env['DATABASE_URL']
if (!url) throw new Error('DATABASE_URL is not set')
const { values, positionals } = parseArgs({ options: { delivery: { type: 'string' } }, allowPositionals: true })
const [file] = positionals
if (file === undefined || !values.delivery) throw new Error('Usage: node server/receive-goods.ts FILE --delivery NAME')
const db = createDb(createPool({ url, name: 'quire-receive-goods', max: 1 }))
try {
  const counts = await receiveFile({ db, ids: systemIds }, createReadStream(file), {
    delivery: values.delivery,
    by: 'command',
    at: new Date(),
    onReject: ({ line, field, reason }) => say(`line ${line}, ${field}: ${reason}`),
  })
  say(
    `${counts.received} lines booked in (${counts.copies} copies), ${counts.repeated} were in already, ${counts.rejected} rejected`,
  )
} finally {
  await db.destroy()
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
