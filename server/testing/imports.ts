// Files to import and what came of them, for the catalogue's tests.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { runImport, startImport } from '#catalog'
import type { Format, ImportDeps, ImportFormat, ImportRow } from '#catalog'
import { createDb, createPool } from '#platform/db'
import type { Db } from '#platform/db'
import { systemIds } from '#platform/ids'
import { removeFolder, temporaryFolder } from '../../scripts/temporary.ts'
import { useDatabase } from './world.ts'

export interface Imports {
  readonly db: Db
  readonly deps: ImportDeps
  readonly url: string
  /** Ids of the works that were announced. */
  readonly announced: string[]
  /** A file of these contents. */
  file(name: string, contents: string | Buffer): string
  /** Imports a file to its end. */
  load(format: ImportFormat, contents: string | Buffer, options?: { assumeFormat?: Format }): Promise<ImportRow>
  /** `place field` of what was rejected, in order, with the reason. */
  rejects(importId: string): Promise<{ at: string; reason: string }[]>
}

export function useImports(): Imports {
  const database = useDatabase()
  const t = { announced: [] as string[] } as { -readonly [K in keyof Imports]: Imports[K] }
  let folder: string
  beforeAll(() => {
    folder = temporaryFolder('imports')
    t.url = database.url
    t.db = createDb(createPool({ url: database.url, name: 'test', max: 3 }))
    t.deps = { db: t.db, ids: systemIds, announce: async (_tx, workIds) => void t.announced.push(...workIds) }
  })
  afterAll(async () => {
    await t.db.destroy()
    removeFolder(folder)
  })
  t.file = (name, contents) => {
    const file = path.join(folder, name)
    writeFileSync(file, contents)
    return file
  }
  t.load = async (format, contents, { assumeFormat } = {}) => {
    const start = { path: t.file(`${systemIds.next()}`, contents), format, by: 'test' }
    const { id } = await startImport(t.deps, { ...start, assumeFormat: assumeFormat ?? null })
    return runImport(t.deps, id)
  }
  t.rejects = async (importId) => {
    const { rows } = await sql<{ at: string; reason: string }>`
      select place || ' ' || field as at, reason from catalog_reject where import_id = ${importId} order by place, field`.execute(
      t.db,
    )
    return rows
  }
  return t
}
