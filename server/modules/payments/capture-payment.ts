// Taking the money: exactly what was decided, at most what is held, once.
import type { Tx } from '#platform/db'
import { compare, isAtMost, negate } from '#platform/money'
import type { Money } from '#platform/money'
import type { Outcome } from '#platform/outcome'
import { recordJournal } from './keep-ledger.ts'
import { refuse } from './model.ts'
import type { CaptureRequest, ProcessorDeps, SendOptions } from './model.ts'
import { movePayment } from './move-payment.ts'
import { lockPayment, refOf } from './queries.ts'

/** AUTHORIZED → CAPTURING for exactly `amount`. Refuses `payments.conflict` for more than is held or another amount than before. */
export async function beginCapture(tx: Tx, paymentId: string, amount: Money, at: Date): Promise<CaptureRequest> {
  const payment = await lockPayment(tx, paymentId)
  const isOther = payment.capture !== null && compare(payment.capture, amount) !== 0
  if (isOther || !isAtMost(amount, payment.authorized))
    throw refuse('conflict', { paymentId, amount: String(amount.minor) })
  await movePayment(tx, payment, 'captureBegan', { captureMinor: amount.minor }, at)
  return { paymentId, ref: refOf(payment), amountMinor: String(amount.minor), currency: amount.currency }
}

/** Takes the money and lets the rest of the hold go. `refused`: nothing was taken, nor will be. */
export async function capture(
  deps: ProcessorDeps,
  request: CaptureRequest,
  options: SendOptions,
): Promise<Outcome<{ captured: Money }>> {
  throw new Error(`being written ${deps} ${request} ${options}`)
}

/** → CAPTURED. In the ledger the whole hold goes, the customer is charged, and the seller `payTo` is owed. */
export async function recordCapture(
  tx: Tx,
  paymentId: string,
  { amount, payTo }: { amount: Money; payTo: string },
  at: Date,
): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  if (payment.capture === null || compare(payment.capture, amount) !== 0)
    throw refuse('conflict', { paymentId, captured: String(amount.minor) })
  if (!(await movePayment(tx, payment, 'captured', { capturedMinor: amount.minor }, at))) return
  await recordJournal(tx, {
    effectKey: `capture:${paymentId}`,
    paymentId,
    memo: 'captured',
    at,
    postings: [
      { account: 'hold:customer', amount: payment.authorized },
      { account: 'hold:processor', amount: negate(payment.authorized) },
      { account: 'charge:customer', amount: negate(amount) },
      { account: `payable:seller:${payTo}`, amount },
    ],
  })
}

/** CAPTURING → AUTHORIZED: the provider took nothing. What remains is a void, which also copes with a hold that is gone. */
export async function recordCaptureRefused(tx: Tx, paymentId: string, at: Date): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  await movePayment(tx, payment, 'captureRefused', { captureMinor: null }, at)
}
