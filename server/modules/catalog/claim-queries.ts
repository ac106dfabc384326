// Numbers that two books claim — owns isbnClaim; and what ONIX senders said last of a number — owns onixRecord.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'

const own = (db: Db) => db.$pickTables<'isbnClaim' | 'edition' | 'work' | 'onixRecord'>()

export type ClaimState = 'OPEN' | 'KEPT' | 'REPLACED' | 'SAME_BOOK'

/** What was decided, or not yet, about the claims of these keys to these numbers; by `isbn13 key`. */
export async function findClaimStates(
  tx: Tx,
  isbns: readonly string[],
  keys: readonly string[],
): Promise<Map<string, ClaimState>> {
  const rows = await own(tx)
    .selectFrom('isbnClaim')
    .select(['isbn13', 'workKey', 'state'])
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .where('workKey', '=', sql<string>`any(${keys}::text[])`)
    .execute()
  return new Map(rows.map(({ isbn13, workKey, state }) => [`${isbn13} ${workKey}`, state as ClaimState]))
}

export interface NewClaim {
  readonly id: string
  readonly isbn13: string
  readonly work_key: string
  readonly record: object
  readonly import_id: string | null
}

/** Holds claims for staff. One that is held already gets the newer record. */
export async function saveClaims(tx: Tx, claims: readonly NewClaim[]): Promise<void> {
  if (claims.length === 0) return
  await sql`
    insert into isbn_claim (id, isbn13, work_key, record, import_id)
    select * from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as r (id uuid, isbn13 text, work_key text, record jsonb, import_id uuid)
    on conflict (isbn13, work_key) do update set record = excluded.record, import_id = excluded.import_id
      where isbn_claim.state = 'OPEN'`.execute(own(tx))
}

export interface ClaimRow {
  readonly id: string
  readonly isbn13: string
  readonly workKey: string
  readonly record: unknown
  readonly state: ClaimState
  readonly claimedAt: Date
  /** The edition that has the number. */
  readonly title: string
  readonly workId: string
  readonly workTitle: string
  readonly holderKey: string
}

function selectClaims(db: Db) {
  return own(db)
    .selectFrom('isbnClaim')
    .innerJoin('edition', 'edition.isbn13', 'isbnClaim.isbn13')
    .innerJoin('work', 'work.id', 'edition.workId')
    .select([
      'isbnClaim.id',
      'isbnClaim.isbn13',
      'isbnClaim.workKey',
      'isbnClaim.record',
      'isbnClaim.state',
      'isbnClaim.claimedAt',
      'edition.title',
      'edition.workId',
      'work.title as workTitle',
      'work.key as holderKey',
    ])
}

const toClaim = (row: Omit<ClaimRow, 'state'> & { state: string }): ClaimRow => ({
  ...row,
  state: row.state as ClaimState,
})

/** Claims that wait for staff, oldest first; ids are in the order of time. */
export async function listOpenClaims(db: Db, page: { afterId: string | null; limit: number }): Promise<ClaimRow[]> {
  const rows = await selectClaims(db)
    .where('isbnClaim.state', '=', 'OPEN')
    .$if(page.afterId !== null, (query) => query.where('isbnClaim.id', '>', page.afterId))
    .orderBy('isbnClaim.id')
    .limit(page.limit)
    .execute()
  return rows.map(toClaim)
}

export async function countOpenClaims(db: Db): Promise<number> {
  const { count } = await own(db)
    .selectFrom('isbnClaim')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('state', '=', 'OPEN')
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Call with the imports locked. */
export async function findClaim(tx: Tx, id: string): Promise<ClaimRow | null> {
  const row = await selectClaims(tx).where('isbnClaim.id', '=', id).executeTakeFirst()
  return row ? toClaim(row) : null
}

export interface Settlement {
  readonly state: Exclude<ClaimState, 'OPEN'>
  readonly by: string
  readonly why: string
  readonly at: Date
}

export async function closeClaim(tx: Tx, id: string, { state, by, why, at }: Settlement): Promise<void> {
  await own(tx)
    .updateTable('isbnClaim')
    .set({ state, settledBy: by, settledAt: at, why })
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** Remembers that this key has lost this number, so that the next import of its source does not claim it again. */
export async function refuseKey(
  tx: Tx,
  lost: { id: string; isbn13: string; workKey: string; by: string; why: string; at: Date },
): Promise<void> {
  const { id, isbn13, workKey, by, why, at } = lost
  const settled = { state: 'KEPT', settledBy: by, settledAt: at, why }
  await own(tx)
    .insertInto('isbnClaim')
    .values({ id, isbn13, workKey, record: '{}', ...settled })
    .onConflict((conflict) => conflict.columns(['isbn13', 'workKey']).doUpdateSet(settled))
    .execute()
}

/** A sender's record: which number it described last, and when that was sent. */
export interface OnixRecord {
  readonly sender: string
  readonly reference: string
  readonly isbn13: string
  readonly sentAt: Date | null
}

/** By reference. */
export async function findOnixRecords(
  tx: Tx,
  sender: string,
  references: readonly string[],
): Promise<Map<string, OnixRecord>> {
  const rows = await own(tx)
    .selectFrom('onixRecord')
    .selectAll()
    .where('sender', '=', sender)
    .where('reference', '=', sql<string>`any(${references}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.reference, row]))
}

export async function saveOnixRecords(tx: Tx, records: readonly OnixRecord[]): Promise<void> {
  if (records.length === 0) return
  await sql`
    insert into onix_record (sender, reference, isbn13, sent_at)
    select * from jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
      as r (sender text, reference text, isbn13 text, "sentAt" timestamptz)
    on conflict (sender, reference) do update set isbn13 = excluded.isbn13, sent_at = excluded.sent_at`.execute(own(tx))
}

/** Forgets these records of a sender. */
export async function dropOnixRecords(tx: Tx, sender: string, references: readonly string[]): Promise<void> {
  await own(tx)
    .deleteFrom('onixRecord')
    .where('sender', '=', sender)
    .where('reference', '=', sql<string>`any(${references}::text[])`)
    .execute()
}

/** Withdraws those of these editions that no sender describes any more; gives the works that changed, and how many editions. */
export async function withdrawEditions(
  tx: Tx,
  isbns: readonly string[],
): Promise<{ workIds: string[]; withdrawn: number }> {
  if (isbns.length === 0) return { workIds: [], withdrawn: 0 }
  const { rows } = await sql<{ workId: string }>`
    update edition set withdrawn_at = clock_timestamp()
    where isbn13 = any(${isbns}::text[]) and withdrawn_at is null
      and not exists (select from onix_record where onix_record.isbn13 = edition.isbn13)
    returning work_id`.execute(own(tx))
  const workIds = [...new Set(rows.map(({ workId }) => workId))]
  await own(tx)
    .updateTable('work')
    .set({ updatedAt: sql`clock_timestamp()` })
    .where('id', '=', sql<string>`any(${workIds}::uuid[])`)
    .execute()
  return { workIds, withdrawn: rows.length }
}
