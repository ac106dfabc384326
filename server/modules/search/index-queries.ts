// All SQL that keeps the PostgreSQL index true — owns searchDocument, searchText, searchPending, searchSegment, searchPosting, searchTerm,
// searchWord, searchSuggestion.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import { packFields } from './pack-fields.ts'
import type { SearchDocument } from './to-document.ts'

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

/** One merge at a time, in all processes. */
const mergeLock = 7_311

/** Where the postings of saved documents go: what changed waits for the next merge, or the caller writes a segment of it in the same transaction. */
export type PostingMode =
  /** All of it waits. */
  | 'waiting'
  /** The caller posts documents that are new; changes of known ones wait, because the counts have to know what was before. */
  | 'newPosted'
  /** The caller posts every document and counts them anew: a rebuild. */
  | 'allPosted'

export interface SavedDocument {
  readonly workId: string
  readonly doc: number
  /** The caller is to write its postings. */
  readonly isPosted: boolean
}

/**
 * Writes documents; one that was made from an older record than the one there is left out. They are findable when `tx` commits, if the caller writes
 * what is `isPosted`.
 */
export async function saveDocuments(
  tx: Tx,
  documents: readonly SearchDocument[],
  posting: PostingMode = 'waiting',
): Promise<SavedDocument[]> {
  const rows = documents.map(({ words: _, suggestions: __, ...row }) => ({
    ...row,
    packed: packFields(row.fields).toString('hex'),
  }))
  const { rows: saved } = await sql<SavedDocument & { isSaved: boolean }>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as row ("workId" uuid, "sourceUpdatedAt" timestamptz, "titleKey" text,
        popularity int, year int, "seriesNumber" text, subjects text[], languages text[], formats text[], stems text[], fields text, packed text)
    ), saved as (
      insert into search_document as old (work_id, doc, source_updated_at, title_key, popularity, year, series_number, subjects, languages, formats)
      select "workId", coalesce(known.doc, nextval(pg_get_serial_sequence('search_document', 'doc'))), "sourceUpdatedAt", "titleKey",
        given.popularity, given.year, "seriesNumber", given.subjects, given.languages, given.formats
      from given left join search_document known on known.work_id = given."workId"
      order by "workId"
      on conflict (work_id) do update set source_updated_at = excluded.source_updated_at, title_key = excluded.title_key,
        popularity = excluded.popularity, year = excluded.year, series_number = excluded.series_number, subjects = excluded.subjects,
        languages = excluded.languages, formats = excluded.formats
      where old.source_updated_at <= excluded.source_updated_at
      returning doc, work_id
    ), changed as (
      select saved.doc, given.fields, given.packed, given.stems, known.fields as counted
      from saved join given on given."workId" = saved.work_id left join search_text known on known.doc = saved.doc
      where known.fields is distinct from given.fields
    ), texts as (
      insert into search_text (doc, fields, packed) select doc, fields, decode(packed, 'hex') from changed
      on conflict (doc) do update set fields = excluded.fields, packed = excluded.packed
    ), waiting as (
      insert into search_pending (doc, stems, counted) select doc, array_to_tsvector(stems), counted from changed
      where ${posting}::text = 'waiting' or (${posting}::text = 'newPosted' and counted is not null)
      on conflict (doc) do update set stems = excluded.stems
    )
    select work_id, doc, true as is_saved,
      ${posting}::text = 'allPosted' or (${posting}::text = 'newPosted'
        and exists (select from changed where changed.doc = saved.doc and counted is null)) as is_posted
    from saved
    union all
    -- Made from a newer record meanwhile: the lists that a rebuild takes away may be the only ones that have it.
    select work_id, doc, false, ${posting}::text = 'allPosted' from search_document
    where work_id in (select "workId" from given) and work_id not in (select work_id from saved)`.execute(own(tx))
  const ids = new Set(saved.flatMap(({ workId, isSaved }) => (isSaved ? [workId] : [])))
  await replaceSuggestions(
    tx,
    documents.filter(({ workId }) => ids.has(workId)),
  )
  return saved
}

async function replaceSuggestions(tx: Tx, documents: readonly SearchDocument[]): Promise<void> {
  const workIds = documents.map(({ workId }) => workId)
  await own(tx)
    .deleteFrom('searchSuggestion')
    .where('workId', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  const rows = documents.flatMap(({ workId, suggestions }) =>
    suggestions.map((suggestion) => ({ ...suggestion, workId })),
  )
  // As one value, because a batch has more values than a statement may have parameters.
  await sql`
    insert into search_suggestion (work_id, class, key, kind, label, isbn13, popularity)
    select "workId", popularity / 10, key, kind, label, isbn13, popularity
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as row ("workId" uuid, key text, kind text, label text, isbn13 text, popularity int)`.execute(own(tx))
}

/** Adds words that are new. In one order for all, so that two batches cannot wait for each other. */
export async function saveWords(tx: Tx, words: ReadonlyMap<string, string>): Promise<void> {
  const sorted = [...words].toSorted(([a], [b]) => (a < b ? -1 : 1))
  await sql`
    insert into search_word (word, stem)
    select * from unnest(${sorted.map(([word]) => word)}::text[], ${sorted.map(([, stem]) => stem)}::text[])
    on conflict (word) do nothing`.execute(own(tx))
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

/** What is known of a work's price and whereabouts. */
export interface Standing {
  readonly workId: string
  /** In minor units of the shop's currency; null when nobody offered it when last asked. */
  readonly lowestMinor: number | null
  readonly isOurs: boolean
}

/** Writes prices and availability; unknown works are left out. */
export async function saveStandings(tx: Tx, standings: readonly Standing[]): Promise<void> {
  await sql`
    update search_document set lowest_minor = given.lowest_minor, is_ours = given.is_ours
    from unnest(${standings.map(({ workId }) => workId)}::uuid[], ${standings.map(({ lowestMinor }) => lowestMinor)}::int[],
      ${standings.map(({ isOurs }) => isOurs)}::bool[]) as given (work_id, lowest_minor, is_ours)
    where search_document.work_id = given.work_id
      and (search_document.lowest_minor, search_document.is_ours) is distinct from (given.lowest_minor, given.is_ours)`.execute(
    own(tx),
  )
}

/** True when no work is indexed: the catalogue is empty too, or a migration has thrown the index away. */
export async function isIndexEmpty(db: Db): Promise<boolean> {
  return (await own(db).selectFrom('searchDocument').select('doc').limit(1).executeTakeFirst()) === undefined
}

/** Waits until no other merge runs; held to the end of `tx`. */
export async function lockMerges(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${mergeLock})`.execute(tx)
}

/** How many documents wait, counted up to `max`. */
export async function countPending(db: Db, max: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from search_pending limit ${max}) as waiting`.execute(own(db))
  return rows[0]?.count ?? 0
}

export interface TakenDocument {
  readonly doc: number
  readonly popularity: number
  readonly fields: string
  readonly counted: string | null
}

/**
 * Takes up to `limit` documents from those that wait. Their texts are read after the rows are locked: who saves one of them now waits for `tx` and
 * puts it back.
 */
export async function takePending(tx: Tx, limit: number): Promise<TakenDocument[]> {
  const { rows: taken } = await sql<{ doc: number; counted: string | null }>`
    delete from search_pending where doc = any(array(
      select doc from search_pending order by doc limit ${limit} for update skip locked))
    returning doc, counted`.execute(own(tx))
  const counted = new Map(taken.map((row) => [row.doc, row.counted]))
  const docs = [...counted.keys()]
  const rows = await own(tx)
    .selectFrom('searchText')
    .innerJoin('searchDocument', 'searchDocument.doc', 'searchText.doc')
    .select(['searchText.doc', 'searchText.fields', 'searchDocument.popularity'])
    .where('searchText.doc', '=', sql<number>`any(${docs}::int[])`)
    .execute()
  return rows.map((row) => ({ ...row, counted: counted.get(row.doc) ?? null }))
}

export async function insertSegment(tx: Tx, works: number): Promise<number> {
  const { id } = await own(tx).insertInto('searchSegment').values({ works }).returning('id').executeTakeFirstOrThrow()
  return id
}

export interface PackedList {
  readonly stem: string
  readonly works: number
  readonly list: Buffer
}

export async function insertPostings(tx: Tx, segment: number, lists: readonly PackedList[]): Promise<void> {
  await sql`
    insert into search_posting (segment, stem, works, list)
    select ${segment}::int, * from unnest(${lists.map(({ stem }) => stem)}::text[], ${lists.map(({ works }) => works)}::int[],
      ${lists.map(({ list }) => list)}::bytea[])`.execute(own(tx))
}

/** Adds to how many documents have each stem. */
export async function addToTerms(
  tx: Tx,
  terms: readonly { stem: string; works: number; named: number }[],
): Promise<void> {
  const sorted = terms.toSorted((a, b) => (a.stem < b.stem ? -1 : 1))
  await sql`
    insert into search_term as old (stem, works, named)
    select * from unnest(${sorted.map(({ stem }) => stem)}::text[], ${sorted.map(({ works }) => works)}::int[],
      ${sorted.map(({ named }) => named)}::int[])
    on conflict (stem) do update set works = old.works + excluded.works, named = old.named + excluded.named`.execute(
    own(tx),
  )
}

/** The segments that searches read, the newest first. */
export async function listSegments(db: Db): Promise<{ id: number; works: number }[]> {
  return own(db)
    .selectFrom('searchSegment')
    .select(['id', 'works'])
    .where('replacedAt', 'is', null)
    .orderBy('id', 'desc')
    .execute()
}

/**
 * The lists of these segments for the next stems after `after`, by stem, the newest segment's first: all lists of each of them, and at most `limit` of a
 * segment. Where that ends is asked of each segment by its index; sorting what all of them have left took the longer the more there was.
 */
export async function pagePostings(
  tx: Tx,
  page: { segments: readonly number[]; after: string; limit: number },
): Promise<(PackedList & { segment: number })[]> {
  const { rows } = await sql<PackedList & { segment: number }>`
    select stem, segment, works, list from search_posting
    where segment = any(${page.segments}::int[]) and stem > ${page.after} and stem <= coalesce((
      select min(last.stem) from unnest(${page.segments}::int[]) as each (id), lateral (
        select stem from search_posting where segment = each.id and stem > ${page.after} order by stem offset ${page.limit - 1} limit 1
      ) last), ${'\u{10FFFF}'})
    order by stem, segment desc`.execute(own(tx))
  return rows
}

/** Takes these segments out of what new searches read, and removes those that were taken out more than a minute ago. */
export async function replaceSegments(tx: Tx, ids: readonly number[]): Promise<void> {
  await sql`update search_segment set replaced_at = now() where id = any(${ids}::int[])`.execute(own(tx))
  await sql`delete from search_segment where replaced_at < now() - interval '1 minute'`.execute(own(tx))
}

/** Forgets in how many documents each stem occurs; addToTerms says it anew. What merges add up drifts when works are deleted. */
export async function deleteTerms(tx: Tx): Promise<void> {
  await sql`delete from search_term`.execute(own(tx))
}

/** Takes works out of the index that have nothing to show any more. What hangs on their documents goes with them. */
export async function deleteDocuments(tx: Tx, workIds: readonly string[]): Promise<void> {
  await own(tx).deleteFrom('searchSuggestion').where('workId', 'in', workIds).execute()
  await own(tx).deleteFrom('searchDocument').where('workId', 'in', workIds).execute()
}
