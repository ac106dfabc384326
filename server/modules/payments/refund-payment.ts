// Giving money back: through the payment that took it, never more than it took. The caller owns the refund and its tries; this knows how
// one try is asked for, looked up and written down.
import type { Tx } from '#platform/db'
import { add, isAtMost, negate, subtract } from '#platform/money'
import type { Money } from '#platform/money'
import { ok } from '#platform/outcome'
import type { Outcome } from '#platform/outcome'
import { recordJournal, saleOf } from './keep-ledger.ts'
import { refuse } from './model.ts'
import type { Payment, ProcessorDeps, ProviderRefund, RefundRequest, Reply, SendOptions } from './model.ts'
import { findExchange, lockPayment, updatePayment } from './queries.ts'
import { recordExchangeBack, stillOwed } from './record-exchange.ts'
import { onOk, settleCall } from './settle-call.ts'

/** What the provider said: its number for the refund, and whether the money is back or still on its way. */
export interface Refunding {
  readonly ref: string
  readonly isBack: boolean
}

/** Gives what to send with `refundPayment`. Refuses `payments.conflict` when nothing was captured, or less than would have gone back. */
export async function beginRefund(
  tx: Tx,
  paymentId: string,
  { refundId, amount }: { refundId: string; amount: Money },
): Promise<RefundRequest> {
  const payment = await lockPayment(tx, paymentId)
  if (payment.ref === null || !hasLeft(payment, amount))
    throw refuse('conflict', { paymentId, refund: String(amount.minor) })
  return { paymentId, refundId, ref: payment.ref, amountMinor: String(amount.minor), currency: amount.currency }
}

/**
 * Asks the provider to give the money back. `refused`: this try gave nothing back, nor will it. Two keys could make two refunds: where an
 * earlier try was made under another key (`isAnotherTry`), nothing is sent before the provider has said that it did nothing.
 */
export async function refundPayment(
  deps: ProcessorDeps,
  request: RefundRequest,
  options: SendOptions & { readonly isAnotherTry: boolean },
): Promise<Outcome<Refunding>> {
  const { processor } = deps
  const { signal, key, isAnotherTry } = options
  const look = async () =>
    onOk(await processor.listRefunds(request.ref, signal), (made): Reply<Refunding | null> => {
      const ours = made.filter(({ refundId }) => refundId === request.refundId)
      const found = ours.find(({ status }) => status !== 'failed') ?? ours.find((each) => each.key === key)
      return found ? readRefund(found) : ok(null)
    })
  if (isAnotherTry) {
    const seen = await look()
    if (seen.kind === 'ok' && seen.value !== null) return ok(seen.value)
    if (seen.kind === 'refused') return seen
    if (seen.kind !== 'ok') return { kind: 'unknown', ...(seen.detail === undefined ? {} : { detail: seen.detail }) }
  }
  return settleCall(deps, options, {
    look,
    send: async (sendKey) => onOk(await processor.createRefund(request, { key: sendKey, signal }), readRefund),
    isOnceByNature: false,
  })
}

/**
 * The money is back. In the ledger the customer is charged that much less, and the seller is owed that much less: the same,
 * or the same part of what it is owed in its own currency; of our own sale (`payFrom` null) that much less is sold. Refuses `payments.conflict` for more than is left; the journal's key refuses the
 * same refund twice.
 */
export async function recordRefund(
  tx: Tx,
  paymentId: string,
  { refundId, amount, payFrom }: { refundId: string; amount: Money; payFrom: string | null },
  at: Date,
): Promise<void> {
  const payment = await lockPayment(tx, paymentId)
  if (!hasLeft(payment, amount)) throw refuse('conflict', { paymentId, refunded: String(amount.minor) })
  const refunded = add(payment.refunded, amount)
  const exchange = await findExchange(tx, paymentId)
  await updatePayment(tx, paymentId, { state: payment.state, refundedMinor: refunded.minor }, at)
  await recordJournal(tx, {
    effectKey: `refund:${refundId}`,
    paymentId,
    memo: 'given back',
    at,
    postings: [
      { account: 'charge:customer', amount },
      { account: exchange ? 'clearing:fx' : saleOf(payFrom), amount: negate(amount) },
    ],
  })
  if (!exchange) return
  const owed = subtract(stillOwed(exchange.owed, payment), stillOwed(exchange.owed, { ...payment, refunded }))
  await recordExchangeBack(tx, paymentId, { refundId, owed, rate: exchange.rate, payFrom }, at)
}

function hasLeft({ state, captured, refunded }: Payment, amount: Money): boolean {
  return state === 'CAPTURED' && isAtMost(add(refunded, amount), captured)
}

function readRefund({ ref, status, failureReason }: ProviderRefund): Reply<Refunding> {
  if (status === 'failed') return { kind: 'refused', reason: failureReason ?? 'failed' }
  return ok({ ref, isBack: status === 'succeeded' })
}
