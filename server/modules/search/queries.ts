// All SQL with which the PostgreSQL engine finds; what it knows of words is in word-queries.ts — owns searchDocument, searchText, searchPending, searchSegment, searchPosting, searchTerm,
// searchWord, searchSuggestion.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db } from '#platform/db'
import type { Availability, Filters, Sort } from './model.ts'
import type { Candidate } from './rank-candidates.ts'
import { facetMax } from './to-facets.ts'
import type { Counted } from './to-facets.ts'

const own = (db: Db) =>
  db.$pickTables<
    | 'searchDocument'
    | 'searchText'
    | 'searchPending'
    | 'searchSegment'
    | 'searchPosting'
    | 'searchTerm'
    | 'searchWord'
    | 'searchSuggestion'
  >()

/** Works whose title is or begins with what was typed. */
const titledMax = 20
/** Titles with one beginning that are looked at for the best known of them. */
const beginningsMax = 400
/** Changed documents that one search looks at; more wait only during an import. */
const pendingMax = 300
/** Works without words that are counted; a shopper narrows long before. */
export const browsedMax = 5_000
/** Names of one class of popularity that one look for suggestions reads. */
const suggestedMax = 300

/** What the index has of a query, as one statement sees it: a document that a merge moves just now is here or there, never in neither. */
export type Posted =
  | { readonly kind: 'segment'; readonly number: number }
  | { readonly kind: 'titled'; readonly number: number }
  | { readonly kind: 'pending'; readonly number: number }
  | {
      readonly kind: 'list'
      readonly stem: string
      readonly number: number
      readonly works: number
      readonly list: Buffer
    }

/** Works whose title is or begins like this, the best known first. */
const titledLike = (titleKey: string) => sql`
    (select doc from search_document where title_key = ${titleKey} order by popularity desc, doc limit ${titledMax})
    union
    (select doc from (
      select doc, popularity from search_document
      where length(${titleKey}) > 2 and title_key > ${titleKey} and title_key < ${titleKey} || ${'\u{10FFFF}'}
      order by title_key limit ${beginningsMax}) begun
    order by popularity desc, doc limit ${titledMax})`

export interface Wanted {
  readonly stems: readonly string[]
  /** A tsquery for changed documents; null when no word is known. */
  readonly anyWord: string | null
  /** Null when works whose title begins like that are not asked for. */
  readonly titleKey: string | null
}

/**
 * The live segments, the lists of these stems in them, the changed documents that have one of the words, and the works whose title begins with what
 * was typed.
 */
export async function listPosted(db: Db, { stems, anyWord, titleKey }: Wanted): Promise<Posted[]> {
  const titled =
    titleKey === null
      ? sql``
      : sql`
    union all select 'titled', null, doc, 0, null from (${titledLike(titleKey)}) titled`
  const { rows } = await sql<Posted>`
    select 'segment' as kind, null as stem, id as number, 0 as works, null::bytea as list from (
      select id from search_segment where replaced_at is null order by id) live
    union all
    (select 'pending', null, doc, 0, null from search_pending where stems @@ ${anyWord}::tsquery limit ${pendingMax})
    union all
    select 'list', posting.stem, posting.segment, posting.works, posting.list
    from search_posting posting join search_segment segment on segment.id = posting.segment
    where posting.stem = any(${stems}::text[]) and segment.replaced_at is null ${titled}`.execute(own(db))
  return rows
}

/** Works whose title is or begins like this, the best known first. */
export async function listTitled(db: Db, titleKey: string): Promise<number[]> {
  const { rows } = await sql<{ doc: number }>`${titledLike(titleKey)}`.execute(own(db))
  return rows.map(({ doc }) => doc)
}

/** What the ranking needs of these documents, packed; those that are gone are missing. */
export async function listTexts(db: Db, docs: readonly number[]): Promise<Omit<Candidate, 'nearness'>[]> {
  const { rows } = await sql<Omit<Candidate, 'nearness'>>`
    select work_id, document.doc, title_key, popularity, series_number, packed as fields
    from search_document document join search_text text on text.doc = document.doc
    where document.doc = any(${docs}::int[])`.execute(own(db))
  return rows
}

/** The numbers of these works. */
export async function listDocs(db: Db, workIds: readonly string[]): Promise<{ workId: string; doc: number }[]> {
  return own(db)
    .selectFrom('searchDocument')
    .select(['workId', 'doc'])
    .where('workId', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
}

/** Those of these documents that the filters let through, in no order. */
export async function filterDocs(db: Db, docs: readonly number[], filters: Filters): Promise<Set<number>> {
  const { rows } = await sql<{ doc: number }>`
    select doc from search_document where doc = any(${docs}::int[]) ${filtersOf(filters)}`.execute(own(db))
  return new Set(rows.map(({ doc }) => doc))
}

/** Ascending by these, documents without the value last; each has its index. */
const sortKeys: Readonly<Record<Sort, RawBuilder<string | number>>> = {
  relevance: sql`(-popularity)`,
  popularity: sql`(-popularity)`,
  newest: sql`(coalesce(-year, 5000))`,
  oldest: sql`(coalesce(year, 5000))`,
  title: sql`title_key`,
  price: sql`(coalesce(lowest_minor, 2147483647))`,
}

export interface SortedDoc {
  readonly doc: number
  readonly workId: string
  readonly key: string | number
}

/** A page of these documents (null: of all) in an order, after the one with this key and number. */
export async function pageDocs(
  db: Db,
  page: {
    docs: readonly number[] | null
    filters: Filters
    sort: Sort
    after: { key: string | number; doc: number } | null
    limit: number
  },
): Promise<SortedDoc[]> {
  const { docs, filters, sort, after, limit } = page
  const key = sortKeys[sort]
  const type = sort === 'title' ? sql`text` : sql`int`
  const { rows } = await sql<SortedDoc>`
    select doc, work_id, ${key} as key from search_document
    where true ${docs === null ? sql`` : sql`and doc = any(${docs}::int[])`} ${filtersOf(filters)}
      ${after === null ? sql`` : sql`and (${key}, doc) > (${after.key}::${type}, ${after.doc}::int)`}
    order by ${key}, doc limit ${limit}`.execute(own(db))
  return rows
}

/**
 * Counts these documents (null: the best known that the filters let through) by what they can be narrowed by. `total` is how many were counted; one
 * more than `browsedMax` when there are more.
 */
export async function countFacets(db: Db, docs: readonly number[] | null, filters: Filters): Promise<Counted> {
  const matched =
    docs === null
      ? sql`where true ${filtersOf(filters)} order by (-popularity), doc limit ${browsedMax + 1}`
      : sql`where doc = any(${docs}::int[])`
  const { rows } = await sql<Counted>`
    with matched as materialized (
      select subjects, languages, formats, (floor(year / 10.0) * 10)::int as decade, is_ours, case when lowest_minor < 500 then '0-499'
        when lowest_minor < 1000 then '500-999' when lowest_minor < 2000 then '1000-1999' when lowest_minor < 5000 then '2000-4999'
        when lowest_minor is not null then '5000-' end as price
      from search_document ${matched}
    )
    select (select count(*)::int from matched) as total,
      (select coalesce(json_agg(json_build_array(subject, works) order by works desc, subject), '[]'::json) from (
        select subject, count(*) as works from (select unnest(subjects) as subject from matched) each
        group by subject order by works desc, subject limit ${facetMax}) counted) as subjects,
      (select coalesce(json_agg(json_build_object('languages', languages, 'formats', formats, 'decade', decade, 'isOurs', is_ours,
          'price', price, 'works', works)), '[]'::json) from (
        select languages, formats, decade, is_ours, price, count(*) as works from matched
        group by languages, formats, decade, is_ours, price) same) as alike`.execute(own(db))
  return rows[0] ?? { total: 0, subjects: [], alike: [] }
}

function filtersOf(filters: Filters): RawBuilder<unknown> {
  const { subjects, languages, formats, yearFrom, yearTo, availability, priceFromMinor, priceToMinor } = filters
  const held = (availability ?? []).map((each) => whereHeld[each])
  const conditions = [
    subjects?.length ? sql`subjects && ${subjects}::text[]` : null,
    languages?.length ? sql`languages && ${languages}::text[]` : null,
    formats?.length ? sql`formats && ${formats}::text[]` : null,
    held.length > 0 ? sql`(${sql.join(held, sql` or `)})` : null,
    limited(sql`year`, sql`>=`, yearFrom),
    limited(sql`year`, sql`<=`, yearTo),
    limited(sql`lowest_minor`, sql`>=`, priceFromMinor),
    limited(sql`lowest_minor`, sql`<=`, priceToMinor),
  ].filter((condition) => condition !== null)
  return conditions.length > 0 ? sql`and ${sql.join(conditions, sql` and `)}` : sql``
}

const whereHeld: Readonly<Record<Availability, RawBuilder<unknown>>> = {
  ours: sql`is_ours`,
  offered: sql`lowest_minor is not null`,
  unseen: sql`(lowest_minor is null and not is_ours)`,
}

function limited(column: RawBuilder<unknown>, sign: RawBuilder<unknown>, value: number | undefined) {
  return value === undefined ? null : sql`${column} ${sign} ${value}::int`
}

export interface SuggestedName {
  readonly kind: 'title' | 'author' | 'series' | 'subject'
  readonly label: string
  readonly isbn13: string | null
}

/**
 * Names that begin with `key` at one of their words, the best known first; each once. Class by class of popularity, until there are enough: what begins
 * with one letter is never read as a whole.
 */
export async function listSuggestions(db: Db, key: string, limit: number): Promise<SuggestedName[]> {
  const { rows } = await sql<SuggestedName>`
    select kind, label, max(isbn13) as isbn13 from (
      select found.* from generate_series(10, 0, -1) as classes (class), lateral (
        select kind, label, isbn13, popularity from search_suggestion
        where class = classes.class and key >= ${key} and key < ${key} || ${'\u{10FFFF}'}
        order by key limit ${suggestedMax} -- in the order of the index: without one PostgreSQL gathers all that begin so, and then takes a few
      ) found limit ${suggestedMax}
    ) named
    group by kind, label order by max(popularity) desc, label limit ${limit}`.execute(own(db))
  return rows
}
