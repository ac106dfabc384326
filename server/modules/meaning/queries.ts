// All SQL of meaning — owns workVector.
import { sql } from 'kysely'
import type { Db } from '#platform/db'

const own = (db: Db) => db.$pickTables<'workVector'>()

export interface WorkVector {
  readonly workId: string
  /** work.updated_at of the record that it was made from. */
  readonly sourceUpdatedAt: Date
  readonly vector: Int8Array
}

/** Writes vectors of one model; one that was made from a later record stays. Throws when one of the works is gone. */
export async function saveVectors(
  db: Db,
  { model, at, vectors }: { model: string; at: Date; vectors: readonly WorkVector[] },
): Promise<void> {
  if (vectors.length === 0) return
  const ids = vectors.map(({ workId }) => workId)
  const times = vectors.map(({ sourceUpdatedAt }) => sourceUpdatedAt)
  const bytes = vectors.map(({ vector }) => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength))
  await sql`
    insert into work_vector (work_id, model, source_updated_at, vector, changed_at)
    select work_id, ${model}, source_updated_at, vector, ${at}
      from unnest(${ids}::uuid[], ${times}::timestamptz[], ${bytes}::bytea[]) as made (work_id, source_updated_at, vector)
    on conflict (work_id) do update
      set model = excluded.model, source_updated_at = excluded.source_updated_at, vector = excluded.vector, changed_at = excluded.changed_at
      where work_vector.model <> excluded.model or work_vector.source_updated_at <= excluded.source_updated_at`.execute(
    db,
  )
}

/** Of which records of these works there are vectors of this model. */
export async function listVersions(
  db: Db,
  model: string,
  workIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await own(db)
    .selectFrom('workVector')
    .select(['workId', 'sourceUpdatedAt'])
    .where('model', '=', model)
    .where('workId', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  return new Map(rows.map(({ workId, sourceUpdatedAt }) => [workId, sourceUpdatedAt]))
}

/** A page of the vectors of a model by when they were written, and where the next one begins. */
export async function pageVectors(
  db: Db,
  model: string,
  { after, limit }: { after: { changedAt: Date; workId: string } | null; limit: number },
): Promise<{ workId: string; changedAt: Date; vector: Buffer }[]> {
  const all = own(db).selectFrom('workVector').select(['workId', 'changedAt', 'vector']).where('model', '=', model)
  const page = after
    ? all.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('changedAt', 'workId'), '>', tuple(after.changedAt, after.workId)),
      )
    : all
  return await page.orderBy('changedAt').orderBy('workId').limit(limit).execute()
}
