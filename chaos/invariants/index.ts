// Every invariant there is, by its number, and the question whether all of them hold.
import type { Books } from '../books/model.ts'
import { historyInvariants } from './history.ts'
import type { Breach, Invariant } from './invariant.ts'
import { moneyInvariants } from './money.ts'
import { orderInvariants } from './orders.ts'

export const invariants: readonly Invariant[] = [...moneyInvariants, ...orderInvariants, ...historyInvariants].toSorted(
  (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
)

export interface Violation extends Breach {
  readonly id: Invariant['id']
}

/** Every way in which the books break a promise; empty when all hold. */
export function findViolations(books: Books): Violation[] {
  return invariants.flatMap(({ id, check }) => check(books).map((breach) => ({ id, ...breach })))
}
