// The outcome of a step, in one transaction with everything that follows from it: everybody's books, the history, the receipt, the
// next intent and the alarm clock.
import type { Tx } from '#platform/db'
import { decide } from './decide.ts'
import { keepBooks } from './keep-books.ts'
import type { BuyingDeps } from './model.ts'
import { needsPayment } from './intend.ts'
import { moveOn } from './move-on.ts'
import type { Locked, Turn } from './move-on.ts'
import { narrated } from './narrate.ts'
import type { PurchaseEvent } from './purchase.ts'
import { noteMandate } from './note-mandate.ts'
import { recordEvent } from './queries.ts'
import { recordNews } from './record-news.ts'

/** Events whose books say nothing of the payment, so that an intent made from it does not wait for them. For any other waiting is right, if slower. */
const leavesPayment: ReadonlySet<PurchaseEvent['type']> = new Set(['quoted', 'orderAccepted'])

/**
 * Applies `event` to the locked purchase and commits what follows. Gives the next turn when its step is due now: its intent is
 * committed with the outcome, so a purchase costs one transaction a step.
 */
export async function recordOutcome(
  deps: BuyingDeps,
  tx: Tx,
  row: Locked,
  event: PurchaseEvent,
  by: string,
): Promise<Turn | null> {
  const before = row.purchase
  const decided = decide(before, event)
  const books = Promise.all([keepBooks(deps, tx, row, decided, event), ...keepHistory()])
  if (needsPayment(decided.purchase.pending) && !leavesPayment.has(event.type)) await books
  return await moveOn(deps, tx, row, decided.purchase, event.at, books)

  function keepHistory(): Promise<void>[] {
    const { purchase, transition } = decided
    if (!transition) return []
    const { at } = event
    const data = narrated(purchase, event)
    return [
      recordEvent(tx, row.id, { from: before.state, to: purchase.state, event: transition, data, by, at }),
      noteMandate(deps, tx, row, { purchase, at }),
      recordNews(deps, tx, row, { purchase, at }),
    ]
  }
}
