// Imports as they go: the file, how far it is committed, what was rejected; and the dumps' authors and works that wait for their editions — owns
// catalogImport, catalogReject, openLibraryAuthor, openLibraryWork.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { ImportFormat, ImportRow, ImportState } from './model.ts'

const own = (db: Db) =>
  db.$pickTables<'catalogImport' | 'catalogReject' | 'openLibraryAuthor' | 'openLibraryWork' | 'edition' | 'work'>()

/** The space of advisory locks in which an import's own number stands for it. */
const runningLock = 7_202

type Stored = Awaited<ReturnType<ReturnType<typeof selectImports>['executeTakeFirstOrThrow']>>

const selectImports = (db: Db) => own(db).selectFrom('catalogImport').selectAll()

const counted = [
  'bytes',
  'place',
  'bytesRead',
  'records',
  'rejected',
  'quarantined',
  'works',
  'editions',
  'withdrawn',
] as const

function toImport(row: Stored): ImportRow {
  const counts = Object.fromEntries(counted.map((name) => [name, Number(row[name])])) as Record<
    (typeof counted)[number],
    number
  >
  return {
    ...row,
    ...counts,
    format: row.format as ImportFormat,
    assumeFormat: row.assumeFormat as ImportRow['assumeFormat'],
    state: row.state as ImportState,
  }
}

export interface NewImport {
  readonly id: string
  readonly path: string
  readonly fileName: string
  readonly fingerprint: string
  readonly bytes: number
  readonly format: ImportFormat
  readonly assumeFormat: ImportRow['assumeFormat']
  readonly startedBy: string
}

/** The import of this file that is not finished, with its path as it is now; else a new one. */
export async function openImport(tx: Tx, { bytes, ...row }: NewImport): Promise<ImportRow> {
  const stored = await own(tx)
    .insertInto('catalogImport')
    .values({ ...row, bytes: BigInt(bytes) })
    .onConflict((conflict) =>
      conflict
        .columns(['fingerprint', 'format'])
        .where('finishedAt', 'is', null)
        .doUpdateSet((eb) => ({ path: eb.ref('excluded.path') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return toImport(stored)
}

export async function findImport(db: Db, id: string): Promise<ImportRow | null> {
  const row = await selectImports(db).where('id', '=', id).executeTakeFirst()
  return row ? toImport(row) : null
}

/** The latest imports, newest first. */
export async function listImportRows(db: Db, limit: number): Promise<ImportRow[]> {
  return (await selectImports(db).orderBy('id', 'desc').limit(limit).execute()).map(toImport)
}

/** True when nobody else runs this import; held by this very connection until it is given back or breaks. */
export async function holdImport(connection: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ isHeld: boolean }>`
    select pg_try_advisory_lock(${runningLock}, hashtext(${id})) as is_held`.execute(own(connection))
  return rows[0]?.isHeld === true
}

export async function letGoImport(connection: Db, id: string): Promise<void> {
  await sql`select pg_advisory_unlock(${runningLock}, hashtext(${id}))`.execute(own(connection))
}

export interface Progress {
  readonly place: number
  readonly bytesRead: number
  readonly records: number
  readonly rejected: number
  readonly quarantined: number
  readonly works: number
  readonly editions: number
  readonly withdrawn: number
}

/** Notes what a batch did, in its transaction. False when the import is not where this run left it: another run has gone on with it. */
export async function advanceImport(tx: Tx, id: string, from: number, done: Progress): Promise<boolean> {
  const { numUpdatedRows } = await own(tx)
    .updateTable('catalogImport')
    .set((eb) => ({
      state: 'RUNNING',
      place: BigInt(done.place),
      bytesRead: BigInt(done.bytesRead),
      records: eb('records', '+', BigInt(done.records)),
      rejected: eb('rejected', '+', BigInt(done.rejected)),
      quarantined: eb('quarantined', '+', BigInt(done.quarantined)),
      works: eb('works', '+', BigInt(done.works)),
      editions: eb('editions', '+', BigInt(done.editions)),
      withdrawn: eb('withdrawn', '+', BigInt(done.withdrawn)),
      updatedAt: sql`clock_timestamp()`,
    }))
    .where('id', '=', id)
    .where('place', '=', BigInt(from))
    .where('finishedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** `problem`: why the rest of the file cannot be read; null when all was. */
export async function closeImport(db: Db, id: string, problem: string | null): Promise<void> {
  const now = sql<Date>`clock_timestamp()`
  await own(db)
    .updateTable('catalogImport')
    .set({ state: problem === null ? 'DONE' : 'FAILED', problem, finishedAt: now, updatedAt: now })
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .execute()
}

export interface Reject {
  readonly place: number
  readonly field: string
  readonly reason: string
}

export async function saveRejects(tx: Tx, importId: string, rejects: readonly Reject[]): Promise<void> {
  if (rejects.length === 0) return
  await sql`
    insert into catalog_reject (import_id, place, field, reason)
    select ${importId}::uuid, place, field, reason from jsonb_to_recordset(${JSON.stringify(rejects)}::jsonb) as r (place bigint, field text, reason text)
    on conflict do nothing`.execute(own(tx))
}

/** In the order of the file, from behind this one. */
export async function listRejects(
  db: Db,
  importId: string,
  page: { after: { place: number; field: string } | null; limit: number },
): Promise<Reject[]> {
  const after = page.after ?? { place: -1, field: '' }
  const rows = await own(db)
    .selectFrom('catalogReject')
    .select(['place', 'field', 'reason'])
    .where('importId', '=', importId)
    .where(sql<boolean>`(place, field) > (${after.place}::bigint, ${after.field}::text)`)
    .orderBy('place')
    .orderBy('field')
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({ ...row, place: Number(row.place) }))
}

export async function saveAuthors(tx: Tx, authors: readonly { key: string; name: string }[]): Promise<void> {
  await sql`
    insert into open_library_author (key, name)
    select key, name from jsonb_to_recordset(${JSON.stringify(authors)}::jsonb) as r (key text, name text)
    on conflict (key) do update set name = excluded.name`.execute(own(tx))
}

export async function saveStagedWorks(tx: Tx, works: readonly { key: string; record: object }[]): Promise<void> {
  await sql`
    insert into open_library_work (key, record)
    select key, record from jsonb_to_recordset(${JSON.stringify(works)}::jsonb) as r (key text, record jsonb)
    on conflict (key) do update set record = excluded.record`.execute(own(tx))
}

export async function findAuthorNames(tx: Tx, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await own(tx)
    .selectFrom('openLibraryAuthor')
    .selectAll()
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .execute()
  return new Map(rows.map(({ key, name }) => [key, name]))
}

export async function findStagedWorks(tx: Tx, keys: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await own(tx)
    .selectFrom('openLibraryWork')
    .selectAll()
    .where('key', '=', sql<string>`any(${keys}::text[])`)
    .execute()
  return new Map(rows.map(({ key, record }) => [key, record]))
}

/** What a message says of a part of an edition that we have; gives its work, null when we have no such edition. */
export async function patchEdition(
  tx: Tx,
  isbn13: string,
  patch: { publisher: string | null; publishedYear: number | null; description: string | null },
): Promise<string | null> {
  const { rows } = await sql<{ workId: string }>`
    with edited as (
      update edition set publisher = coalesce(${patch.publisher}::text, publisher),
        published_year = coalesce(${patch.publishedYear}::int, published_year)
      where isbn13 = ${isbn13} returning isbn13, work_id)
    update work set updated_at = clock_timestamp(),
      description = case when work.lead_isbn13 = edited.isbn13 then coalesce(${patch.description}::text, description)
        else coalesce(description, ${patch.description}::text) end
    from edited where work.id = edited.work_id returning work.id as work_id`.execute(own(tx))
  return rows[0]?.workId ?? null
}
