// What saving records asks and writes: many rows a statement, as JSON, so that a batch of any size is one prepared statement with one parameter.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db, Tx } from '#platform/db'

const own = (db: Db) =>
  db.$pickTables<
    | 'work'
    | 'edition'
    | 'contributor'
    | 'workContributor'
    | 'editionContributor'
    | 'subject'
    | 'workSubject'
    | 'workSubjectCode'
    | 'series'
    | 'workSeries'
    | 'workAlias'
  >()

/** One transaction writes at a time, so that "already claimed by another work" is true until it commits. */
const importLock = 7_201

/**
 * Waits until no other transaction imports or regroups; held to the end of this one. Plans are made for the tables as they are: those of a
 * catalogue that was empty a minute ago read it all.
 */
export async function lockImports(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${importLock}), set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(
    own(tx),
  )
}

/** Which edition speaks for a work. */
export interface Lead {
  readonly isbn13: string | null
  /** Null when that edition is gone. */
  readonly language: string | null
  readonly originalLanguage: string | null
}

/** A work that is there, and the key that it was made under. */
export interface KeyedWork {
  readonly workId: string
  readonly workKey: string
  readonly lead: Lead
}

/** The book that has a number. */
export interface Holder extends KeyedWork {
  readonly isbn13: string
  readonly title: string
  readonly workTitle: string
  readonly authors: readonly string[]
  /** Staff put it there. */
  readonly isPinned: boolean
}

const leadColumns = sql`work.id as work_id, work.key as work_key, json_build_object('isbn13', work.lead_isbn13, 'language', lead.language,
  'originalLanguage', work.original_language) as lead`
const leadJoin = sql`left join edition lead on lead.isbn13 = work.lead_isbn13 and lead.work_id = work.id and lead.withdrawn_at is null`

export async function findHolders(tx: Tx, isbns: readonly string[]): Promise<Map<string, Holder>> {
  const { rows } = await sql<Holder>`
    select edition.isbn13, edition.title, work.title as work_title, edition.correction_id is not null as is_pinned, ${leadColumns},
      array(select contributor.name from work_contributor join contributor on contributor.id = work_contributor.contributor_id
        where work_contributor.work_id = work.id and work_contributor.role = 'author' order by work_contributor.position) as authors
    from edition join work on work.id = edition.work_id ${leadJoin} where edition.isbn13 = any(${isbns}::text[])`.execute(
    own(tx),
  )
  return new Map(rows.map((row) => [row.isbn13, row]))
}

/** Where keys lead to. */
export async function findWorksByKey(tx: Tx, keys: readonly string[]): Promise<Map<string, KeyedWork>> {
  const { rows } = await sql<KeyedWork & { key: string }>`
    select known.key, ${leadColumns}
    from (select key, id as work_id from work where key = any(${keys}::text[])
      union all select key, work_id from work_alias where key = any(${keys}::text[])) known
    join work on work.id = known.work_id ${leadJoin}`.execute(own(tx))
  return new Map(rows.map((row) => [row.key, row]))
}

/** A work as one record describes it; null: it does not say. */
export interface WorkRow {
  readonly id: string
  readonly key: string
  readonly title: string
  readonly subtitle: string | null
  readonly original_year: number | null
  readonly original_language: string | null
  readonly description: string | null
  readonly popularity: number | null
  /** The edition that speaks. */
  readonly lead_isbn13: string
  /** False: only what is missing is filled in. */
  readonly leads: boolean
}

const workColumns = sql`r (id uuid, key text, title text, subtitle text, original_year int, original_language text, description text, popularity int,
  lead_isbn13 text, leads boolean)`

export async function insertWorks(tx: Tx, works: readonly WorkRow[]): Promise<void> {
  if (works.length === 0) return
  await sql`
    insert into work (id, key, title, subtitle, original_year, original_language, description, popularity, lead_isbn13, updated_at)
    select id, key, title, subtitle, original_year, original_language, description, coalesce(popularity, 0), lead_isbn13, clock_timestamp()
    from jsonb_to_recordset(${json(works)}) as ${workColumns}`.execute(own(tx))
}

/** Takes over what the leading edition says, and what others say where there is nothing. The time is the database's: it orders all changes. */
export async function updateWorks(tx: Tx, works: readonly WorkRow[]): Promise<void> {
  if (works.length === 0) return
  const merged = (column: string): RawBuilder<unknown> => {
    const [said, known] = [sql.ref(`r.${column}`), sql.ref(`work.${column}`)]
    return sql`case when r.leads then coalesce(${said}, ${known}) else coalesce(${known}, ${said}) end`
  }
  await sql`
    update work set title = case when r.leads then r.title else work.title end, subtitle = ${merged('subtitle')},
      original_year = ${merged('original_year')}, original_language = ${merged('original_language')}, description = ${merged('description')},
      popularity = case when r.leads then coalesce(r.popularity, work.popularity) else greatest(work.popularity, r.popularity) end,
      lead_isbn13 = case when r.leads then r.lead_isbn13 else work.lead_isbn13 end, updated_at = clock_timestamp()
    from jsonb_to_recordset(${json(works)}) as ${workColumns} where work.id = r.id`.execute(own(tx))
}

export interface EditionRow {
  readonly isbn13: string
  readonly work_id: string
  readonly title: string
  readonly subtitle: string | null
  readonly format: string
  readonly language: string
  readonly publisher: string | null
  readonly published_year: number | null
  readonly pages: number | null
}

/** Inserts, or takes over what is said; an edition stays in its work, and one that was withdrawn is there again. */
export async function saveEditions(tx: Tx, editions: readonly EditionRow[]): Promise<void> {
  await sql`
    insert into edition (isbn13, work_id, title, subtitle, format, language, publisher, published_year, pages)
    select * from jsonb_to_recordset(${json(editions)}) as r (isbn13 text, work_id uuid, title text, subtitle text, format text, language text,
      publisher text, published_year int, pages int)
    on conflict (isbn13) do update set title = excluded.title, subtitle = coalesce(excluded.subtitle, edition.subtitle), format = excluded.format,
      language = case excluded.language when 'und' then edition.language else excluded.language end,
      publisher = coalesce(excluded.publisher, edition.publisher), published_year = coalesce(excluded.published_year, edition.published_year),
      pages = coalesce(excluded.pages, edition.pages), withdrawn_at = null`.execute(own(tx))
}

/** Lets keys lead to works; one that leads somewhere already stays. */
export async function saveAliases(tx: Tx, aliases: readonly { key: string; work_id: string }[]): Promise<void> {
  if (aliases.length === 0) return
  await sql`
    insert into work_alias (key, work_id)
    select key, work_id from jsonb_to_recordset(${json(aliases)}) as r (key text, work_id uuid)
    on conflict (key) do nothing`.execute(own(tx))
}

/** Gives each name its id, new names a new one. */
export async function ensureNames(
  tx: Tx,
  table: 'contributor' | 'subject' | 'series',
  names: readonly { id: string; name: string }[],
): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  await sql`
    insert into ${sql.table(table)} (id, name) select id, name from jsonb_to_recordset(${json(names)}) as r (id uuid, name text)
    on conflict (name) do nothing`.execute(own(tx))
  const rows = await own(tx)
    .selectFrom(table)
    .select(['id', 'name'])
    .where('name', '=', sql<string>`any(${names.map(({ name }) => name)}::text[])`)
    .execute()
  return new Map(rows.map(({ id, name }) => [name, id]))
}

/** Who made these works and editions, what they are about, which series they belong to. */
export interface Links {
  readonly contributors: readonly { work_id: string; contributor_id: string; position: number; role: string }[]
  readonly editionContributors: readonly { isbn13: string; contributor_id: string; position: number; role: string }[]
  readonly series: readonly { work_id: string; series_id: string; number: string | null; position: number }[]
  readonly subjects: readonly { work_id: string; subject_id: string }[]
  readonly codes: readonly { work_id: string; scheme: string; code: string }[]
}

/** Adds what is missing. Of the works `replaced` all that is said anew takes the place of what was there. */
export async function saveLinks(tx: Tx, links: Links, replaced: ReadonlySet<string>): Promise<void> {
  const db = own(tx)
  const said = (rows: readonly { work_id: string }[]) => [
    ...new Set(rows.map(({ work_id }) => work_id).filter((id) => replaced.has(id))),
  ]
  const worksOf = (rows: readonly { work_id: string }[]) => sql`work_id = any(${said(rows)}::uuid[])`
  const isbns = [...new Set(links.editionContributors.map(({ isbn13 }) => isbn13))]
  await sql`delete from work_contributor where ${worksOf(links.contributors)}`.execute(db)
  await sql`delete from work_series where ${worksOf(links.series)}`.execute(db)
  await sql`delete from work_subject where ${worksOf(links.subjects)}`.execute(db)
  await sql`delete from work_subject_code where ${worksOf(links.codes)}`.execute(db)
  await sql`delete from edition_contributor where isbn13 = any(${isbns}::text[])`.execute(db)
  await sql`
    insert into work_contributor (work_id, contributor_id, position, role)
    select * from jsonb_to_recordset(${json(links.contributors)}) as r (work_id uuid, contributor_id uuid, position int, role text)
    where not exists (select from work_contributor known where known.work_id = r.work_id)`.execute(db)
  await sql`
    insert into edition_contributor (isbn13, contributor_id, position, role)
    select * from jsonb_to_recordset(${json(links.editionContributors)}) as r (isbn13 text, contributor_id uuid, position int, role text)`.execute(
    db,
  )
  await sql`
    insert into work_series (work_id, series_id, number, position)
    select * from jsonb_to_recordset(${json(links.series)}) as r (work_id uuid, series_id uuid, number text, position int)
    where not exists (select from work_series known where known.work_id = r.work_id)`.execute(db)
  await sql`
    insert into work_subject (work_id, subject_id)
    select * from jsonb_to_recordset(${json(links.subjects)}) as r (work_id uuid, subject_id uuid) on conflict do nothing`.execute(
    db,
  )
  await sql`
    insert into work_subject_code (work_id, scheme, code)
    select * from jsonb_to_recordset(${json(links.codes)}) as r (work_id uuid, scheme text, code text) on conflict do nothing`.execute(
    db,
  )
}

/** As text: an array given as it is would become a PostgreSQL array. */
function json(rows: readonly object[]): RawBuilder<unknown> {
  return sql`${JSON.stringify(rows)}::jsonb`
}
