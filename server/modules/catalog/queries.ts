// All SQL that reads the catalogue for others. What imports write is in save-queries.ts, what staff see and correct in the other files of queries.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Db } from '#platform/db'
import type { Edition, EditionCard, Format, Work, WorkCard } from './model.ts'

const own = (db: Db) =>
  db.$pickTables<
    | 'work'
    | 'edition'
    | 'contributor'
    | 'workContributor'
    | 'editionContributor'
    | 'subject'
    | 'workSubject'
    | 'series'
    | 'workSeries'
    | 'workAlias'
  >()

const noWork = '00000000-0000-0000-0000-000000000000'

/** The authors of a work; of a collection without any, its editors. `workId` is the column to compare with. */
const authorsOf = (workId: string): RawBuilder<string[]> => sql<string[]>`array(
  select contributor.name from work_contributor join contributor on contributor.id = work_contributor.contributor_id
  where work_contributor.work_id = ${sql.ref(workId)} and work_contributor.role = (
    select min(named.role) from work_contributor named where named.work_id = ${sql.ref(workId)} and named.role in ('author', 'editor'))
  order by work_contributor.position)`

/** The first series that a work belongs to. */
const seriesOf = (column: 'name' | 'number') => sql<string | null>`(
  select ${sql.ref(column === 'name' ? 'series.name' : 'workSeries.number')} from work_series join series on series.id = work_series.series_id
  where work_series.work_id = work.id order by work_series.position limit 1)`

/** Works with their editions. One that a publisher withdrew is not there, except where it is what was asked for. */
function selectWorks(db: Db, asked: string | null = null) {
  return own(db)
    .selectFrom('work')
    .select((eb) => [
      'work.id',
      'work.title',
      'work.subtitle',
      'work.originalYear',
      'work.originalLanguage',
      'work.description',
      'work.popularity',
      'work.updatedAt',
      authorsOf('work.id').as('authors'),
      seriesOf('name').as('series'),
      seriesOf('number').as('seriesNumber'),
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
          .where((on) => on.or([on('edition.withdrawnAt', 'is', null), on('edition.isbn13', '=', asked)]))
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
  const row = await selectWorks(db, isbn13)
    .where('work.id', '=', (eb) => eb.selectFrom('edition').select('workId').where('isbn13', '=', isbn13))
    .executeTakeFirst()
  return row ? toWork(row) : null
}

/** Those of these works that have an edition to buy. */
export async function listWorks(db: Db, workIds: readonly string[]): Promise<Work[]> {
  const rows = await selectWorks(db)
    .where('work.id', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  return rows.map(toWork).filter(({ editions }) => editions.length > 0)
}

/**
 * The same as cards. Written out, because it is asked for at every search: taking the builder's tree apart costs the process as much as PostgreSQL needs
 * for the rows.
 */
export async function listWorkCards(db: Db, workIds: readonly string[]): Promise<WorkCard[]> {
  const { rows } = await sql<WorkCard>`
    select work.id, work.title, work.subtitle, work.original_year, work.description, ${authorsOf('work.id')} as authors,
      first.name as series, first.number as series_number, editions.list as editions
    from work
    join lateral (
      select json_agg(json_build_object('isbn13', isbn13, 'title', title, 'subtitle', subtitle, 'format', format, 'language', language,
        'publisher', publisher, 'publishedYear', published_year, 'pages', pages) order by published_year desc nulls last, isbn13) as list
      from edition where edition.work_id = work.id and withdrawn_at is null
    ) editions on editions.list is not null
    left join lateral (
      select series.name, work_series.number from work_series join series on series.id = work_series.series_id
      where work_series.work_id = work.id order by work_series.position limit 1
    ) first on true
    where work.id = any(${workIds}::uuid[])`.execute(own(db))
  return rows
}

export async function listEditions(db: Db, isbns: readonly string[]): Promise<EditionCard[]> {
  const rows = await own(db)
    .selectFrom('edition')
    .select(['isbn13', 'workId', 'title', 'subtitle', 'format', 'language', 'publisher', 'publishedYear', 'pages'])
    .select(authorsOf('edition.workId').as('authors'))
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .execute()
  return rows.map((row) => ({ ...row, format: row.format as Format }))
}

/**
 * Those of these editions that a publisher has not withdrawn, that have the subject, if one is named, and in whose number, titles, authors, series and
 * subjects each of `words` begins a word. Texts are compared in small letters, without marks, with single spaces between words; `words` come so.
 */
export async function filterEditions(
  db: Db,
  { isbns, subject, words }: { isbns: readonly string[]; subject: string | null; words: readonly string[] },
): Promise<string[]> {
  const found = own(db)
    .selectFrom('edition')
    .innerJoin('work', 'work.id', 'edition.workId')
    .select('edition.isbn13')
    .where('edition.isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .where('edition.withdrawnAt', 'is', null)
    .$if(subject !== null, (q) =>
      q.where(sql<boolean>`exists (select from work_subject join subject on subject.id = work_subject.subject_id
        where work_subject.work_id = edition.work_id and subject.name = ${subject})`),
    )
  if (words.length === 0) return (await found.execute()).map(({ isbn13 }) => isbn13)
  const names = sql<string>`array_to_string(${authorsOf('edition.workId')}, ' ')`
  const subjects = sql<string>`(select string_agg(subject.name, ' ') from work_subject join subject on subject.id = work_subject.subject_id
    where work_subject.work_id = edition.work_id)`
  const text = sql<string>`concat_ws(' ', edition.isbn13, edition.title, edition.subtitle, work.title, work.subtitle,
    ${names}, ${seriesOf('name')}, ${subjects})`
  const folded = sql<string>`regexp_replace(regexp_replace(normalize(lower(said.text), NFD), '[\\u0300-\\u036f]', '', 'g'), '[^[:alnum:]]+', ' ', 'g')`
  const { rows } = await sql<{ isbn13: string }>`
    with said as materialized (${found.select(text.as('text'))}),
    folded as materialized (select said.isbn13, ' ' || ${folded} as text from said)
    select folded.isbn13 from folded
    where not exists (select from unnest(${words}::text[]) as word where position(' ' || word in folded.text) = 0)`.execute(
    db,
  )
  return rows.map(({ isbn13 }) => isbn13)
}

/** The subjects of the works of these editions, by name, each with how many of the editions have it. */
export async function listSubjectsOf(db: Db, isbns: readonly string[]): Promise<{ name: string; editions: number }[]> {
  const rows = await own(db)
    .selectFrom('edition')
    .innerJoin('workSubject', 'workSubject.workId', 'edition.workId')
    .innerJoin('subject', 'subject.id', 'workSubject.subjectId')
    .select(({ fn }) => ['subject.name', fn.countAll<bigint>().as('editions')])
    .where('edition.isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .where('edition.withdrawnAt', 'is', null)
    .groupBy('subject.name')
    .orderBy('subject.name')
    .execute()
  return rows.map(({ name, editions }) => ({ name, editions: Number(editions) }))
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
    // A work that was merged into another goes on under its old id, for those who keep it.
    .where('workId', '=', (eb) =>
      eb.fn.coalesce(
        eb.selectFrom('workAlias').select('workAlias.workId').where('oldId', '=', wanted.workId),
        sql<string>`${wanted.workId}::uuid`,
      ),
    )
    .where('withdrawnAt', 'is', null)
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
