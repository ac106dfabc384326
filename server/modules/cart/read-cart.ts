import { findSales } from '#ebooks'
import type { Db, Tx } from '#platform/db'
import type { Money } from '#platform/money'
import { readRates, toTotals } from '#rates'
import type { Totals } from '#rates'
import type { Destination } from '#sellers'
import { findOnShelf } from '#stock'
import { decideChanges } from './decide-changes.ts'
import { decideEbook, isEbook } from './decide-ebook.ts'
import type {
  CartDeps,
  CartLine,
  CartOwner,
  CopyLine,
  PricedCart,
  PricedCopy,
  PricedEbook,
  PricedLine,
} from './model.ts'
import { findLines, openCart } from './open-cart.ts'
import { toFingerprint } from './to-fingerprint.ts'

interface Ask {
  /** Where to; without it there are no totals. */
  readonly destination: Destination | null
}

/** The cart as it stands, priced now. A look: it locks and changes nothing. */
export async function readCart(db: Db, owner: CartOwner, ask: Ask): Promise<PricedCart> {
  return priceLines(db, await findLines(db, owner), { ...ask, accountId: owner.accountId })
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
  return priceLines(tx, cart?.lines ?? [], { ...ask, accountId: owner.accountId })
}

/** Any lines beside the shelf, the ebooks and the rates as they are now. */
export async function priceLines(
  db: Db,
  lines: readonly CartLine[],
  { destination, accountId }: Ask & { accountId: string | null },
): Promise<PricedCart> {
  const isbns = lines.filter(isEbook).map(({ isbn13 }) => isbn13)
  const [shelf, sales] = await Promise.all([
    findOnShelf(db, lines.filter(isCopy)),
    findSales(db, { isbns, accountId }), // asks nothing when there are none
  ])
  const priced = lines.map((line): PricedLine => {
    if (line.kind === 'copy') return decideChanges(line, shelf.get(`${line.isbn13}:${line.condition}`) ?? null)
    return line.kind === 'ebook' ? decideEbook(line, sales.get(line.isbn13)) : { ...line, changes: [] }
  })
  const totals = await totalsOf(db, priced, destination)
  const isOrderable = priced.length > 0 && priced.every(canBeHad) && totals?.kind !== 'refused'
  return { lines: priced, totals, isOrderable, fingerprint: toFingerprint({ lines: priced, totals }) }
}

async function totalsOf(db: Db, lines: readonly PricedLine[], destination: Destination | null): Promise<Totals | null> {
  const ours = lines.filter(isPriced).map((line) => {
    const { id, price } = line
    if (line.kind === 'ebook') return { id, price, quantity: 1, isDigital: true }
    return { id, price, quantity: Math.min(line.quantity, line.available) }
  })
  if (ours.length === 0 || destination === null) return null
  return toTotals(ours, destination, await readRates(db))
}

function isCopy(line: CartLine): line is CopyLine {
  return line.kind === 'copy'
}

function isPriced(line: PricedLine): line is (PricedCopy | PricedEbook) & { price: Money } {
  return line.kind !== 'cheapest' && line.price !== null
}

function canBeHad(line: PricedLine): boolean {
  if (line.kind === 'copy') return line.available >= line.quantity
  return line.kind === 'cheapest' || line.price !== null
}
