// All SQL of the index in OpenSearch: which indexes there are, and what they do not have yet — owns searchReplica, searchChange; reads searchDocument, searchText, searchSuggestion.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { IndexRow } from './to-index-document.ts'

const own = (db: Db) =>
  db.$pickTables<'searchReplica' | 'searchChange' | 'searchDocument' | 'searchText' | 'searchSuggestion'>()

/** An index in OpenSearch; migrations/20261123T0920 says what each part is. */
export interface Replica {
  readonly name: string
  readonly uuid: string
  readonly state: 'building' | 'live' | 'retired'
  readonly template: number
  readonly baseVersion: bigint
  readonly copiedTo: string | null
  readonly isCopied: boolean
  readonly documents: number
  readonly problem: string | null
  readonly lagMs: number | null
  readonly indexedAt: Date | null
  readonly retiredAt: Date | null
}

export async function listReplicas(db: Db): Promise<Replica[]> {
  const rows = await own(db).selectFrom('searchReplica').selectAll().orderBy('createdAt').execute()
  return rows.map((row) => ({ ...row, state: row.state as Replica['state'] }))
}

/**
 * Enters an index that is to be built; from here on every change is marked. The lock waits for the transactions that write documents now: they
 * may have looked before there was an index to mark for, and what they write is there for the copy once they have committed.
 */
export async function insertReplica(tx: Tx, replica: Pick<Replica, 'name' | 'uuid' | 'template'>): Promise<void> {
  await sql`lock table search_document in share row exclusive mode`.execute(own(tx))
  await own(tx)
    .insertInto('searchReplica')
    .values({ ...replica, state: 'building', baseVersion: sql<bigint>`nextval('search_version')` })
    .execute()
}

export async function saveCopied(
  db: Db,
  name: string,
  page: { copiedTo: string | null; documents: number; isCopied: boolean },
): Promise<void> {
  await own(db)
    .updateTable('searchReplica')
    .set((eb) => ({
      documents: eb('documents', '+', page.documents),
      isCopied: page.isCopied,
      ...(page.copiedTo !== null && { copiedTo: page.copiedTo }),
    }))
    .where('name', '=', name)
    .where('state', '=', 'building')
    .execute()
}

/** Writes down why it may not go live; it is copied again from the start, which mends whatever it was. */
export async function restartCopy(db: Db, name: string, problem: string): Promise<void> {
  await own(db)
    .updateTable('searchReplica')
    .set({ problem, copiedTo: null, isCopied: false, documents: 0 })
    .where('name', '=', name)
    .where('state', '=', 'building')
    .execute()
}

export async function saveLag(db: Db, lagMs: number): Promise<void> {
  await own(db)
    .updateTable('searchReplica')
    .set({ lagMs, indexedAt: sql<Date>`clock_timestamp()` })
    .where('state', '=', 'live')
    .execute()
}

/** What was built is what is read; what was read is kept a little for those who still read it. */
export async function promoteReplica(tx: Tx, name: string): Promise<void> {
  await own(tx)
    .updateTable('searchReplica')
    .set({ state: 'retired', retiredAt: sql<Date>`clock_timestamp()` })
    .where('state', '=', 'live')
    .where('name', '<>', name)
    .execute()
  await own(tx)
    .updateTable('searchReplica')
    .set({ state: 'live', problem: null })
    .where('name', '=', name)
    .where('state', '=', 'building')
    .execute()
}

/** Forgets an index; with the last one also what was marked for it. */
export async function deleteReplica(tx: Tx, name: string): Promise<void> {
  await own(tx).deleteFrom('searchReplica').where('name', '=', name).execute()
  await sql`delete from search_change where not exists (select from search_replica)`.execute(own(tx))
}

/** Marks works by hand: those of which a copy was refused. */
export async function markChanges(db: Db, workIds: readonly string[]): Promise<void> {
  await sql`
    insert into search_change (work_id, version)
    select work_id, nextval('search_version') from unnest(${workIds.toSorted()}::uuid[]) as refused (work_id)
    on conflict (work_id) do update set version = nextval('search_version')`.execute(own(db))
}

/** A work whose document is newer here than there. */
export interface Change {
  readonly workId: string
  readonly version: bigint
  readonly markedAt: Date
  readonly tries: number
}

/** What waits and may be tried now, oldest first. */
export async function listChanges(db: Db, limit: number): Promise<Change[]> {
  return own(db)
    .selectFrom('searchChange')
    .select(['workId', 'version', 'markedAt', 'tries'])
    .where((eb) => eb.or([eb('nextTryAt', 'is', null), eb('nextTryAt', '<=', sql<Date>`clock_timestamp()`)]))
    .orderBy('version')
    .limit(limit)
    .execute()
}

/**
 * Takes out what was indexed, in the version that was indexed: a work that changed meanwhile stays. One that is just being changed is passed over:
 * its row will be another, and nobody waits for a long transaction here.
 */
export async function deleteChanges(db: Db, done: readonly Pick<Change, 'workId' | 'version'>[]): Promise<void> {
  await sql`
    delete from search_change where work_id in (
      select search_change.work_id from search_change
      join unnest(${done.map(({ workId }) => workId)}::uuid[], ${done.map(({ version }) => version)}::bigint[])
        as done (work_id, version) using (work_id, version)
      for update of search_change skip locked
    )`.execute(own(db))
}

/** Puts off what OpenSearch refused: twice as long each time, at most an hour. */
export async function putOffChanges(
  db: Db,
  refused: readonly { workId: string; version: bigint; problem: string }[],
): Promise<void> {
  await sql`
    update search_change set tries = tries + 1, problem = refused.problem,
      next_try_at = clock_timestamp() + least(interval '1 second' * 2 ^ least(tries, 12), interval '1 hour')
    from unnest(${refused.map(({ workId }) => workId)}::uuid[], ${refused.map(({ version }) => version)}::bigint[],
      ${refused.map(({ problem }) => problem)}::text[]) as refused (work_id, version, problem)
    where search_change.work_id = refused.work_id and search_change.version = refused.version`.execute(own(db))
}

/** How far OpenSearch is behind. `since` is that of the change that waits longest; what it refused is counted apart. */
export async function countChanges(
  db: Db,
  upTo?: bigint,
): Promise<{ waiting: number; refused: number; since: Date | null }> {
  const { rows } = await sql<{ waiting: number; refused: number; since: Date | null }>`
    select count(*) filter (where problem is null)::int as waiting, count(*) filter (where problem is not null)::int as refused,
      min(marked_at) filter (where problem is null) as since
    from search_change where ${upTo ?? null}::bigint is null or version <= ${upTo ?? null}::bigint`.execute(own(db))
  return rows[0] ?? { waiting: 0, refused: 0, since: null }
}

/** The newest version that was drawn. What is drawn between two looks bounds how many changes there were. */
export async function lastVersion(db: Db): Promise<bigint> {
  const { rows } = await sql<{ version: bigint }>`select last_value as version from search_version`.execute(own(db))
  return rows[0]?.version ?? 0n
}

/** Ids of documents in their order, one page after `afterId`. */
export async function listDocumentIds(db: Db, page: { afterId: string | null; limit: number }): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('searchDocument')
    .select('workId')
    .$if(page.afterId !== null, (query) => query.where('workId', '>', page.afterId))
    .orderBy('workId')
    .limit(page.limit)
    .execute()
  return rows.map(({ workId }) => workId)
}

export async function countDocuments(db: Db): Promise<number> {
  const { count } = await own(db)
    .selectFrom('searchDocument')
    .select((eb) => eb.fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** About `size` documents, each as likely as any other. */
export async function sampleDocumentIds(db: Db, size: number): Promise<string[]> {
  const percent = Math.min(100, (100 * size) / Math.max(1, await countDocuments(db)))
  const { rows } = await sql<{ workId: string }>`
    select work_id from search_document tablesample bernoulli (${percent}::real)`.execute(own(db))
  return rows.map(({ workId }) => workId)
}

/** Which of these works wait to be indexed. */
export async function listWaiting(db: Db, workIds: readonly string[]): Promise<Set<string>> {
  const rows = await own(db)
    .selectFrom('searchChange')
    .select('workId')
    .where('workId', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  return new Set(rows.map(({ workId }) => workId))
}

/** What PostgreSQL holds of these works. One that is gone is not in the list. */
export async function listIndexRows(db: Db, workIds: readonly string[]): Promise<IndexRow[]> {
  const { rows } = await sql<IndexRow>`
    select work_id, doc, title_key, popularity, year, series_number, subjects, languages, formats, lowest_minor, is_ours,
      coalesce((select fields from search_text where search_text.doc = search_document.doc), '') as fields,
      coalesce((select json_agg(json_build_object('kind', kind, 'label', label, 'isbn13', isbn13) order by kind, label)
        from (select distinct on (kind, label) kind, label, isbn13 from search_suggestion
          where search_suggestion.work_id = search_document.work_id order by kind, label) as names), '[]') as suggestions
    from search_document where work_id = any(${workIds}::uuid[])`.execute(own(db))
  return rows
}
