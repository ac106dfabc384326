// server/platform/db.gen.ts: the tables' types, read from a database that the migrations have just made.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateToLatest } from '../../server/platform/migrate.ts'
import { startScratch } from '../postgres/scratch.ts'
import { runTool } from '../root.ts'
import type { Files } from './files.ts'

const notOurs = '{kysely_*,pgboss*}' // the migrator's bookkeeping and pg-boss's tables: no query of ours names them
const types = { int8: 'bigint' } // as platform/db.ts parses it

export async function databaseTypes(): Promise<Files> {
  const postgres = await startScratch()
  const out = mkdtempSync(join(tmpdir(), 'quire-gen-'))
  try {
    const url = postgres.url('postgres')
    await migrateToLatest(url)
    const file = join(out, 'db.gen.ts')
    const flags = ['--dialect', 'postgres', '--camel-case', '--default-schema', 'public', '--exclude-pattern', notOurs]
    runTool('kysely-codegen', [...flags, '--type-mapping', JSON.stringify(types), '--url', url, '--out-file', file])
    const text = runTool('oxfmt', ['--stdin-filepath', 'scripts/db.ts'], readFileSync(file, 'utf8'))
    return { 'server/platform/db.gen.ts': text }
  } finally {
    rmSync(out, { recursive: true, force: true })
    await postgres.stop()
  }
}
