// All SQL of payments — owns payment, journal, posting, webhookInbox.
import { sql } from 'kysely'
import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Payment as PaymentRow } from '#platform/db.gen'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { JournalEntry } from './keep-ledger.ts'
import type { PaymentState } from './machine.ts'
import { refuse } from './model.ts'
import type { OpenPayment, Payment, WebhookEvent } from './model.ts'

const own = (db: Db) => db.$pickTables<'payment' | 'journal' | 'posting' | 'webhookInbox'>()

/** The payment; refuses when there is none. */
export async function getPayment(db: Db, id: string): Promise<Payment> {
  const row = await own(db).selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse('not_found', { paymentId: id })
  return toPayment(row)
}

/** The payment, or null. */
export async function findPayment(db: Db, id: string): Promise<Payment | null> {
  const row = await own(db).selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toPayment(row) : null
}

export async function lockPayment(tx: Tx, id: string): Promise<Payment> {
  const row = await own(tx).selectFrom('payment').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw refuse('not_found', { paymentId: id })
  return toPayment(row)
}

/** The payment made for this purpose and reference; refuses when there is none. */
export async function getPaymentFor(db: Db, what: Pick<Payment, 'purpose' | 'reference'>): Promise<Payment> {
  const row = await own(db)
    .selectFrom('payment')
    .selectAll()
    .where('purpose', '=', what.purpose)
    .where('reference', '=', what.reference)
    .executeTakeFirst()
  if (!row) throw refuse('not_found', { ...what })
  return toPayment(row)
}

/** Payments with these ids, in no order; ids without one are left out. */
export async function listPaymentsById(db: Db, ids: readonly string[]): Promise<Payment[]> {
  if (ids.length === 0) return []
  const rows = await own(db).selectFrom('payment').selectAll().where('id', 'in', ids).execute()
  return rows.map(toPayment)
}

/** At most `limit` payments opened in the window, oldest first, after the given one. */
export async function listPaymentsOpened(
  db: Db,
  { from, to, after, limit }: { from: Date; to: Date; after: { createdAt: Date; id: string } | null; limit: number },
): Promise<Payment[]> {
  const rows = await own(db)
    .selectFrom('payment')
    .selectAll()
    .where('createdAt', '>=', from)
    .where('createdAt', '<', to)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('createdAt', 'id'), '>', tuple(after?.createdAt ?? from, after?.id ?? '')),
      ),
    )
    .orderBy('createdAt')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toPayment)
}

/** Writes a NEW payment; false when its purpose and reference have one already. */
export async function insertPayment(tx: Tx, payment: OpenPayment): Promise<boolean> {
  const { max, at, ...fields } = payment
  const row = await own(tx)
    .insertInto('payment')
    .values({ ...fields, state: 'NEW', currency: max.currency, maxMinor: max.minor, createdAt: at, updatedAt: at })
    .onConflict((oc) => oc.columns(['purpose', 'reference']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The columns a transition may set. */
export type PaymentChange = Partial<
  Pick<
    Updateable<PaymentRow>,
    | 'processorRef'
    | 'actionUrl'
    | 'declineReason'
    | 'holdExpiresAt'
    | 'authorizedMinor'
    | 'captureMinor'
    | 'capturedMinor'
    | 'refundedMinor'
  >
>

export async function updatePayment(
  tx: Tx,
  id: string,
  change: PaymentChange & { state: PaymentState },
  at: Date,
): Promise<void> {
  await own(tx)
    .updateTable('payment')
    .set({ ...change, updatedAt: at })
    .where('id', '=', id)
    .execute()
}

export async function insertJournal(tx: Tx, journal: JournalEntry & { id: string }): Promise<void> {
  const { postings, ...row } = journal
  await own(tx).insertInto('journal').values(row).execute()
  await own(tx)
    .insertInto('posting')
    .values(
      postings.map(({ account, amount }, line) => ({
        journalId: journal.id,
        line,
        account,
        currency: amount.currency,
        minor: amount.minor,
      })),
    )
    .execute()
}

/** Journals that do not add up, per currency. Always empty: the database refuses them; the chaos suite asks all the same. */
export async function listUnbalanced(db: Db): Promise<{ journalId: string; currency: string; sum: bigint }[]> {
  const rows = await own(db)
    .selectFrom('posting')
    .select(({ fn }) => ['journalId', 'currency', fn.sum('minor').$castTo<string>().as('sum')])
    .groupBy(['journalId', 'currency'])
    .having(({ fn }) => fn.sum('minor'), '<>', 0)
    .limit(100)
    .execute()
  return rows.map((row) => ({ ...row, sum: BigInt(row.sum) }))
}

/** What each account of the ledger holds, in each currency. */
export async function sumAccounts(db: Db): Promise<{ account: string; currency: string; minor: bigint }[]> {
  const rows = await own(db)
    .selectFrom('posting')
    .select(({ fn }) => ['account', 'currency', fn.sum('minor').$castTo<string>().as('minor')])
    .groupBy(['account', 'currency'])
    .orderBy('account')
    .orderBy('currency')
    .execute()
  return rows.map((row) => ({ ...row, minor: BigInt(row.minor) }))
}

/** What each of these payments has left in each account of the ledger; sums of nothing are left out. */
export async function sumAccountsOf(
  db: Db,
  paymentIds: readonly string[],
): Promise<{ paymentId: string; account: string; amount: Money }[]> {
  if (paymentIds.length === 0) return []
  const rows = await own(db)
    .selectFrom('posting')
    .innerJoin('journal', 'journal.id', 'posting.journalId')
    .select(({ fn }) => ['journal.paymentId', 'account', 'currency', fn.sum('minor').$castTo<string>().as('minor')])
    .where('journal.paymentId', 'in', paymentIds)
    .groupBy(['journal.paymentId', 'account', 'currency'])
    .having(({ fn }) => fn.sum('minor'), '<>', 0)
    .execute()
  return rows.flatMap(({ paymentId, account, currency, minor }) =>
    paymentId === null ? [] : [{ paymentId, account, amount: money(BigInt(minor), currency) }],
  )
}

const source = 'stripe'

/**
 * Keeps an event; false when it is known. Of the event only what it points at is kept: the rest is read again at the provider,
 * and holds things that no table here should.
 */
export async function insertWebhook(tx: Tx, { id, type, ref }: WebhookEvent, at: Date): Promise<boolean> {
  const row = await own(tx)
    .insertInto('webhookInbox')
    .values({ source, eventId: id, type, payload: { ref }, receivedAt: at })
    .onConflict((oc) => oc.columns(['source', 'eventId']).doNothing())
    .returning('eventId')
    .executeTakeFirst()
  return row !== undefined
}

export async function findWebhook(
  db: Db,
  eventId: string,
): Promise<(WebhookEvent & { handledAt: Date | null }) | null> {
  const row = await own(db)
    .selectFrom('webhookInbox')
    .select(['type', 'handledAt', sql<string | null>`payload ->> 'ref'`.as('ref')])
    .where('source', '=', source)
    .where('eventId', '=', eventId)
    .executeTakeFirst()
  return row ? { id: eventId, ...row } : null
}

/** Ids of events that nobody has handled, received within the given times, oldest first. */
export async function listUnhandledWebhooks(
  db: Db,
  { after, before }: { after: Date; before: Date },
  limit: number,
): Promise<string[]> {
  const rows = await own(db)
    .selectFrom('webhookInbox')
    .select('eventId')
    .where('source', '=', source)
    .where('handledAt', 'is', null)
    .where('receivedAt', '>', after)
    .where('receivedAt', '<', before)
    .orderBy('receivedAt')
    .limit(limit)
    .execute()
  return rows.map(({ eventId }) => eventId)
}

export async function markWebhookHandled(db: Db, eventId: string, at: Date): Promise<void> {
  await own(db)
    .updateTable('webhookInbox')
    .set({ handledAt: at })
    .where('source', '=', source)
    .where('eventId', '=', eventId)
    .execute()
}

function toPayment(row: Selectable<PaymentRow>): Payment {
  const { currency } = row
  return {
    id: row.id,
    purpose: row.purpose,
    reference: row.reference,
    accountId: row.accountId,
    method: row.method,
    state: row.state as PaymentState, // the column's check constraint lists the machine's states
    max: money(row.maxMinor, currency),
    authorized: money(row.authorizedMinor, currency),
    captured: money(row.capturedMinor, currency),
    refunded: money(row.refundedMinor, currency),
    capture: row.captureMinor === null ? null : money(row.captureMinor, currency),
    ref: row.processorRef,
    actionUrl: row.actionUrl,
    declineReason: row.declineReason,
    holdExpiresAt: row.holdExpiresAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }
}
