// The outcome of a step, in one transaction with everything that follows from it: everybody's books, the history, the next intent and the alarm.
import type { Tx } from '#platform/db'
import type { CheckoutEvent } from './checkout.ts'
import { decide } from './decide.ts'
import { keepBooks, keepStock } from './keep-books.ts'
import type { CheckoutDeps, StoredCheckout } from './model.ts'
import { moveOn } from './move-on.ts'
import type { Turn } from './move-on.ts'
import { recordEvent } from './queries.ts'

/**
 * Applies `event` to the locked checkout and writes what follows. Gives the next turn when its step is due now: its intent is committed with
 * the outcome, so a checkout costs one transaction a step. Refuses `stock.reservation_over` when it would charge for copies that were given
 * back: the caller rolls back and says that the bank's answer `isTooLate`.
 */
export async function recordOutcome(
  deps: CheckoutDeps,
  tx: Tx,
  row: StoredCheckout,
  event: CheckoutEvent,
  by: string,
): Promise<Turn | null> {
  const before = row.checkout
  const decided = decide(before, event)
  const { checkout, transition } = decided
  await keepBooks(deps, tx, row, decided, event)
  if (transition)
    await recordEvent(tx, row.id, { from: before.state, to: checkout.state, event: transition, by, at: event.at })
  const turn = await moveOn(deps, tx, row, checkout, event.at)
  if (transition) await keepStock(deps, tx, row, transition, event.at) // last: others wait for these items until we have committed
  return turn
}
