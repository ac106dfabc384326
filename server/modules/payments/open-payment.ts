import type { Tx } from '#platform/db'
import { compare } from '#platform/money'
import { paymentMachine } from './machine.ts'
import { refuse } from './model.ts'
import type { OpenPayment } from './model.ts'
import { getPaymentFor, insertPayment } from './queries.ts'

/**
 * Opens the payment (NEW) in the caller's transaction. Opening the same one again changes nothing; refuses
 * `payments.conflict` when what it is for has another payment already.
 */
export async function openPayment(tx: Tx, payment: OpenPayment): Promise<void> {
  if (await insertPayment(tx, payment, paymentMachine.initial)) return
  const existing = await getPaymentFor(tx, payment)
  const isSame =
    existing.id === payment.id &&
    existing.accountId === payment.accountId &&
    existing.method === payment.method &&
    existing.max.currency === payment.max.currency &&
    compare(existing.max, payment.max) === 0
  if (!isSame) throw refuse('conflict', { paymentId: payment.id, existing: existing.id })
}
