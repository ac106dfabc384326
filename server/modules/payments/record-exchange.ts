// The change from the shopper's currency into the seller's, in the ledger: a journal of its own, and a clearing account in each currency.
import type { Tx } from '#platform/db'
import { negate } from '#platform/money'
import type { Money } from '#platform/money'
import { recordJournal } from './keep-ledger.ts'
import type { Rate } from './model.ts'

/**
 * What the seller `payTo` is owed, in its own currency. Balanced in that currency alone: `clearing:fx` then shows what was taken from
 * shoppers and what is owed for it, side by side, until somebody really changes the money.
 */
export async function recordExchange(
  tx: Tx,
  paymentId: string,
  { owed, rate, payTo }: { owed: Money; rate: Rate; payTo: string },
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
      { account: `payable:seller:${payTo}`, amount: owed },
    ],
  })
}
