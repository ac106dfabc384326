// What a cart asks of the shelf, and whether it can have it. Pure: the same decision for PostgreSQL's rows, for the gate's counters and for
// the model that the property tests compare with.
import { isIsbn13 } from '#platform/isbn'
import { Condition } from '#sellers'
import { linesMax, quantityMax, refuse } from './model.ts'
import type { ItemKey, Shortage, StockLine } from './model.ts'

/** One string an item, for maps. */
export function nameOf({ isbn13, condition }: ItemKey): string {
  return `${isbn13}:${condition}`
}

/**
 * The lines of a cart as one line an item, in the one order in which everybody takes items (isbn13, then condition, by code unit).
 * Refuses `stock.lines_invalid` for none, too many, or a line that is no whole number of copies of a book.
 */
export function decideLines(lines: readonly StockLine[]): StockLine[] {
  const merged = new Map<string, StockLine>()
  for (const line of lines) {
    if (!isIsbn13(line.isbn13) || !Condition.safeParse(line.condition).success)
      throw refuse('lines_invalid', { line }, { isbn13: 'must be an ISBN-13 with a condition' })
    if (!Number.isInteger(line.quantity) || line.quantity < 1)
      // before adding up: −1 and 2 are not one copy
      throw refuse('lines_invalid', { line }, { quantity: 'must be a whole number from 1' })
    const { isbn13, condition, quantity } = line
    merged.set(nameOf(line), { isbn13, condition, quantity: quantity + (merged.get(nameOf(line))?.quantity ?? 0) })
  }
  const decided = [...merged.values()].toSorted(compareKeys)
  if (decided.length === 0 || decided.length > linesMax)
    throw refuse('lines_invalid', { lines: decided.length }, { lines: `must be 1 to ${linesMax}` })
  const large = decided.find(({ quantity }) => quantity > quantityMax)
  if (large) throw refuse('lines_invalid', { line: large }, { quantity: `must be at most ${quantityMax} of one book` })
  return decided
}

/** The one order of items. */
export function compareKeys(a: ItemKey, b: ItemKey): number {
  const [one, other] = [nameOf(a), nameOf(b)]
  return one < other ? -1 : one > other ? 1 : 0
}

/** The lines for which fewer copies are left than wanted, by how many there are of each item. */
export function decideShortages(lines: readonly StockLine[], left: ReadonlyMap<string, number>): Shortage[] {
  return lines
    .map((line) => ({ ...line, left: left.get(nameOf(line)) ?? 0 }))
    .filter(({ quantity, left: free }) => free < quantity)
}

/** True when both ask for the same copies. Both as decideLines gives them. */
export function isSameLines(a: readonly StockLine[], b: readonly StockLine[]): boolean {
  const text = (lines: readonly StockLine[]) => lines.map((line) => `${nameOf(line)}×${line.quantity}`).join()
  return text(a) === text(b)
}
