// Process: imports catalogue files of any length and ends: `node server/import-catalogue.ts FILE… [--format onix|openlibrary|csv] [--assume-format paperback]`.
// Killed, it goes on where it was when it is run again. What was rejected is written to FILE.rejects.csv. The worker indexes what it announces.
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { formats, guessFormat, importFormats, readRejects, runImport, startImport, worksChanged } from '#catalog'
import type { ImportDeps, ImportRow } from '#catalog'
import { armCrashPoint } from '#platform/crash-points'
import { createDb, createPool } from '#platform/db'
import { systemIds } from '#platform/ids'
import { createBoss, ensureQueues, handle, jobsOf } from '#platform/jobs'
import { createLog } from '#platform/log'

const usage = `Usage: import FILE… [--format ${importFormats.join('|')}] [--assume-format ${formats.join('|')}]
Open Library's files in this order: authors, works, editions.`
const barWidth = 24
/** A terminal is written to so often; a log gets a line at the end. */
const showEveryMs = 200

const { values, positionals } = parseArgs({
  options: { format: { type: 'string' }, 'assume-format': { type: 'string' } },
  allowPositionals: true,
})
const format = oneOf(importFormats, values.format, '--format')
const assumeFormat = oneOf(formats, values['assume-format'], '--assume-format')
const url = process.env['DATABASE_URL']
if (positionals.length === 0) fail(usage)
if (!url) fail('DATABASE_URL is not set: it says which database the catalogue is in.')

const log = createLog({ name: 'quire-import', level: 'warn' })
const db = createDb(createPool({ url, name: 'quire-import', max: 3 }))
const boss = createBoss({ url, role: 'worker', log }) // the role that may install the queues
const stopping = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort())
armCrashPoint(process.env['QUIRE_CRASH_AT'] ?? null)
try {
  await boss.start()
  const jobs = jobsOf(boss)
  await ensureQueues(boss, [handle(worksChanged, async () => {})]) // the worker has the handler that works
  const announce: ImportDeps['announce'] = (tx, workIds) => jobs.send(tx, worksChanged, { workIds: [...workIds] })
  for (const file of positionals) if (!(await importFile({ db, ids: systemIds, announce }, file))) process.exitCode = 1
} catch (error) {
  if (!stopping.signal.aborted) throw error
  say('Stopped. Run the same command again to go on.')
  process.exitCode = 130
} finally {
  await boss.stop()
  await db.destroy()
}

/** False when the file could not be read to its end. */
async function importFile(deps: ImportDeps, file: string): Promise<boolean> {
  const kind = format ?? (await guessFormat(file))
  if (kind === null) fail(`It is not clear what ${file} is. Say it with --format ${importFormats.join('|')}.`)
  const begun = await startImport(deps, { path: file, format: kind, assumeFormat, by: 'command' })
  if (begun.place > 0) say(`${begun.fileName}: going on after ${begun.place.toLocaleString('en')} ${unitOf(begun)}`)
  let shownAt = 0
  const done = await runImport(deps, begun.id, {
    signal: stopping.signal,
    onProgress(row) {
      if (!process.stderr.isTTY || performance.now() - shownAt < showEveryMs) return
      shownAt = performance.now()
      process.stderr.write(`\r${barOf(row)}`)
    },
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
  const { editions, records, rejected, withdrawn, quarantined } = done
  const counts = `${editions.toLocaleString('en')} editions of ${records.toLocaleString('en')} records saved, ${rejected} rejected`
  say(`${done.fileName}: ${counts} (${quarantined} in quarantine), ${withdrawn} withdrawn`)
  if (rejected > 0) await writeRejects(done, `${file}.rejects.csv`)
  if (done.state === 'FAILED') say(`${done.fileName} could not be read on: ${done.problem}`)
  return done.state === 'DONE'
}

async function writeRejects(row: ImportRow, file: string): Promise<void> {
  await pipeline(Readable.from(readRejects({ db }, row)), createWriteStream(file))
  say(`what was rejected and why is in ${file}`)
}

function barOf({ fileName, bytes, bytesRead, editions, rejected }: ImportRow): string {
  const share = bytes === 0 ? 1 : Math.min(1, bytesRead / bytes)
  const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')
  return `${fileName} ${bar} ${(share * 100).toFixed(1)} %  ${editions.toLocaleString('en')} editions, ${rejected} rejected`
}

function unitOf({ format: kind }: ImportRow): string {
  return kind === 'onix' ? 'products' : 'lines'
}

function oneOf<T extends string>(all: readonly T[], value: string | undefined, name: string): T | null {
  const found = all.find((one) => one === value)
  if (value !== undefined && found === undefined) fail(`${name} is "${value}", but must be one of ${all.join(', ')}.`)
  return found ?? null
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(line: string): never {
  process.stderr.write(`${line}\n`)
  process.exit(2)
}
