// Standings in PostgreSQL: what several gateways saw adds up here, and outlives them all.
// Promises: a batch is one transaction; writers take turns, so that an order's row and the counts made of it never disagree.
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Condition } from '../core/adapter.ts'
import { applyNoted, promiseKey } from '../core/standing/store.ts'
import type { Applied, Batch, StandingStore } from '../core/standing/store.ts'
import type { Noted, OrderPromise, Outcome } from '../core/standing/promise.ts'
import type { Db, Tx } from './database.ts'
import type { OrderPromise as PromiseRow } from './db.gen.ts'

// One key for all writers: a batch takes milliseconds and nobody waits for it.
const writersLock = 4_203_811_907n
// Ten parameters a row, and PostgreSQL takes 65,535.
const rowsMax = 5_000

/** The store in `db`, the schema `gateway`. */
export function createStandingStore(db: Db): StandingStore {
  return {
    save: (batch) => db.transaction().execute((tx) => save(tx, batch)),
    async listWeeks(sellerIds, fromWeek) {
      let query = db.selectFrom('promiseWeek').selectAll().where('week', '>=', fromWeek).where('count', '>', 0)
      if (sellerIds !== null) query = query.where('sellerId', 'in', [...sellerIds])
      const rows = sellerIds?.length === 0 ? [] : await query.execute()
      const counts = rows.map((row) => ({ ...row, outcome: row.outcome as Outcome }))
      return Map.groupBy(counts, ({ sellerId }) => sellerId)
    },
    async listHours(sellerId, fromHour) {
      const query = db.selectFrom('callHour').select(['hour', 'calls', 'failures'])
      return await query.where('sellerId', '=', sellerId).where('hour', '>=', fromHour).execute()
    },
    async countOutcomes(sellerId, sinceMs) {
      const rows = await db
        .selectFrom('orderPromise')
        .select(['outcome', ({ fn }) => fn.countAll<bigint>().as('count')])
        .where('sellerId', '=', sellerId)
        .where('placedAt', '>=', new Date(sinceMs))
        .groupBy('outcome')
        .execute()
      return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, Number(count)]))
    },
    async prune({ placedMs, hour }) {
      await db.deleteFrom('orderPromise').where('placedAt', '<', new Date(placedMs)).execute()
      await db.deleteFrom('callHour').where('hour', '<', hour).execute()
    },
  }
}

async function save(tx: Tx, { noted, calls }: Batch): Promise<Noted[]> {
  await sql`select pg_advisory_xact_lock(${writersLock})`.execute(tx)
  const applied = applyNoted(await findPromises(tx, noted), noted)
  await savePromises(tx, applied.changed)
  await addWeeks(tx, applied.weeks)
  await addCalls(tx, calls)
  return applied.unmatched
}

async function findPromises(tx: Tx, noted: readonly Noted[]): Promise<Map<string, OrderPromise>> {
  const wanted = new Map(noted.map((one) => [promiseKey(one), one]))
  if (wanted.size === 0) return new Map()
  const rows = await tx
    .selectFrom('orderPromise')
    .selectAll()
    .where((where) =>
      where(
        where.refTuple('sellerId', 'reference'),
        'in',
        [...wanted.values()].map(({ sellerId, reference }) => where.tuple(sellerId, reference)),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [promiseKey(row), toPromise(row)]))
}

async function savePromises(tx: Tx, promises: readonly OrderPromise[]): Promise<void> {
  for (let from = 0; from < promises.length; from += rowsMax)
    await tx
      .insertInto('orderPromise')
      .values(promises.slice(from, from + rowsMax).map(toRow))
      .onConflict((conflict) =>
        conflict.columns(['sellerId', 'reference']).doUpdateSet(({ ref }) => ({
          outcome: ref('excluded.outcome'),
          isTakenBack: ref('excluded.isTakenBack'),
        })),
      )
      .execute()
}

async function addWeeks(tx: Tx, weeks: Applied['weeks']): Promise<void> {
  const up = weeks.filter(({ count }) => count > 0)
  if (up.length > 0)
    await tx
      .insertInto('promiseWeek')
      .values(up)
      .onConflict((conflict) =>
        conflict.columns(['sellerId', 'week', 'outcome']).doUpdateSet({
          count: sql<number>`promise_week.count + excluded.count`,
        }),
      )
      .execute()
  // An order that came to another outcome was counted under the earlier one, so that row is there. They are few.
  for (const { sellerId, week, outcome, count } of weeks.filter((one) => one.count < 0))
    await tx
      .updateTable('promiseWeek')
      .set({ count: sql<number>`count + ${count}` })
      .where('sellerId', '=', sellerId)
      .where('week', '=', week)
      .where('outcome', '=', outcome)
      .execute()
}

async function addCalls(tx: Tx, calls: Batch['calls']): Promise<void> {
  if (calls.length === 0) return
  await tx
    .insertInto('callHour')
    .values([...calls])
    .onConflict((conflict) =>
      conflict.columns(['sellerId', 'hour']).doUpdateSet({
        calls: sql<number>`call_hour.calls + excluded.calls`,
        failures: sql<number>`call_hour.failures + excluded.failures`,
      }),
    )
    .execute()
}

function toRow({ sellerId, reference, quoted, placedAtMs, outcome, isTakenBack }: OrderPromise) {
  const { isbn13, condition, total, expiresAtMs } = quoted
  return {
    sellerId,
    reference,
    outcome,
    isTakenBack,
    isbn13,
    condition,
    currency: total.currency,
    totalMinor: total.minor,
    expiresAt: new Date(expiresAtMs),
    placedAt: new Date(placedAtMs),
  }
}

function toPromise(row: Selectable<PromiseRow>): OrderPromise {
  return {
    sellerId: row.sellerId,
    reference: row.reference,
    outcome: row.outcome as Outcome,
    isTakenBack: row.isTakenBack,
    placedAtMs: row.placedAt.getTime(),
    quoted: {
      isbn13: row.isbn13,
      condition: row.condition as Condition,
      total: { currency: row.currency, minor: row.totalMinor },
      expiresAtMs: row.expiresAt.getTime(),
    },
  }
}
