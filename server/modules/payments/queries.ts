// SQL of payments — owns payment, paymentCustomer, journal, posting. The inbox is in webhook-queries.ts.
import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Payment as PaymentRow } from '#platform/db.gen'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { JournalEntry } from './keep-ledger.ts'
import type { PaymentState } from './machine.ts'
import { refuse } from './model.ts'
import type { Exchange, OpenPayment, Payment } from './model.ts'

const own = (db: Db) => db.$pickTables<'payment' | 'paymentCustomer' | 'journal' | 'posting'>()

const columns = [
  'id',
  'purpose',
  'reference',
  'accountId',
  'method',
  'customer',
  'state',
  'currency',
  'maxMinor',
  'authorizedMinor',
  'capturedMinor',
  'captureMinor',
  'refundedMinor',
  'processorRef',
  'actionUrl',
  'declineReason',
  'holdExpiresAt',
  'createdAt',
  'updatedAt',
] as const

/** The payment; refuses when there is none. */
export async function getPayment(db: Db, id: string): Promise<Payment> {
  const row = await own(db).selectFrom('payment').select(columns).where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse('not_found', { paymentId: id })
  return toPayment(row)
}

/** The payment, or null. */
export async function findPayment(db: Db, id: string): Promise<Payment | null> {
  const row = await own(db).selectFrom('payment').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? toPayment(row) : null
}

/** Locks it against other changes, not against rows that only refer to it. */
export async function lockPayment(tx: Tx, id: string): Promise<Payment> {
  const row = await own(tx)
    .selectFrom('payment')
    .select(columns)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw refuse('not_found', { paymentId: id })
  return toPayment(row)
}

/** The payment made for this purpose and reference; refuses when there is none. */
export async function getPaymentFor(db: Db, what: Pick<Payment, 'purpose' | 'reference'>): Promise<Payment> {
  const row = await own(db)
    .selectFrom('payment')
    .select(columns)
    .where('purpose', '=', what.purpose)
    .where('reference', '=', what.reference)
    .executeTakeFirst()
  if (!row) throw refuse('not_found', { ...what })
  return toPayment(row)
}

/** Payments with these ids, in no order; ids without one are left out. */
export async function listPaymentsById(db: Db, ids: readonly string[]): Promise<Payment[]> {
  if (ids.length === 0) return []
  const rows = await own(db).selectFrom('payment').select(columns).where('id', 'in', ids).execute()
  return rows.map(toPayment)
}

/** At most `limit` payments opened in the window, oldest first, after the given one. */
export async function listPaymentsOpened(
  db: Db,
  { from, to, after, limit }: { from: Date; to: Date; after: { createdAt: Date; id: string } | null; limit: number },
): Promise<Payment[]> {
  const rows = await own(db)
    .selectFrom('payment')
    .select(columns)
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

/** Writes a payment in its first state; false when its purpose and reference have one already. */
export async function insertPayment(tx: Tx, payment: OpenPayment, state: PaymentState): Promise<boolean> {
  const { max, at, ...fields } = payment
  const row = await own(tx)
    .insertInto('payment')
    .values({ ...fields, state, currency: max.currency, maxMinor: max.minor, createdAt: at, updatedAt: at })
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

/** A journal with its lines, in one statement. */
export async function insertJournal(tx: Tx, journal: JournalEntry & { id: string }): Promise<void> {
  const { postings, rate, ...row } = journal
  const exchange = rate && { fxRate: rate.rate, fxAt: rate.at }
  await own(tx)
    .with('entry', (db) => db.insertInto('journal').values({ ...row, ...exchange }))
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

/** What the payment's seller was owed in its own currency when the money was taken; null: the same as the shopper paid. */
export async function findExchange(db: Db, paymentId: string): Promise<Exchange | null> {
  const row = await own(db)
    .selectFrom('journal')
    .innerJoin('posting', 'posting.journalId', 'journal.id')
    .select(['fxRate', 'fxAt', 'currency', 'minor'])
    .where('effectKey', '=', `exchange:${paymentId}`)
    .where('account', 'like', 'payable:seller:%')
    .executeTakeFirst()
  if (!row?.fxRate || !row.fxAt) return null
  return { owed: money(row.minor, row.currency), rate: { rate: row.fxRate, at: row.fxAt } }
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

/** The provider's customer of the account, or null. */
export async function findCustomer(db: Db, accountId: string): Promise<string | null> {
  const known = own(db).selectFrom('paymentCustomer').select('processorRef').where('accountId', '=', accountId)
  return (await known.executeTakeFirst())?.processorRef ?? null
}

/** Keeps the account's customer; gives the one that was kept first. */
export async function insertCustomer(
  db: Db,
  { accountId, ref: processorRef, at: createdAt }: { accountId: string; ref: string; at: Date },
): Promise<string> {
  const { processorRef: kept } = await own(db)
    .insertInto('paymentCustomer')
    .values({ accountId, processorRef, createdAt })
    .onConflict((oc) => oc.column('accountId').doUpdateSet({ accountId })) // changes nothing, and gives what is there
    .returning('processorRef')
    .executeTakeFirstOrThrow()
  return kept
}

/** Forgets a customer that the provider does not have any more. */
export async function deleteCustomer(db: Db, accountId: string, ref: string): Promise<void> {
  const gone = own(db).deleteFrom('paymentCustomer').where('accountId', '=', accountId)
  await gone.where('processorRef', '=', ref).execute()
}

function toPayment(row: Pick<Selectable<PaymentRow>, (typeof columns)[number]>): Payment {
  const { currency } = row
  return {
    id: row.id,
    purpose: row.purpose,
    reference: row.reference,
    accountId: row.accountId,
    method: row.method,
    customer: row.customer,
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
