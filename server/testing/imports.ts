// Files to import and what came of them, for the catalogue's tests.
import { createHash } from 'node:crypto'
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

/** One number for a whole catalogue, whatever ids its rows were given: two catalogues with the same one are the same. */
export async function checksumOf(db: Db): Promise<string> {
  const hash = createHash('sha256')
  for (const query of checked) {
    const { rows } = await sql<{ line: string }>`${sql.raw(query)}`.execute(db)
    hash.update(`${rows[0]?.line}\n`)
  }
  return hash.digest('hex')
}

const sumOf = (row: string, from: string) =>
  `select count(*) || ' ' || coalesce(sum(('x' || left(md5(${row}), 15))::bit(60)::bigint::numeric), 0) as line from ${from}`
const checked = [
  sumOf(
    'row(e.isbn13, w.key, e.title, e.subtitle, e.format, e.language, e.publisher, e.published_year, e.pages, e.withdrawn_at is null)::text',
    'edition e join work w on w.id = e.work_id',
  ),
  sumOf(
    'row(key, title, subtitle, original_year, original_language, description, popularity, lead_isbn13)::text',
    'work',
  ),
  sumOf(
    'row(w.key, c.name, l.position, l.role)::text',
    'work_contributor l join work w on w.id = l.work_id join contributor c on c.id = l.contributor_id',
  ),
  sumOf(
    'row(w.key, s.name)::text',
    'work_subject l join work w on w.id = l.work_id join subject s on s.id = l.subject_id',
  ),
  sumOf(
    'row(w.key, s.name, l.number, l.position)::text',
    'work_series l join work w on w.id = l.work_id join series s on s.id = l.series_id',
  ),
  sumOf('row(isbn13, work_key, state)::text', 'isbn_claim'),
  sumOf('row(place, field, reason)::text', 'catalog_reject'),
  `select string_agg(row(records, rejected, quarantined, works, editions, withdrawn, state)::text, ' ' order by id) as line from catalog_import`,
]
