// All SQL of refunds — owns refund, refundLine, refundEvent, refundAttempt.
import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Refund as RefundRow } from '#platform/db.gen'
import { money } from '#platform/money'
import type { RefundState } from './machine.ts'
import { refuse } from './model.ts'
import type {
  Attempt,
  NewRefund,
  Queue,
  Refund,
  RefundHistory,
  RefundLine,
  RefundReason,
  StuckBefore,
} from './model.ts'

const own = (db: Db) => db.$pickTables<'refund' | 'refundLine' | 'refundEvent' | 'refundAttempt'>()

/** Writes a refund (REQUESTED), which claims its amounts of the order's lines and of the payment: the database refuses more than is left. */
export async function insertRefund(tx: Tx, refund: NewRefund): Promise<void> {
  const { id, orderId, total, lines, at, ...fields } = refund
  await own(tx)
    .insertInto('refund')
    .values({
      id,
      orderId,
      ...fields,
      state: 'REQUESTED',
      currency: total.currency,
      minor: total.minor,
      createdAt: at,
      updatedAt: at,
    })
    .execute()
  await own(tx)
    .insertInto('refundLine')
    .values(lines.map(({ line, amount }) => ({ refundId: id, orderId, line, minor: amount.minor })))
    .execute()
}

/** The refund asked for under this key, and what was asked; null when there is none. */
export async function findByKey(db: Db, orderId: string, key: string): Promise<{ id: string; asked: string } | null> {
  const row = await own(db)
    .selectFrom('refund')
    .select(['id', 'asked'])
    .where('orderId', '=', orderId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

/** Locks the refund; refuses when there is none. */
export async function lockRefund(tx: Tx, id: string): Promise<Refund> {
  const row = await own(tx).selectFrom('refund').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw refuse('not_found', { refundId: id })
  return toRefund(row)
}

/** The refund, for staff whoever's it is; refuses when there is none, or none of this account's. */
export async function getRefundRow(
  db: Db,
  { refundId, accountId }: { refundId: string; accountId?: string },
): Promise<Refund> {
  const row = await own(db)
    .selectFrom('refund')
    .selectAll()
    .where('id', '=', refundId)
    .$if(accountId !== undefined, (query) => query.where('accountId', '=', accountId ?? ''))
    .executeTakeFirst()
  if (!row) throw refuse('not_found', { refundId })
  return toRefund(row)
}

/** The refunds of one of the account's orders, oldest first. */
export async function listRefundsOf(
  db: Db,
  { orderId, accountId }: { orderId: string; accountId: string },
): Promise<Refund[]> {
  const rows = await own(db)
    .selectFrom('refund')
    .selectAll()
    .where('orderId', '=', orderId)
    .where('accountId', '=', accountId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(toRefund)
}

/** The lines of these refunds, by refund. */
export async function listLinesOf(
  db: Db,
  refunds: readonly Pick<Refund, 'id' | 'total'>[],
): Promise<ReadonlyMap<string, RefundLine[]>> {
  const found = new Map<string, RefundLine[]>(refunds.map(({ id }) => [id, []]))
  if (refunds.length === 0) return found
  const rows = await own(db)
    .selectFrom('refundLine')
    .innerJoin('refund', 'refund.id', 'refundLine.refundId')
    .select(['refundId', 'line', 'refundLine.minor', 'currency'])
    .where('refundId', 'in', [...found.keys()])
    .orderBy('line')
    .execute()
  for (const { refundId, line, minor, currency } of rows)
    found.get(refundId)?.push({ line, amount: money(minor, currency) })
  return found
}

/** Everything that happened to these refunds, oldest first, by refund. */
export async function listHistoryOf(
  db: Db,
  refundIds: readonly string[],
): Promise<ReadonlyMap<string, RefundHistory[]>> {
  const found = new Map<string, RefundHistory[]>(refundIds.map((id) => [id, []]))
  if (refundIds.length === 0) return found
  const rows = await own(db)
    .selectFrom('refundEvent')
    .select(['refundId', 'fromState', 'toState', 'event', 'reason', 'by', 'at'])
    .where('refundId', 'in', refundIds)
    .orderBy('refundId')
    .orderBy('seq')
    .execute()
  for (const { refundId, fromState, toState, ...rest } of rows)
    found.get(refundId)?.push({ ...rest, from: fromState as RefundState | null, to: toState as RefundState })
  return found
}

/** What this key did to the refund, or null when it did nothing yet. */
export async function findEventByKey(
  db: Db,
  refundId: string,
  key: string,
): Promise<{ event: string; to: RefundState } | null> {
  const row = await own(db)
    .selectFrom('refundEvent')
    .select(['event', 'toState'])
    .where('refundId', '=', refundId)
    .where('key', '=', key)
    .executeTakeFirst()
  return row ? { event: row.event, to: row.toState as RefundState } : null
}

/** Appends to the history of a locked refund; unless it is the first row, sets its state and when it is driven next. */
export async function recordEvent(
  tx: Tx,
  refundId: string,
  entry: RefundHistory & { key: string; nextActionAt: Date | null },
): Promise<void> {
  const { from, to, event, reason, by, key, at, nextActionAt } = entry
  await own(tx)
    .insertInto('refundEvent')
    .values(({ selectFrom, fn, lit }) => ({
      refundId,
      fromState: from,
      toState: to,
      event,
      reason,
      by,
      key,
      at,
      seq: selectFrom('refundEvent')
        .select(({ eb }) => eb(fn.coalesce(fn.max('seq'), lit(0)), '+', lit(1)).as('seq'))
        .where('refundId', '=', refundId),
    }))
    .execute()
  if (from === null) return
  await own(tx)
    .updateTable('refund')
    .set({ state: to, nextActionAt, updatedAt: at })
    .where('id', '=', refundId)
    .execute()
}

/** The columns that change beside the state. */
export type RefundChange = Partial<
  Pick<Updateable<RefundRow>, 'nextActionAt' | 'awaitsReturn' | 'returnedAt' | 'returnedBy'>
>

export async function updateRefund(tx: Tx, refundId: string, change: RefundChange): Promise<void> {
  await own(tx).updateTable('refund').set(change).where('id', '=', refundId).execute()
}

/** Refunds whose alarm went off before `before`, the longest due first. */
export async function listDue(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('refund')
    .select('id')
    .where('nextActionAt', '<', before)
    .orderBy('nextActionAt')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** The newest try; null before the first. */
export async function findLastAttempt(db: Db, refundId: string): Promise<Attempt | null> {
  const row = await own(db)
    .selectFrom('refundAttempt')
    .select(['attempt', 'key', 'state', 'tries', 'firstSentAt'])
    .where('refundId', '=', refundId)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { ...row, state: row.state as Attempt['state'] } : null
}

/** Writes the intent of another try. */
export async function insertAttempt(
  tx: Tx,
  refundId: string,
  { attempt, key }: Pick<Attempt, 'attempt' | 'key'>,
  at: Date,
): Promise<void> {
  await own(tx).insertInto('refundAttempt').values({ refundId, attempt, key, state: 'INTENDED', at }).execute()
}

/** Counts that it is sent now. */
export async function noteSending(tx: Tx, refundId: string, attempt: number, at: Date): Promise<void> {
  await own(tx)
    .updateTable('refundAttempt')
    .set(({ eb, fn, val }) => ({ tries: eb('tries', '+', 1), firstSentAt: fn.coalesce('firstSentAt', val(at)) }))
    .where('refundId', '=', refundId)
    .where('attempt', '=', attempt)
    .execute()
}

export async function settleAttempt(
  tx: Tx,
  refundId: string,
  attempt: number,
  outcome: { state: Attempt['state']; processorRef?: string; detail: string | null },
): Promise<void> {
  await own(tx)
    .updateTable('refundAttempt')
    .set(outcome)
    .where('refundId', '=', refundId)
    .where('attempt', '=', attempt)
    .execute()
}

/** At most `limit` refunds that wait for a person, those that wait longest first. */
export async function listQueue(
  db: Db,
  queue: Queue,
  { limit, stuckBefore }: { limit: number; stuckBefore: StuckBefore },
): Promise<Refund[]> {
  const rows = await own(db)
    .selectFrom('refund')
    .selectAll()
    .where(({ and, or, eb, not }) => {
      const awaits = and([eb('awaitsReturn', '=', true), eb('returnedAt', 'is', null)])
      const since = (state: RefundState, before: Date) => and([eb('state', '=', state), eb('updatedAt', '<', before)])
      const givenUp = and([eb('state', '=', 'FAILED'), eb('nextActionAt', 'is', null)])
      switch (queue) {
        case 'decide':
          return eb('state', '=', 'REQUESTED')
        case 'returns':
          return and([eb('state', 'in', ['APPROVED', 'PROCESSING', 'FAILED', 'REFUNDED']), awaits])
        case 'failed':
          return eb('state', '=', 'FAILED')
        case 'stuck':
          return or([
            since('REQUESTED', stuckBefore.REQUESTED),
            and([since('APPROVED', stuckBefore.APPROVED), not(awaits)]),
            and([since('APPROVED', stuckBefore.returns), awaits]),
            since('PROCESSING', stuckBefore.PROCESSING),
            givenUp,
          ])
      }
    })
    .orderBy('updatedAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toRefund)
}

function toRefund(row: Selectable<RefundRow>): Refund {
  const { id, orderId, paymentId, accountId, sellerId, comment, requestedBy, awaitsReturn, returnedAt } = row
  return {
    id,
    orderId,
    paymentId,
    accountId,
    sellerId,
    state: row.state as RefundState, // the columns' check constraints list the states and the reasons
    reason: row.reason as RefundReason,
    comment,
    total: money(row.minor, row.currency),
    requestedBy,
    awaitsReturn,
    returnedAt,
    nextActionAt: row.nextActionAt,
    createdAt: row.createdAt,
    since: row.updatedAt,
  }
}
