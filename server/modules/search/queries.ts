// All SQL of the PostgreSQL engine and its index — owns searchDocument, searchTerm, searchSuggestion.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Term } from './analyze-query.ts'
import type { Filters } from './model.ts'
import type { Candidate } from './rank-candidates.ts'
import type { SearchDocument } from './to-document.ts'

const own = (db: Db) => db.$pickTables<'searchDocument' | 'searchTerm' | 'searchSuggestion'>()

/** Best known works that have all the words in their names. Ranking more of them changes nothing but the last pages. */
const namedMax = 200
/** Works whose title is or begins with what was typed. */
const titledMax = 40
/** Works that have some of the words, by how rare the words are. */
const partialMax = 200
/** Works looked at for one word; the best known ones, so that a word of everywhere costs no more than a rare one. */
const perWordMax = 2_000
/** Matches that are counted and put into facets; a shopper narrows long before. */
const countedMax = 5_000
/** Values of one facet. */
const facetMax = 30

export async function listTerms(db: Db, stems: readonly string[]): Promise<Term[]> {
  return own(db)
    .selectFrom('searchTerm')
    .distinctOn('stem')
    .select(['word', 'stem', 'df', 'nameDf', 'idf'])
    .where('stem', '=', sql<string>`any(${stems}::text[])`)
    .where('df', '>', 0)
    .orderBy('stem')
    .execute()
}

/** Words of names that begin with `prefix`, the most frequent first, one a stem. */
export async function listCompletions(db: Db, prefix: string, limit: number): Promise<Term[]> {
  return own(db)
    .selectFrom((from) =>
      from
        .selectFrom('searchTerm')
        .distinctOn('stem')
        .select(['word', 'stem', 'df', 'nameDf', 'idf'])
        .where('word', '>', prefix)
        .where('word', '<', `${prefix}\u{10FFFF}`)
        .where('nameDf', '>', 0)
        .where('df', '>', 0)
        .orderBy('stem')
        .orderBy(sql`length(word)`)
        .as('term'),
    )
    .selectAll()
    .orderBy('nameDf', 'desc')
    .orderBy('word')
    .limit(limit)
    .execute()
}

/** Words that look like each of these: by shared trigrams; short words, which share few, by their first letter and length. */
export async function listNearTerms(db: Db, words: readonly string[]): Promise<(Term & { typed: string })[]> {
  const { rows } = await sql<Term & { typed: string }>`
    select typed.word as typed, near.word, near.stem, near.df, near.name_df, near.idf
    from unnest(${words}::text[]) as typed (word),
      lateral (
        (select * from search_term
          where word % typed.word and df > 0 and length(word) between length(typed.word) - 3 and length(typed.word) + 3
          order by similarity(word, typed.word) desc, name_df desc limit 40)
        union
        (select * from search_term
          where length(typed.word) <= 5 and name_df > 0 and df > 0
            and word >= left(typed.word, 1) and word < left(typed.word, 1) || ${'\u{10FFFF}'}
            and length(word) between length(typed.word) - 1 and length(typed.word) + 1
          order by name_df desc limit 400)
      ) near`.execute(own(db))
  return rows
}

/** What a search asks of the index; texts of tsqueries. */
export interface CandidateQuery {
  readonly titleKey: string
  /** All the words that say something, each as its alternatives. */
  readonly allWords: string
  /** Every alternative with its weight and the number of its word. */
  readonly parts: readonly { query: string; weight: number; group: number }[]
  readonly filters: Filters
}

/** Works that may be meant, in no order: by title, by all words in names, by the weight of the words they have. */
export async function listCandidates(db: Db, query: CandidateQuery): Promise<Candidate[]> {
  const { titleKey, allWords, parts } = query
  const filters = filtersOf(query.filters)
  const { rows } = await sql<Candidate>`
    with titled as (
      select work_id from search_document
      where title_key >= ${titleKey} and title_key < ${titleKey} || ${'\u{10FFFF}'} and ${titleKey} <> '' ${filters}
      order by title_key <> ${titleKey}, popularity desc limit ${titledMax}
    ), named as (
      select work_id from search_document
      where names @@ ${allWords}::tsquery ${filters}
      order by popularity desc limit ${namedMax}
    ), scored as (
      select work_id, part.word, max(found.weight * part.weight) as weight, max(popularity) as popularity
      from unnest(${parts.map(({ query }) => query)}::text[], ${parts.map(({ weight }) => weight)}::real[],
          ${parts.map(({ group }) => group)}::int[]) as part (query, weight, word),
        lateral (
          (select work_id, popularity, 1.0 as weight from search_document
            where names @@ part.query::tsquery ${filters} order by popularity desc limit ${perWordMax})
          union all
          (select work_id, popularity, 0.5 as weight from search_document
            where stems @@ part.query::tsquery ${filters} order by popularity desc limit ${perWordMax})
        ) found
      group by work_id, part.word
    ), partial as (
      select work_id from scored
      group by work_id order by sum(weight) + 0.01 * max(popularity) desc, work_id limit ${partialMax}
    )
    select work_id, title_key, popularity, series_number, fields from search_document
    where work_id in (select work_id from titled union select work_id from named union select work_id from partial)`.execute(
    own(db),
  )
  return rows
}

/** The best known works. */
export async function listPopular(
  db: Db,
  filters: Filters,
  page: { offset: number; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ workId: string }>`
    select work_id from search_document where true ${filtersOf(filters)}
    order by popularity desc, work_id limit ${page.limit} offset ${page.offset}`.execute(own(db))
  return rows.map(({ workId }) => workId)
}

export type Matched = { readonly workIds: readonly string[] } | { readonly allWords: string } | 'all'

/** How many works match and which facet values they have, the most frequent first. `total` is a row of the kind of that name. */
export async function countFacets(
  db: Db,
  matched: Matched,
  filters: Filters,
): Promise<{ kind: 'total' | 'subject' | 'language' | 'format'; value: string; count: number }[]> {
  const facet = (kind: string, column: string) => sql`
    (select ${kind} as kind, value, count(*)::int as count from matched, unnest(${sql.ref(column)}) as value
      group by value order by count(*) desc, value limit ${facetMax})`
  const { rows } = await sql<{ kind: 'total' | 'subject' | 'language' | 'format'; value: string; count: number }>`
    with matched as materialized (
      select subjects, languages, formats from search_document
      where ${conditionOf(matched)} ${filtersOf(filters)} limit ${countedMax}
    )
    (select 'total' as kind, '' as value, count(*)::int as count from matched)
    union all ${facet('subject', 'subjects')}
    union all ${facet('language', 'languages')}
    union all ${facet('format', 'formats')}`.execute(own(db))
  return rows
}

function conditionOf(matched: Matched): RawBuilder<unknown> {
  if (matched === 'all') return sql`true`
  if ('workIds' in matched) return sql`work_id = any(${matched.workIds}::uuid[])`
  return sql`stems @@ ${matched.allWords}::tsquery`
}

function filtersOf({ subjects, languages, formats, yearFrom, yearTo }: Filters): RawBuilder<unknown> {
  const conditions = [
    ...(subjects?.length ? [sql`and subjects && ${subjects}::text[]`] : []),
    ...(languages?.length ? [sql`and languages && ${languages}::text[]`] : []),
    ...(formats?.length ? [sql`and formats && ${formats}::text[]`] : []),
    ...(yearFrom !== undefined ? [sql`and year >= ${yearFrom}`] : []),
    ...(yearTo !== undefined ? [sql`and year <= ${yearTo}`] : []),
  ]
  return conditions.length > 0 ? sql.join(conditions, sql` `) : sql``
}

/** Names that begin with `key` at one of their words, the best known first; each once. */
export async function listSuggestions(
  db: Db,
  key: string,
  limit: number,
): Promise<{ kind: 'title' | 'author' | 'subject'; label: string; isbn13: string | null }[]> {
  const rows = await own(db)
    .selectFrom('searchSuggestion')
    .select((eb) => ['kind', 'label', eb.fn.max('isbn13').as('isbn13')])
    .where('key', '>=', key)
    .where('key', '<', `${key}\u{10FFFF}`)
    .groupBy(['kind', 'label'])
    // A subject of many works would always stand before the book that is meant.
    .orderBy((eb) => sql`max(${eb.ref('popularity')}) - case kind when 'subject' then 30 else 0 end`, 'desc')
    .orderBy('label')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as 'title' | 'author' | 'subject' }))
}

/** Writes documents; one that was made from an older record than the one there is left out. */
export async function saveDocuments(tx: Tx, documents: readonly SearchDocument[]): Promise<void> {
  const lexemes = (stems: readonly string[]) => sql<string>`array_to_tsvector(${stems}::text[])`
  const saved = await own(tx)
    .insertInto('searchDocument')
    .values(
      documents.map(({ words: _, suggestions: __, ...document }) => ({
        ...document,
        subjects: [...document.subjects],
        languages: [...document.languages],
        formats: [...document.formats],
        names: lexemes(document.names),
        stems: lexemes(document.stems),
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('workId')
        .doUpdateSet((eb) => ({
          sourceUpdatedAt: eb.ref('excluded.sourceUpdatedAt'),
          titleKey: eb.ref('excluded.titleKey'),
          popularity: eb.ref('excluded.popularity'),
          year: eb.ref('excluded.year'),
          seriesNumber: eb.ref('excluded.seriesNumber'),
          subjects: eb.ref('excluded.subjects'),
          languages: eb.ref('excluded.languages'),
          formats: eb.ref('excluded.formats'),
          names: eb.ref('excluded.names'),
          stems: eb.ref('excluded.stems'),
          fields: eb.ref('excluded.fields'),
        }))
        .whereRef('searchDocument.sourceUpdatedAt', '<=', 'excluded.sourceUpdatedAt'),
    )
    .returning('workId')
    .execute()
  const ids = new Set(saved.map(({ workId }) => workId))
  await replaceSuggestions(
    tx,
    documents.filter(({ workId }) => ids.has(workId)),
  )
}

async function replaceSuggestions(tx: Tx, documents: readonly SearchDocument[]): Promise<void> {
  const workIds = documents.map(({ workId }) => workId)
  await own(tx)
    .deleteFrom('searchSuggestion')
    .where('workId', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  const rows = documents.flatMap(({ workId, popularity, suggestions }) =>
    suggestions.map((suggestion) => ({ ...suggestion, workId, popularity })),
  )
  const column = <T>(pick: (row: (typeof rows)[number]) => T) => rows.map(pick)
  // Arrays, because a batch has more values than a statement may have parameters.
  await sql`
    insert into search_suggestion (work_id, kind, label, key, isbn13, popularity)
    select * from unnest(${column((row) => row.workId)}::uuid[], ${column((row) => row.kind)}::text[], ${column((row) => row.label)}::text[],
      ${column((row) => row.key)}::text[], ${column((row) => row.isbn13)}::text[], ${column((row) => row.popularity)}::int[])`.execute(
    own(tx),
  )
}

/** Adds words that are new. In one order for all, so that two batches cannot wait for each other. */
export async function saveTerms(tx: Tx, words: ReadonlyMap<string, string>): Promise<void> {
  const sorted = [...words].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await sql`
    insert into search_term (word, stem)
    select * from unnest(${sorted.map(([word]) => word)}::text[], ${sorted.map(([, stem]) => stem)}::text[])
    on conflict (word) do nothing`.execute(own(tx))
}

/** Counts anew in how many works each stem occurs. Words of no work stay with 0: nobody is corrected to them. */
export async function recountTerms(db: Db): Promise<void> {
  await sql`
    with counted as (
      select everywhere.word as stem, everywhere.ndoc as df, coalesce(named.ndoc, 0) as name_df
      from ts_stat('select stems from search_document') everywhere
      left join ts_stat('select names from search_document') named on named.word = everywhere.word
    ), fresh as (
      select term.word, coalesce(counted.df, 0) as df, coalesce(counted.name_df, 0) as name_df,
        ln(1 + (total.works - coalesce(counted.df, 0) + 0.5) / (coalesce(counted.df, 0) + 0.5))::real as idf
      from search_term term
      left join counted on counted.stem = term.stem
      cross join (select count(*) as works from search_document) total
    )
    update search_term set df = fresh.df, name_df = fresh.name_df, idf = fresh.idf
    from fresh where fresh.word = search_term.word
      and (search_term.df, search_term.name_df, search_term.idf) is distinct from (fresh.df, fresh.name_df, fresh.idf)`.execute(
    own(db),
  )
}

/** From which version of its record each of these works was indexed. */
export async function listIndexedVersions(db: Db, workIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await own(db)
    .selectFrom('searchDocument')
    .select(['workId', 'sourceUpdatedAt'])
    .where('workId', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ workId, sourceUpdatedAt }) => [workId, sourceUpdatedAt]))
}
