// Editions put where they belong by hand, and the history of it — owns catalogCorrection.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'

const own = (db: Db) =>
  db.$pickTables<
    | 'catalogCorrection'
    | 'work'
    | 'edition'
    | 'workAlias'
    | 'workContributor'
    | 'workSubject'
    | 'workSubjectCode'
    | 'workSeries'
  >()

export interface WorkHead {
  readonly id: string
  readonly key: string
  readonly title: string
}

export async function findWorkHead(tx: Tx, id: string): Promise<WorkHead | null> {
  return (
    (await own(tx).selectFrom('work').select(['id', 'key', 'title']).where('id', '=', id).executeTakeFirst()) ?? null
  )
}

/** The work of each of these numbers, by number; withdrawn editions too. */
export async function findWorkIds(db: Db, isbns: readonly string[]): Promise<Map<string, string>> {
  const rows = await own(db)
    .selectFrom('edition')
    .select(['isbn13', 'workId'])
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .execute()
  return new Map(rows.map(({ isbn13, workId }) => [isbn13, workId]))
}

export async function listIsbnsOf(tx: Tx, workId: string): Promise<string[]> {
  const rows = await own(tx)
    .selectFrom('edition')
    .select('isbn13')
    .where('workId', '=', workId)
    .orderBy('isbn13')
    .execute()
  return rows.map(({ isbn13 }) => isbn13)
}

/** Puts editions into a work. With a correction their records belong to that work from now on, whatever title an import gives them. */
export async function moveRows(
  tx: Tx,
  isbns: readonly string[],
  workId: string,
  correctionId: string | null,
): Promise<void> {
  await own(tx)
    .updateTable('edition')
    .set({ workId, correctionId })
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .execute()
}

/** A new work that is as `from` is, called what this edition is called. */
export async function copyWork(
  tx: Tx,
  from: string,
  copy: { id: string; key: string; leadIsbn13: string },
): Promise<void> {
  const db = own(tx)
  await sql`
    insert into work (id, key, title, subtitle, original_year, original_language, description, popularity, lead_isbn13, updated_at)
    select ${copy.id}::uuid, ${copy.key}, edition.title, edition.subtitle, work.original_year, work.original_language, work.description,
      work.popularity, edition.isbn13, clock_timestamp()
    from work, edition where work.id = ${from}::uuid and edition.isbn13 = ${copy.leadIsbn13}`.execute(db)
  await sql`insert into work_contributor (work_id, contributor_id, position, role)
    select ${copy.id}::uuid, contributor_id, position, role from work_contributor where work_id = ${from}::uuid`.execute(
    db,
  )
  await sql`insert into work_subject (work_id, subject_id)
    select ${copy.id}::uuid, subject_id from work_subject where work_id = ${from}::uuid`.execute(db)
  await sql`insert into work_subject_code (work_id, scheme, code)
    select ${copy.id}::uuid, scheme, code from work_subject_code where work_id = ${from}::uuid`.execute(db)
  await sql`insert into work_series (work_id, series_id, number, position)
    select ${copy.id}::uuid, series_id, number, position from work_series where work_id = ${from}::uuid`.execute(db)
}

/** Removes a work without editions. Its keys and its id lead to the other from now on. */
export async function dissolveWork(tx: Tx, work: WorkHead, intoId: string): Promise<void> {
  const db = own(tx)
  await db.updateTable('workAlias').set({ workId: intoId }).where('workId', '=', work.id).execute()
  await db
    .insertInto('workAlias')
    .values({ key: work.key, workId: intoId, oldId: work.id })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ workId: intoId, oldId: work.id }))
    .execute()
  for (const table of ['workContributor', 'workSubject', 'workSubjectCode', 'workSeries'] as const)
    await db.deleteFrom(table).where('workId', '=', work.id).execute()
  await db.deleteFrom('work').where('id', '=', work.id).execute()
}

/** Marks works as changed now. */
export async function touchWorks(tx: Tx, workIds: readonly string[]): Promise<void> {
  await own(tx)
    .updateTable('work')
    .set({ updatedAt: sql`clock_timestamp()` })
    .where('id', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
}

export interface Correction {
  readonly id: string
  readonly kind: 'MOVE' | 'MERGE' | 'SPLIT' | 'CLAIM'
  readonly fromWorkId: string
  readonly fromTitle: string
  readonly intoWorkId: string
  readonly intoTitle: string
  readonly isbns: readonly string[]
  readonly why: string
  readonly by: string
  readonly at: Date
}

export async function saveCorrection(tx: Tx, correction: Correction): Promise<void> {
  await own(tx)
    .insertInto('catalogCorrection')
    .values({ ...correction, isbns: [...correction.isbns] })
    .execute()
}

/** What was corrected at this work, newest first. */
export async function listCorrections(db: Db, workId: string, limit: number): Promise<Correction[]> {
  const rows = await own(db)
    .selectFrom('catalogCorrection')
    .selectAll()
    .where((eb) => eb.or([eb('fromWorkId', '=', workId), eb('intoWorkId', '=', workId)]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as Correction['kind'] }))
}
