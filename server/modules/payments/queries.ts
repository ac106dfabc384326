// All SQL of payments.
import type { Selectable, Updateable } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Payment as PaymentRow } from '#platform/db.gen'
import { money } from '#platform/money'
import type { JournalEntry } from './keep-ledger.ts'
import type { PaymentState } from './machine.ts'
import { refuse } from './model.ts'
import type { OpenPayment, Payment } from './model.ts'

const own = (db: Db) => db.$pickTables<'payment' | 'journal' | 'posting' | 'webhookInbox'>()

/** The payment; refuses when there is none. */
export async function getPayment(db: Db, id: string): Promise<Payment> {
  const row = await own(db).selectFrom('payment').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw refuse('not_found', { paymentId: id })
  return toPayment(row)
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
    'processorRef' | 'actionUrl' | 'declineReason' | 'authorizedMinor' | 'captureMinor' | 'capturedMinor'
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

/** The provider's id of the payment; a payment past AUTHORIZING without one is a fault. */
export function refOf(payment: Payment): string {
  if (payment.ref === null)
    throw new Error(`payment ${payment.id} in ${payment.state} has no reference at the provider`)
  return payment.ref
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
    capture: row.captureMinor === null ? null : money(row.captureMinor, currency),
    ref: row.processorRef,
    actionUrl: row.actionUrl,
    declineReason: row.declineReason,
  }
}
