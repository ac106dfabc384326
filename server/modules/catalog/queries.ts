// All SQL that reads and writes the catalogue — owns work, edition, contributor, workContributor, subject, workSubject.
import { sql } from 'kysely'
import type { Insertable } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { DB } from '#platform/db.gen'
import type { Db, Tx } from '#platform/db'
import type { Edition, EditionCard, Format, Work } from './model.ts'

const own = (db: Db) =>
  db.$pickTables<'work' | 'edition' | 'contributor' | 'workContributor' | 'subject' | 'workSubject'>()

/** One importer writes at a time, so that "already claimed by another work" is true until it commits. */
const importLock = 7_201

const noWork = '00000000-0000-0000-0000-000000000000'

function selectWorks(db: Db) {
  return own(db)
    .selectFrom('work')
    .select((eb) => [
      'work.id',
      'work.title',
      'work.subtitle',
      'work.originalYear',
      'work.originalLanguage',
      'work.series',
      'work.seriesNumber',
      'work.description',
      'work.popularity',
      'work.updatedAt',
      sql<string[]>`array(${eb
        .selectFrom('workContributor')
        .innerJoin('contributor', 'contributor.id', 'workContributor.contributorId')
        .select('contributor.name')
        .whereRef('workContributor.workId', '=', 'work.id')
        .orderBy('workContributor.position')})`.as('authors'),
      sql<string[]>`array(${eb
        .selectFrom('workSubject')
        .innerJoin('subject', 'subject.id', 'workSubject.subjectId')
        .select('subject.name')
        .whereRef('workSubject.workId', '=', 'work.id')
        .orderBy('subject.name')})`.as('subjects'),
      jsonArrayFrom(
        eb
          .selectFrom('edition')
          // Names of one word: nested keys come back as SQL has them.
          .select(['isbn13', 'title', 'subtitle', 'format', 'language', 'publisher', 'publishedYear as year', 'pages'])
          .whereRef('edition.workId', '=', 'work.id')
          .orderBy(sql`published_year desc nulls last`)
          .orderBy('isbn13'),
      ).as('editions'),
    ])
}

type WorkRow = Awaited<ReturnType<ReturnType<typeof selectWorks>['executeTakeFirstOrThrow']>>

function toWork({ editions, ...work }: WorkRow): Work {
  return {
    ...work,
    editions: editions.map(({ year, format, ...edition }): Edition => ({
      ...edition,
      format: format as Format, // the table's check constraint says so
      publishedYear: year,
    })),
  }
}

export async function findWorkByIsbn(db: Db, isbn13: string): Promise<Work | null> {
  const row = await selectWorks(db)
    .where('work.id', '=', (eb) => eb.selectFrom('edition').select('workId').where('isbn13', '=', isbn13))
    .executeTakeFirst()
  return row ? toWork(row) : null
}

export async function listWorks(db: Db, workIds: readonly string[]): Promise<Work[]> {
  const rows = await selectWorks(db)
    .where('work.id', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  return rows.map(toWork)
}

export async function listEditions(db: Db, isbns: readonly string[]): Promise<EditionCard[]> {
  const rows = await own(db)
    .selectFrom('edition')
    .selectAll('edition')
    .select((eb) =>
      sql<string[]>`array(${eb
        .selectFrom('workContributor')
        .innerJoin('contributor', 'contributor.id', 'workContributor.contributorId')
        .select('contributor.name')
        .whereRef('workContributor.workId', '=', 'edition.workId')
        .orderBy('workContributor.position')})`.as('authors'),
    )
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .execute()
  return rows.map((row) => ({ ...row, format: row.format as Format }))
}

export async function listEditionIsbns(
  db: Db,
  wanted: {
    workId: string
    formats?: readonly string[] | undefined
    languages?: readonly string[] | undefined
    limit: number
  },
): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('edition')
    .select('isbn13')
    .where('workId', '=', wanted.workId)
    .$if(wanted.formats !== undefined, (q) => q.where('format', '=', sql<string>`any(${wanted.formats}::text[])`))
    .$if(wanted.languages !== undefined, (q) => q.where('language', '=', sql<string>`any(${wanted.languages}::text[])`))
    .orderBy(sql`published_year desc nulls last`)
    .orderBy('isbn13')
    .limit(wanted.limit)
    .execute()
  return rows.map(({ isbn13 }) => isbn13)
}

export async function listWorkVersions(
  db: Db,
  page: { afterId: string | null; limit: number },
): Promise<{ id: string; updatedAt: Date }[]> {
  return own(db)
    .selectFrom('work')
    .select(['id', 'updatedAt'])
    .where('id', '>', page.afterId ?? noWork)
    .orderBy('id')
    .limit(page.limit)
    .execute()
}

export async function hasWorks(db: Db): Promise<boolean> {
  return (await own(db).selectFrom('work').select('id').limit(1).executeTakeFirst()) !== undefined
}

/** Waits until no other transaction imports; held to the end of this one. */
export async function lockImports(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${importLock})`.execute(tx)
}

/** Which work (by its key) each of these numbers belongs to already. */
export async function findClaims(tx: Tx, isbns: readonly string[]): Promise<Map<string, string>> {
  const rows = await own(tx)
    .selectFrom('edition')
    .innerJoin('work', 'work.id', 'edition.workId')
    .select(['edition.isbn13', 'work.key'])
    .where('edition.isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .execute()
  return new Map(rows.map(({ isbn13, key }) => [isbn13, key]))
}

/** Inserts or replaces by key; gives each key's id. The time is the database's: it orders the changes of all processes. */
export async function saveWorks(tx: Tx, works: readonly Insertable<DB['work']>[]): Promise<Map<string, string>> {
  const rows = await own(tx)
    .insertInto('work')
    .values(works)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((eb) => ({
        title: eb.ref('excluded.title'),
        subtitle: eb.ref('excluded.subtitle'),
        originalYear: eb.ref('excluded.originalYear'),
        originalLanguage: eb.ref('excluded.originalLanguage'),
        series: eb.ref('excluded.series'),
        seriesNumber: eb.ref('excluded.seriesNumber'),
        description: eb.ref('excluded.description'),
        popularity: eb.ref('excluded.popularity'),
        updatedAt: sql`clock_timestamp()`,
      })),
    )
    .returning(['id', 'key'])
    .execute()
  return new Map(rows.map(({ id, key }) => [key, id]))
}

export async function saveEditions(tx: Tx, editions: readonly Insertable<DB['edition']>[]): Promise<void> {
  await own(tx)
    .insertInto('edition')
    .values(editions)
    .onConflict((conflict) =>
      conflict.column('isbn13').doUpdateSet((eb) => ({
        title: eb.ref('excluded.title'),
        subtitle: eb.ref('excluded.subtitle'),
        format: eb.ref('excluded.format'),
        language: eb.ref('excluded.language'),
        publisher: eb.ref('excluded.publisher'),
        publishedYear: eb.ref('excluded.publishedYear'),
        pages: eb.ref('excluded.pages'),
      })),
    )
    .execute()
}

/** Gives each name its id, new names a new one. */
export async function ensureNames(
  tx: Tx,
  table: 'contributor' | 'subject',
  names: readonly { id: string; name: string }[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  await own(tx)
    .insertInto(table)
    .values(names)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const rows = await own(tx)
    .selectFrom(table)
    .select(['id', 'name'])
    .where('name', '=', sql<string>`any(${names.map(({ name }) => name)}::text[])`)
    .execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** Replaces who wrote these works and what they are about. */
export async function replaceLinks(
  tx: Tx,
  workIds: readonly string[],
  links: {
    contributors: readonly { workId: string; contributorId: string; position: number }[]
    subjects: readonly { workId: string; subjectId: string }[]
  },
): Promise<void> {
  const ofThese = sql<string>`any(${workIds}::uuid[])`
  await own(tx).deleteFrom('workContributor').where('workId', '=', ofThese).execute()
  await own(tx).deleteFrom('workSubject').where('workId', '=', ofThese).execute()
  if (links.contributors.length > 0) await own(tx).insertInto('workContributor').values(links.contributors).execute()
  if (links.subjects.length > 0) await own(tx).insertInto('workSubject').values(links.subjects).execute()
}
