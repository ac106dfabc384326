import type { Db } from '#platform/db'
import { readRates, toTotals } from '#rates'
import type { RateTables, Totals } from '#rates'
import type { Destination } from '#sellers'
import { findOnShelf } from '#stock'
import { decideChanges } from './decide-changes.ts'
import type { CartLine, CartOwner, CopyLine, PricedCart, PricedCopy, PricedLine } from './model.ts'
import { findLines } from './open-cart.ts'
import { toFingerprint } from './to-fingerprint.ts'

export interface Ask {
  /** Where to; without it there are no totals. */
  readonly destination: Destination | null
}

/** A line as far as the shelf is concerned. */
type ShelfLine = Pick<CopyLine, 'kind' | 'isbn13' | 'condition'> | { readonly kind: 'cheapest' }
export type Shelf = Awaited<ReturnType<typeof findOnShelf>>

/** The cart as it stands, priced now. A look: it locks and changes nothing. */
export async function readCart(db: Db, owner: CartOwner, ask: Ask): Promise<PricedCart> {
  return priceLines(db, await findLines(db, owner), ask)
}

/** What is on the shelf of the copies among these. */
export function findCopies(db: Db, lines: readonly ShelfLine[]): Promise<Shelf> {
  return findOnShelf(db, lines.filter(isCopy))
}

/**
 * Any lines, as they were put in, beside the shelf and the rates as they are now. A look, even in a transaction that has locked the cart: the reservation decides. Who has
 * looked at the `shelf` already gives it.
 */
export async function priceLines(
  db: Db,
  lines: readonly CartLine[],
  { destination }: Ask,
  seen?: Shelf,
): Promise<PricedCart> {
  const copies = lines.filter(isCopy)
  const [shelf, rates] = await Promise.all([
    seen ?? findCopies(db, copies),
    copies.length > 0 && destination ? readRates(db) : null,
  ])
  const priced = lines
    .toSorted(byAddition)
    .map((line): PricedLine =>
      line.kind === 'copy'
        ? decideChanges(line, shelf.get(`${line.isbn13}:${line.condition}`) ?? null)
        : { ...line, changes: [] },
    )
  const totals = destination && rates && totalsOf(priced, destination, rates)
  const isOrderable = priced.length > 0 && priced.every(canBeHad) && totals?.kind !== 'refused'
  return { lines: priced, totals, isOrderable, fingerprint: toFingerprint({ lines: priced, totals }) }
}

function byAddition(a: CartLine, b: CartLine): number {
  return a.addedAt.getTime() - b.addedAt.getTime() || (a.id < b.id ? -1 : 1)
}

function totalsOf(lines: readonly PricedLine[], destination: Destination, rates: RateTables): Totals | null {
  const copies = lines
    .filter(isPriced)
    .map(({ id, price, quantity, available }) => ({ id, price, quantity: Math.min(quantity, available) }))
  return copies.length === 0 ? null : toTotals(copies, destination, rates)
}

function isCopy<L extends ShelfLine>(line: L): line is L & { kind: 'copy' } {
  return line.kind === 'copy'
}

function isPriced(line: PricedLine): line is PricedCopy & { price: NonNullable<PricedCopy['price']> } {
  return line.kind === 'copy' && line.price !== null
}

function canBeHad(line: PricedLine): boolean {
  return line.kind === 'cheapest' || line.available >= line.quantity
}
