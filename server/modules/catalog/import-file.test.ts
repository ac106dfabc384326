import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { createDb, createPool } from '#platform/db'
import { useImports } from '#testing/imports'
import { useDatabase } from '#testing/world'
import { checksumOf } from '../../../bench/catalogue-checksum.ts'
import { catalogueLines } from '../../../bench/catalogue-lines.ts'
import { ImportHeldError, runImport } from './run-import.ts'
import { startImport } from './start-import.ts'

const t = useImports()
const another = useDatabase()
const command = path.resolve(import.meta.dirname, '../../import-catalogue.ts')

async function run(databaseUrl: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [command, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal, said }
}

it.each([
  ['csv', ['catalog.afterBatch', 'catalog.inBatch', 'catalog.afterBatch']],
  ['onix', ['catalog.afterBatch']],
  ['openlibrary', ['catalog.afterBatch']],
] as const)(
  'killed in the middle of %s, it goes on and ends with the same catalogue',
  { timeout: 120_000 },
  async (format, crashes) => {
    const file = t.file(`books-${format}`, [...catalogueLines(format, 3_000)].join(''))
    const whole = await run(another.url, [file])
    expect(whole).toMatchObject({ code: 0, said: expect.stringContaining('2,940 editions of') })
    for (const crash of crashes) {
      const killed = await run(t.url, [file], { QUIRE_CRASH_AT: crash })
      expect(killed).toMatchObject({ signal: 'SIGKILL' })
    }
    const row = await t.db
      .selectFrom('catalogImport')
      .selectAll()
      .where('format', '=', format)
      .executeTakeFirstOrThrow()
    expect(row.finishedAt).toBeNull()
    expect(Number(row.records)).toBeLessThan(3_000)
    expect(Number(row.place)).toBeGreaterThan(0)
    const resumed = await run(t.url, [file])
    expect(resumed).toMatchObject({ code: 0, said: expect.stringContaining('going on after') })
    const once = createDb(createPool({ url: another.url, name: 'test', max: 1 }))
    expect(await checksumOf(t.db)).toBe(await checksumOf(once))
    await once.destroy()
    const rejected = readFileSync(`${file}.rejects.csv`, 'utf8').trim().split('\r\n')
    expect(rejected.slice(1)).toHaveLength(60)
    expect(rejected[1]).toMatch(/^\d+,"isbn13","/)
  },
)

it('imports again what was imported, and changes nothing', async () => {
  const lines = [...catalogueLines('csv', 200)].join('')
  const sum = () => t.db.selectFrom('edition').selectAll().orderBy('isbn13').execute()
  await t.load('csv', lines)
  const before = await sum()
  await t.load('csv', lines)
  expect(await sum()).toEqual(before)
})

it('unpacks gzip, and tells a packed file that is cut off', async () => {
  const lines = [...catalogueLines('csv', 2_000)].join('')
  expect(await t.load('csv', gzipSync(lines))).toMatchObject({ state: 'DONE', records: 2_000 })
  const cut = gzipSync(lines)
  const row = await t.load('csv', cut.subarray(0, cut.length - 500))
  expect(row).toMatchObject({ state: 'FAILED', problem: expect.stringContaining('cannot be unpacked') })
  expect(row.records).toBeGreaterThan(1_000)
})

it('refuses to go on with a file that was changed, and to run twice at once', async () => {
  const file = t.file('changing.csv', [...catalogueLines('csv', 50)].join(''))
  const start = { path: file, format: 'csv', assumeFormat: null, by: 'test' } as const
  const { id } = await startImport(t.deps, start)
  expect((await startImport(t.deps, start)).id).toBe(id)
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const slow = { ...t.deps, announce: () => held }
  const first = runImport(slow, id)
  const second = createDb(createPool({ url: t.url, name: 'test', max: 2 }))
  await expect
    .poll(() => runImport({ ...t.deps, db: second }, id).catch((error: unknown) => error))
    .toBeInstanceOf(ImportHeldError)
  await second.destroy()
  release()
  expect(await first).toMatchObject({ state: 'DONE', records: 50 })

  const next = await startImport(t.deps, start)
  expect(next.id).not.toBe(id)
  writeFileSync(file, 'another')
  expect(await runImport(t.deps, next.id)).toMatchObject({
    state: 'FAILED',
    problem: expect.stringContaining('changed'),
  })
})

it('says what a file is that it cannot read', async () => {
  const noise = await t.load('csv', 'no,header\n1,2\n')
  expect(noise).toMatchObject({ state: 'FAILED', problem: expect.stringContaining('lacks work_key') })
  const unknown = await run(t.url, [t.file('what.bin', 'PK')])
  expect(unknown).toMatchObject({ code: 2, said: expect.stringContaining('--format onix|openlibrary|csv') })
  const wrong = await run(t.url, [t.file('odd.csv', 'x'), '--format', 'mobi'])
  expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining('must be one of onix') })
})
