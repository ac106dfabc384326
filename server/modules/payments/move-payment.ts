// The one way a payment changes: locked, along an edge of the machine, in the caller's transaction.
import type { Tx } from '#platform/db'
import { recordJournal } from './keep-ledger.ts'
import type { JournalEntry } from './keep-ledger.ts'
import { paymentMachine } from './machine.ts'
import type { PaymentEvent, PaymentState } from './machine.ts'
import { refuse } from './model.ts'
import type { Payment } from './model.ts'
import { updatePayment } from './queries.ts'
import type { PaymentChange } from './queries.ts'

/**
 * Moves a locked payment along `event` and writes `change` and the `journal` of it. False, and nothing written, when the payment is
 * where the event leads already: the same fact told twice. Refuses `payments.illegal_event` when the table has no such edge.
 */
export async function movePayment(
  tx: Tx,
  payment: Payment,
  event: PaymentEvent,
  change: PaymentChange,
  at: Date,
  journal?: JournalEntry,
): Promise<boolean> {
  const state = paymentMachine.next(payment.state, event)
  if (state === null) {
    if (payment.state === targetOf(event)) return false
    throw refuse('illegal_event', { paymentId: payment.id, state: payment.state, event })
  }
  await Promise.all([updatePayment(tx, payment.id, { ...change, state }, at), journal && recordJournal(tx, journal)])
  return true
}

/** Every event of this machine leads to one state only, wherever it comes from; machine.test.ts holds it to that. */
function targetOf(event: PaymentEvent): PaymentState | undefined {
  for (const edges of Object.values<Partial<Record<PaymentEvent, PaymentState>>>(paymentMachine.states)) {
    if (edges[event]) return edges[event]
  }
  return undefined
}
