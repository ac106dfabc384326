// Every invariant there is, by its number, and the question whether all of them hold.
import type { Books } from '../books/model.ts'
import { historyInvariants } from './history.ts'
import type { Breach, Invariant } from './invariant.ts'
import { moneyInvariants } from './money.ts'
import { orderInvariants } from './orders.ts'
import { shelfInvariants } from './shelf.ts'

export const invariants: readonly Invariant[] = [
  ...moneyInvariants,
  ...orderInvariants,
  ...historyInvariants,
  ...shelfInvariants,
].toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))

export interface Violation extends Breach {
  readonly id: Invariant['id']
}

/** Every way in which the books break a promise; empty when all hold. */
export function findViolations(books: Books): Violation[] {
  return invariants.flatMap(({ id, check }) => check(books).map((breach) => ({ id, ...breach })))
}

/** One thing that was to hold, and why it did not: null when it did. */
export interface Check {
  readonly name: string
  readonly failure: string | null
}

/** One check an invariant. */
export function toChecks(violations: readonly Violation[]): Check[] {
  return invariants.map(({ id, promise }) => {
    const broken = violations.filter((violation) => violation.id === id)
    const words = broken.map(({ purchaseId, what }) => `${purchaseId ?? 'in total'}: ${what}`)
    return { name: `${id} ${promise}`, failure: words.join('\n  ') || null }
  })
}
