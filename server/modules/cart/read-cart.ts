import { findSales } from '#ebooks'
import type { Db } from '#platform/db'
import type { Money } from '#platform/money'
import { readRates, toTotals } from '#rates'
import type { RateTables, Totals } from '#rates'
import type { Destination } from '#sellers'
import { findOnShelf } from '#stock'
import { decideChanges } from './decide-changes.ts'
import { decideEbook, isEbook } from './decide-ebook.ts'
import type { CartLine, CartOwner, CopyLine, PricedCart, PricedCopy, PricedEbook, PricedLine } from './model.ts'
import { findLines } from './open-cart.ts'
import { toFingerprint } from './to-fingerprint.ts'

export interface Ask {
  /** Where to; without it there are no totals. */
  readonly destination: Destination | null
}

/** And who looks: what they own of ebooks they cannot buy. */
type AskOf = Ask & Pick<CartOwner, 'accountId'>

/** A line as far as the shelf is concerned. */
type ShelfLine = Pick<CopyLine, 'kind' | 'isbn13' | 'condition'> | { readonly kind: 'cheapest' | 'ebook' }
export type Shelf = Awaited<ReturnType<typeof findOnShelf>>

/** The cart as it stands, priced now. A look: it locks and changes nothing. */
export async function readCart(db: Db, owner: CartOwner, ask: Ask): Promise<PricedCart> {
  return priceLines(db, await findLines(db, owner), { ...ask, accountId: owner.accountId })
}

/** What is on the shelf of the copies among these. */
export function findCopies(db: Db, lines: readonly ShelfLine[]): Promise<Shelf> {
  return findOnShelf(db, lines.filter(isCopy))
}

/**
 * Any lines, as they were put in, beside the shelf, the ebooks and the rates as they are now. A look, even in a transaction that has locked the cart: the reservation decides. Who has
 * looked at the `shelf` already gives it.
 */
export async function priceLines(
  db: Db,
  lines: readonly CartLine[],
  { destination, accountId }: AskOf,
  seen?: Shelf,
): Promise<PricedCart> {
  const copies = lines.filter(isCopy)
  const isbns = lines.filter(isEbook).map(({ isbn13 }) => isbn13)
  const [shelf, sales, rates] = await Promise.all([
    seen ?? findCopies(db, copies),
    findSales(db, { isbns, accountId }), // asks nothing when there are none
    copies.length + isbns.length > 0 && destination ? readRates(db) : null,
  ])
  const priced = lines.toSorted(byAddition).map((line): PricedLine => {
    if (line.kind === 'copy') return decideChanges(line, shelf.get(`${line.isbn13}:${line.condition}`) ?? null)
    return line.kind === 'ebook' ? decideEbook(line, sales.get(line.isbn13)) : { ...line, changes: [] }
  })
  const totals = destination && rates && totalsOf(priced, destination, rates)
  const isOrderable = priced.length > 0 && priced.every(canBeHad) && totals?.kind !== 'refused'
  return { lines: priced, totals, isOrderable, fingerprint: toFingerprint({ lines: priced, totals }) }
}

function byAddition(a: CartLine, b: CartLine): number {
  return a.addedAt.getTime() - b.addedAt.getTime() || (a.id < b.id ? -1 : 1)
}

function totalsOf(lines: readonly PricedLine[], destination: Destination, rates: RateTables): Totals | null {
  const ours = lines.filter(isPriced).map((line) => {
    const { id, price } = line
    if (line.kind === 'ebook') return { id, price, quantity: 1, isDigital: true }
    return { id, price, quantity: Math.min(line.quantity, line.available) }
  })
  return ours.length === 0 ? null : toTotals(ours, destination, rates)
}

function isCopy<L extends ShelfLine>(line: L): line is L & { kind: 'copy' } {
  return line.kind === 'copy'
}

function isPriced(line: PricedLine): line is (PricedCopy | PricedEbook) & { price: Money } {
  return line.kind !== 'cheapest' && line.price !== null
}

function canBeHad(line: PricedLine): boolean {
  if (line.kind === 'copy') return line.available >= line.quantity
  return line.kind === 'cheapest' || line.price !== null
}
