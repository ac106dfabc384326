// SQL of ebooks: what we have, at which price, and the licences to lend it. Loans, places in the queue and purchases are in files of their own.
import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import { shortestLoanMs } from './model.ts'
import type { FreeSlot, LendingState, LicencePool, LockedEbook } from './model.ts'

const own = (db: Db) =>
  db.$pickTables<'ebook' | 'ebookEvent' | 'ebookOffer' | 'licencePool' | 'licenceSlot' | 'loan' | 'hold'>()

/**
 * Locks the ebook for whoever changes its loans or its queue, and gives the time of the change: `now`, or later when something happened later by
 * another process' clock. Null when we do not have it.
 */
export async function lockEbook(tx: Tx, isbn13: string, now: Date): Promise<LockedEbook | null> {
  const row = await own(tx)
    .updateTable('ebook')
    .set({ changedAt: sql<Date>`greatest(changed_at, ${now}::timestamptz)` })
    .where('isbn13', '=', isbn13)
    .returning(['publicationId', 'suspendedAt', 'changedAt'])
    .executeTakeFirst()
  if (!row) return null
  return { isbn13, publicationId: row.publicationId, isSuspended: row.suspendedAt !== null, at: row.changedAt }
}

/** The publication of an ebook; null when we do not have it. */
export async function findPublication(db: Db, isbn13: string): Promise<string | null> {
  const row = await own(db).selectFrom('ebook').select('publicationId').where('isbn13', '=', isbn13).executeTakeFirst()
  return row?.publicationId ?? null
}

/** An ebook that we have, and whether lending it is suspended. */
export interface FoundEbook {
  readonly isbn13: string
  readonly publicationId: string
  readonly isSuspended: boolean
  readonly since: Date
}

const selectEbooks = (db: Db) =>
  own(db).selectFrom('ebook').select(['isbn13', 'publicationId', 'suspendedAt', 'createdAt'])

type EbookRow = Awaited<ReturnType<ReturnType<typeof selectEbooks>['executeTakeFirstOrThrow']>>

function toFound({ isbn13, publicationId, suspendedAt, createdAt }: EbookRow): FoundEbook {
  return { isbn13, publicationId, isSuspended: suspendedAt !== null, since: createdAt }
}

export async function findEbook(db: Db, isbn13: string): Promise<FoundEbook | null> {
  const row = await selectEbooks(db).where('isbn13', '=', isbn13).executeTakeFirst()
  return row ? toFound(row) : null
}

/** At most `limit` ebooks after the given number. */
export async function listEbooks(db: Db, { limit, after }: { limit: number; after: string }): Promise<FoundEbook[]> {
  const rows = await selectEbooks(db).where('isbn13', '>', after).orderBy('isbn13').limit(limit).execute()
  return rows.map(toFound)
}

/**
 * At most `limit` ebooks that somebody can buy or borrow, or could wait for, the newest first. One of the pools must still lend at `at`; a suspended
 * ebook counts by its price alone.
 */
export async function listOfferedEbooks(
  db: Db,
  { at, limit }: { at: Date; limit: number },
): Promise<{ isbn13: string; since: Date }[]> {
  const lendsUntil = new Date(at.getTime() + shortestLoanMs)
  const { rows } = await sql<{ isbn13: string; since: Date }>`
    select e.isbn13, e.created_at as since from ebook e
    where exists (select from ebook_offer o where o.isbn13 = e.isbn13)
      or e.suspended_at is null and exists (
        select from licence_pool p where p.isbn13 = e.isbn13 and p.concurrent_limit > 0 and (p.ends_at is null or p.ends_at >= ${lendsUntil}))
    order by e.created_at desc, e.isbn13 limit ${limit}`.execute(db)
  return rows
}

/** The publications of these ebooks, and since when we have them. */
export async function listPublicationsOf(
  db: Db,
  isbns: readonly string[],
): Promise<{ isbn13: string; publicationId: string; since: Date }[]> {
  return await own(db)
    .selectFrom('ebook')
    .select(['isbn13', 'publicationId', 'createdAt as since'])
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .execute()
}

/** Adds an ebook, or gives it another file. */
export async function saveEbook(
  tx: Tx,
  { isbn13, publicationId, at }: { isbn13: string; publicationId: string; at: Date },
): Promise<void> {
  await own(tx)
    .insertInto('ebook')
    .values({ isbn13, publicationId, changedAt: at, createdAt: at })
    .onConflict((oc) => oc.column('isbn13').doUpdateSet({ publicationId }))
    .execute()
}

export async function saveSuspension(tx: Tx, isbn13: string, suspendedAt: Date | null): Promise<void> {
  await own(tx).updateTable('ebook').set({ suspendedAt }).where('isbn13', '=', isbn13).execute()
}

/** Sets what the ebook costs in this currency; null: it is not sold in it. */
export async function savePrice(
  tx: Tx,
  { isbn13, currency, minor, at }: { isbn13: string; currency: string; minor: bigint | null; at: Date },
): Promise<void> {
  if (minor === null)
    await own(tx).deleteFrom('ebookOffer').where('isbn13', '=', isbn13).where('currency', '=', currency).execute()
  else
    await own(tx)
      .insertInto('ebookOffer')
      .values({ isbn13, currency, minor, updatedAt: at })
      .onConflict((oc) => oc.columns(['isbn13', 'currency']).doUpdateSet({ minor, updatedAt: at }))
      .execute()
}

/** What these ebooks cost, each in the currencies that it is sold in. */
export async function listPrices(db: Db, isbns: readonly string[]): Promise<Map<string, Money[]>> {
  const rows = await own(db)
    .selectFrom('ebookOffer')
    .select(['isbn13', 'currency', 'minor'])
    .where('isbn13', '=', sql<string>`any(${isbns}::text[])`)
    .orderBy('currency')
    .execute()
  const prices = new Map<string, Money[]>()
  for (const { isbn13, currency, minor } of rows)
    prices.set(isbn13, [...(prices.get(isbn13) ?? []), money(minor, currency)])
  return prices
}

/** What was done to the ebook under this key; null: nothing yet. */
export async function findEbookEvent(
  db: Db,
  isbn13: string,
  key: string,
): Promise<{ event: string; detail: unknown } | null> {
  const row = await own(db)
    .selectFrom('ebookEvent')
    .select(['event', 'detail'])
    .where('isbn13', '=', isbn13)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

interface EbookEntry {
  readonly isbn13: string
  readonly event: 'uploaded' | 'licensed' | 'priced' | 'suspended' | 'resumed'
  readonly detail: object
  readonly reason: string | null
  readonly by: string
  readonly key: string
  readonly at: Date
}

/** Appends to what staff did to a locked ebook. */
export async function recordEbookEvent(tx: Tx, { detail, ...entry }: EbookEntry): Promise<void> {
  await own(tx)
    .insertInto('ebookEvent')
    .values(({ selectFrom, fn, lit, eb }) => ({
      ...entry,
      detail: JSON.stringify(detail),
      seq: selectFrom('ebookEvent')
        .select(eb(fn.coalesce(fn.max('seq'), lit(0)), '+', lit(1)).as('seq'))
        .where('isbn13', '=', entry.isbn13),
    }))
    .execute()
}

interface PoolTerms {
  readonly id: string
  readonly isbn13: string
  readonly concurrentLimit: number
  readonly totalLimit: number | null
  readonly loanDays: number
  readonly endsAt: Date | null
  readonly at: Date
}

/** Adds a pool, or changes the terms of the ebook's; false when the id is another ebook's. */
export async function savePool(tx: Tx, { at, ...terms }: PoolTerms): Promise<boolean> {
  const { concurrentLimit, totalLimit, loanDays, endsAt } = terms
  const row = await own(tx)
    .insertInto('licencePool')
    .values({ ...terms, createdAt: at })
    .onConflict((oc) =>
      oc
        .column('id')
        .doUpdateSet({ concurrentLimit, totalLimit, loanDays, endsAt })
        .where('licencePool.isbn13', '=', terms.isbn13),
    )
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The pools of these ebooks, oldest first. */
export async function listPools(db: Db, isbns: readonly string[]): Promise<LicencePool[]> {
  const { rows } = await sql<LicencePool>`
    select p.id, p.isbn13, p.concurrent_limit, p.total_limit, p.loan_days, p.created_at, p.ends_at,
      count(l.id) filter (where l.state in ('READY', 'ACTIVE'))::int as live,
      count(l.id) filter (where l.state <> 'CANCELLED')::int as drawn
    from licence_pool p left join loan l on l.pool_id = p.id
    where p.isbn13 = any(${isbns}::text[])
    group by p.id order by p.created_at, p.id`.execute(db)
  return rows
}

/**
 * At most `limit` slots that a copy can be lent from at `at`, of the pool that ends first. In a transaction that has locked the ebook nobody else
 * takes them.
 */
export async function listFreeSlots(
  db: Db,
  { isbn13, at, limit }: { isbn13: string; at: Date; limit: number },
): Promise<FreeSlot[]> {
  const { rows } = await sql<FreeSlot>`
    with pool as (
      select p.id, p.ends_at,
        p.total_limit - (select count(*) from loan d where d.pool_id = p.id and d.state <> 'CANCELLED') as remaining
      from licence_pool p
      where p.isbn13 = ${isbn13} and (p.ends_at is null or p.ends_at >= ${new Date(at.getTime() + shortestLoanMs)})),
    free as (
      select s.pool_id, s.slot, pool.ends_at, pool.remaining, row_number() over (partition by s.pool_id order by s.slot) as nth
      from pool join licence_slot s on s.pool_id = pool.id
      where s.is_open and not exists (
        select from loan l where l.pool_id = s.pool_id and l.slot = s.slot and l.state in ('READY', 'ACTIVE')))
    select pool_id, slot, ends_at as pool_ends_at from free
    where remaining is null or nth <= remaining
    order by ends_at nulls last, pool_id, slot limit ${limit}`.execute(db)
  return rows
}

/** Ebooks of which a copy lies free while somebody waits, at most `limit`. */
export async function listIdle(db: Db, at: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ isbn13: string }>`
    select distinct h.isbn13 from hold h join ebook e on e.isbn13 = h.isbn13
    where h.state = 'WAITING' and e.suspended_at is null and exists (
      select from licence_pool p join licence_slot s on s.pool_id = p.id and s.is_open
      where p.isbn13 = h.isbn13 and (p.ends_at is null or p.ends_at >= ${new Date(at.getTime() + shortestLoanMs)})
        and (p.total_limit is null or p.total_limit > (select count(*) from loan d where d.pool_id = p.id and d.state <> 'CANCELLED'))
        and not exists (select from loan l where l.pool_id = s.pool_id and l.slot = s.slot and l.state in ('READY', 'ACTIVE')))
    order by h.isbn13 limit ${limit}`.execute(db)
  return rows.map(({ isbn13 }) => isbn13)
}

/** How lending stands, for these ebooks of those that are lent at all. */
export async function listLending(db: Db, isbns: readonly string[], at: Date): Promise<Map<string, LendingState>> {
  const { rows } = await sql<LendingState & { isbn13: string }>`
    with pool as (
      select p.*, p.total_limit - (select count(*) from loan d where d.pool_id = p.id and d.state <> 'CANCELLED') as remaining
      from licence_pool p
      where p.isbn13 = any(${isbns}::text[]) and (p.ends_at is null or p.ends_at >= ${new Date(at.getTime() + shortestLoanMs)})),
    slot as (
      select pool.isbn13, coalesce(l.due_at, l.pick_up_by) as back_by, l.id is null as is_free,
        remaining is null or remaining >= row_number() over (partition by s.pool_id order by coalesce(l.due_at, l.pick_up_by) nulls first) as is_lendable
      from pool join licence_slot s on s.pool_id = pool.id and s.is_open
      left join loan l on l.pool_id = s.pool_id and l.slot = s.slot and l.state in ('READY', 'ACTIVE')),
    lent as (
      select isbn13, count(*)::int as licences, count(*) filter (where is_lendable and is_free)::int as free,
        coalesce(array_agg(back_by order by back_by) filter (where is_lendable and not is_free), '{}') as back_by
      from slot group by isbn13)
    select e.isbn13, e.suspended_at is not null as is_suspended, lent.free, lent.licences, lent.back_by,
      (select case when bool_and(remaining is not null) then sum(remaining)::int end from pool where pool.isbn13 = e.isbn13) as lendable,
      (select count(*)::int from hold where hold.isbn13 = e.isbn13 and hold.state = 'WAITING') as waiting,
      (select max(loan_days)::int from pool where pool.isbn13 = e.isbn13) as loan_days
    from ebook e join lent on lent.isbn13 = e.isbn13`.execute(db)
  return new Map(rows.map(({ isbn13, ...state }) => [isbn13, state]))
}
