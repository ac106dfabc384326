// Taking the money: exactly what was decided, at most what is held, once.
import type { Tx } from '#platform/db'
import { compare, isAtMost, negate } from '#platform/money'
import type { Money } from '#platform/money'
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import { refuse } from './model.ts'
import type { CaptureRequest, Exchange, Intent, ProcessorDeps, Reply, SendOptions } from './model.ts'
import { movePayment } from './move-payment.ts'
import { lockPayment } from './queries.ts'
import { saleOf } from './keep-ledger.ts'
import { recordExchange } from './record-exchange.ts'
import { onOk, settleCall } from './settle-call.ts'

/** AUTHORIZED → CAPTURING for exactly `amount`. Refuses `payments.conflict` for more than is held or another amount than before. */
export async function beginCapture(tx: Tx, paymentId: string, amount: Money, at: Date): Promise<CaptureRequest> {
  const payment = await lockPayment(tx, paymentId)
  const isOther = payment.capture !== null && compare(payment.capture, amount) !== 0
  if (isOther || !isAtMost(amount, payment.authorized) || payment.ref === null)
    throw refuse('conflict', { paymentId, amount: String(amount.minor) })
  const hasExpired = payment.state === 'VOIDED' // the bank was quicker; `capture` will say so
  if (!hasExpired) await movePayment(tx, payment, 'captureBegan', { captureMinor: amount.minor }, at)
  return { paymentId, ref: payment.ref, amountMinor: String(amount.minor), currency: amount.currency }
}

/** Takes the money and lets the rest of the hold go. `refused`: nothing was taken, nor will be. */
export async function capture(
  deps: ProcessorDeps,
  request: CaptureRequest,
  options: SendOptions,
): Promise<Outcome<{ captured: Money }>> {
  const { processor } = deps
  const { signal } = options
  return settleCall(deps, options, {
    look: async () => onOk(await processor.getIntent(request.ref, signal), readCharge),
    send: async (key) => onOk(await processor.captureIntent(request, { key, signal }), readCapture),
    isOnceByNature: true,
  })
}

/**
 * → CAPTURED. In the ledger the whole hold goes, the customer is charged, and the seller `payTo` is owed: the same, or `exchange.owed` in its
 * own currency. What nobody is owed (`payTo` null) is our own sale.
 */
export async function recordCapture(
  tx: Tx,
  paymentId: string,
  { amount, payTo, exchange }: { amount: Money; payTo: string | null; exchange?: Exchange },
  at: Date,
): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  if (payment.capture === null || compare(payment.capture, amount) !== 0)
    throw refuse('conflict', { paymentId, captured: String(amount.minor) })
  const isNews = await movePayment(tx, payment, 'captured', { capturedMinor: amount.minor }, at, {
    effectKey: `capture:${paymentId}`,
    paymentId,
    memo: 'captured',
    at,
    postings: [
      { account: 'hold:customer', amount: payment.authorized },
      { account: 'hold:processor', amount: negate(payment.authorized) },
      { account: 'charge:customer', amount: negate(amount) },
      { account: exchange ? 'clearing:fx' : saleOf(payTo), amount },
    ],
  })
  if (isNews && exchange) await recordExchange(tx, paymentId, { ...exchange, payTo }, at)
}

/** CAPTURING → AUTHORIZED: the provider took nothing. What remains is a void, which also copes with a hold that is gone. */
export async function recordCaptureRefused(tx: Tx, paymentId: string, at: Date): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  if (payment.state === 'VOIDED') return // refused because the hold had expired, which is known
  await movePayment(tx, payment, 'captureRefused', { captureMinor: null }, at)
}

/** What the answer to a capture says. */
function readCapture(intent: Intent): Reply<{ captured: Money }> {
  if (intent.status === 'captured') return ok({ captured: intent.captured })
  return { kind: 'unknown', detail: `intent is ${intent.status} after its capture` }
}

/** What an intent says about the charge; `ok(null)`: the hold still stands, nothing was taken. */
function readCharge(intent: Intent): Reply<{ captured: Money } | null> {
  switch (intent.status) {
    case 'authorized':
      return ok(null)
    case 'canceled':
    case 'declined':
      return { kind: 'refused', reason: 'hold_expired' }
    default:
      return readCapture(intent)
  }
}
