import type { Db, Tx } from '#platform/db'
import { readRates, toTotals } from '#rates'
import type { Totals } from '#rates'
import type { Destination } from '#sellers'
import { findOnShelf } from '#stock'
import { decideChanges } from './decide-changes.ts'
import type { CartDeps, CartLine, CartOwner, CopyLine, PricedCart, PricedCopy, PricedLine } from './model.ts'
import { findLines, openCart } from './open-cart.ts'
import { toFingerprint } from './to-fingerprint.ts'

interface Ask {
  /** Where to; without it there are no totals. */
  readonly destination: Destination | null
}

/** The cart as it stands, priced now. A look: it locks and changes nothing. */
export async function readCart(db: Db, owner: CartOwner, ask: Ask): Promise<PricedCart> {
  return priceLines(db, await findLines(db, owner), ask)
}

/**
 * The same for who is about to order it: the cart is locked to the end of the transaction, so that it is ordered once, whoever presses twice.
 * Its prices and numbers are still only a look; the reservation decides.
 */
export async function lockCart(
  deps: Pick<CartDeps, 'ids'>,
  tx: Tx,
  owner: CartOwner & { at: Date },
  ask: Ask,
): Promise<PricedCart> {
  const cart = await openCart(deps, tx, owner)
  return priceLines(tx, cart?.lines ?? [], ask)
}

/** Any lines beside the shelf and the rates as they are now. */
export async function priceLines(db: Db, lines: readonly CartLine[], { destination }: Ask): Promise<PricedCart> {
  const shelf = await findOnShelf(db, lines.filter(isCopy))
  const priced = lines.map((line): PricedLine =>
    line.kind === 'copy'
      ? decideChanges(line, shelf.get(`${line.isbn13}:${line.condition}`) ?? null)
      : { ...line, changes: [] },
  )
  const totals = await totalsOf(db, priced, destination)
  const isOrderable = priced.length > 0 && priced.every(canBeHad) && totals?.kind !== 'refused'
  return { lines: priced, totals, isOrderable, fingerprint: toFingerprint({ lines: priced, totals }) }
}

async function totalsOf(db: Db, lines: readonly PricedLine[], destination: Destination | null): Promise<Totals | null> {
  const copies = lines
    .filter(isPriced)
    .map(({ id, price, quantity, available }) => ({ id, price, quantity: Math.min(quantity, available) }))
  if (copies.length === 0 || destination === null) return null
  return toTotals(copies, destination, await readRates(db))
}

function isCopy(line: CartLine): line is CopyLine {
  return line.kind === 'copy'
}

function isPriced(line: PricedLine): line is PricedCopy & { price: NonNullable<PricedCopy['price']> } {
  return line.kind === 'copy' && line.price !== null
}

function canBeHad(line: PricedLine): boolean {
  return line.kind === 'cheapest' || line.available >= line.quantity
}
