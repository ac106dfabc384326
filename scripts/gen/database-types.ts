// The tables' types, read from a database that the migrations have just made: server/platform/db.gen.ts and, for the gateway's own schema,
// seller-gateway/store/db.gen.ts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateToLatest } from '../../server/platform/migrate.ts'
import { startScratch } from '../postgres/scratch.ts'
import { runTool } from '../root.ts'
import type { Files } from './files.ts'

// Each schema has one owner. Left out are the migrator's bookkeeping and pg-boss's tables: no query of ours names them.
const schemas = [
  {
    file: 'server/platform/db.gen.ts',
    schema: 'public',
    pick: ['--exclude-pattern', '{gateway.*,*.kysely_*,pgboss*.*}'],
  },
  { file: 'seller-gateway/store/db.gen.ts', schema: 'gateway', pick: ['--include-pattern', 'gateway.*'] },
]
const types = { int8: 'bigint' } // as both sides parse it

export async function databaseTypes(): Promise<Files> {
  const postgres = await startScratch()
  const out = mkdtempSync(join(tmpdir(), 'quire-gen-'))
  try {
    const url = postgres.url('postgres')
    await migrateToLatest(url)
    const files: Files = {}
    for (const { file, schema, pick } of schemas) {
      const made = join(out, 'db.gen.ts')
      const flags = ['--dialect', 'postgres', '--camel-case', '--default-schema', schema, ...pick]
      runTool('kysely-codegen', [...flags, '--type-mapping', JSON.stringify(types), '--url', url, '--out-file', made])
      files[file] = runTool('oxfmt', ['--stdin-filepath', 'scripts/db.ts'], readFileSync(made, 'utf8'))
    }
    return files
  } finally {
    rmSync(out, { recursive: true, force: true })
    await postgres.stop()
  }
}
