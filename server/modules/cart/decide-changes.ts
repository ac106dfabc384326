import { compare } from '#platform/money'
import type { Change, CopyLine, PricedCopy } from './model.ts'

/** What is on the shelf of one item now; null when nothing is. */
export type OnShelf = Pick<PricedCopy, 'available'> & { readonly price: NonNullable<PricedCopy['price']> }

/** The line beside the shelf, with all that changed since it was accepted. */
export function decideChanges(line: CopyLine, shelf: OnShelf | null): PricedCopy {
  if (shelf === null || shelf.available < 1)
    return { ...line, price: null, available: 0, changes: [{ kind: 'sold_out', wanted: line.quantity }] }
  const { price, available } = shelf
  const changes: Change[] = []
  if (price.currency !== line.accepted.currency)
    changes.push({ kind: 'currency_changed', before: line.accepted, now: price })
  else if (compare(price, line.accepted) !== 0)
    changes.push({
      kind: compare(price, line.accepted) > 0 ? 'price_up' : 'price_down',
      before: line.accepted,
      now: price,
    })
  if (available < line.quantity) changes.push({ kind: 'fewer_left', wanted: line.quantity, left: available })
  return { ...line, price, available, changes }
}
