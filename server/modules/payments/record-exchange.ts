// The change from the shopper's currency into the seller's, and back, in the ledger: journals of their own, and a clearing account in each currency.
import type { Tx } from '#platform/db'
import { negate, scale, subtract } from '#platform/money'
import type { Money } from '#platform/money'
import { recordJournal, saleOf } from './keep-ledger.ts'
import type { Exchange, Payment } from './model.ts'

/**
 * What the seller `payTo` is owed, in its own currency. Balanced in that currency alone: `clearing:fx` then shows what was taken from
 * shoppers and what is owed for it, side by side, until somebody really changes the money.
 */
export async function recordExchange(
  tx: Tx,
  paymentId: string,
  { owed, rate, payTo }: Exchange & { payTo: string | null },
  at: Date,
): Promise<void> {
  await recordJournal(tx, {
    effectKey: `exchange:${paymentId}`,
    paymentId,
    memo: 'exchanged',
    at,
    rate,
    postings: [
      { account: 'clearing:fx', amount: negate(owed) },
      { account: saleOf(payTo), amount: owed },
    ],
  })
}

/** By how much less the seller `payFrom` is owed, in its own currency, at the rate of then. Too little for a minor unit there is no journal. */
export async function recordExchangeBack(
  tx: Tx,
  paymentId: string,
  { refundId, owed: less, rate, payFrom }: Exchange & { refundId: string; payFrom: string | null },
  at: Date,
): Promise<void> {
  if (less.minor === 0n) return
  await recordJournal(tx, {
    effectKey: `exchange:${refundId}`,
    paymentId,
    memo: 'exchanged back',
    at,
    rate,
    postings: [
      { account: 'clearing:fx', amount: less },
      { account: saleOf(payFrom), amount: negate(less) },
    ],
  })
}

/**
 * What is left of `owed` once `refunded` of what was `captured` has gone back: the same part, half to even on the minor unit. It depends on
 * how much went back and not on in how many parts, and is nothing when all did.
 */
export function stillOwed(owed: Money, { captured, refunded }: Pick<Payment, 'captured' | 'refunded'>): Money {
  return refunded.minor === 0n ? owed : scale(owed, subtract(captured, refunded).minor, captured.minor)
}
