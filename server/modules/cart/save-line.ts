import { hydrateEditions } from '#catalog'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { toLineId } from './fold-carts.ts'
import { cartLimits, refuse } from './model.ts'
import type { CartDeps, CartLine, CartOwner, NewLine, PricedCart } from './model.ts'
import { openCart, openGuestCart } from './open-cart.ts'
import { recordKey, saveLines } from './queries.ts'
import { findCopies, priceLines } from './read-cart.ts'
import type { Ask, Shelf } from './read-cart.ts'

/**
 * Puts something into the owner's cart: copies add to those of the same kind, a wish for the cheapest replaces the one before. The same key again
 * adds nothing. Gives the cart as it is then; `token` is null, or opens the cart that was made for a browser that had none. Refuses
 * `cart.edition_not_found`, `.not_on_shelf`, `.too_many`, `.full`.
 */
export async function saveLine(
  deps: CartDeps,
  owner: CartOwner,
  { key, line, ...ask }: Ask & { key: string; line: NewLine },
): Promise<{ token: string | null; cart: PricedCart }> {
  const at = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const known = await openCart(deps, tx, { ...owner, at })
    const made = known ? null : await openGuestCart(deps, tx, at)
    const opened = known ?? made?.cart
    if (!opened) throw new Error('a cart is opened or made')
    const { id: cartId, lines } = opened
    const [isNew, shelf] = await Promise.all([recordKey(tx, { cartId, key, at }), findCopies(tx, [...lines, line])])
    if (!isNew) return { token: null, cart: await priceLines(tx, lines, ask, shelf) }
    const id = toLineId(line)
    const before = lines.find((each) => each.id === id)
    if (!before && lines.length >= cartLimits.linesMax) throw refuse('full')
    const added = await toLine(tx, { line, id, before, at, shelf })
    const all = before ? lines.map((each) => (each === before ? added : each)) : [...lines, added]
    const [cart] = await Promise.all([priceLines(tx, all, ask, shelf), saveLines(tx, cartId, [added])])
    return { token: made?.token ?? null, cart }
  })
}

interface Addition {
  readonly line: NewLine
  readonly id: string
  readonly before: CartLine | undefined
  readonly at: Date
  readonly shelf: Shelf
}

async function toLine(tx: Tx, { line, id, before, at, shelf }: Addition): Promise<CartLine> {
  const base = { id, isbn13: line.isbn13, addedAt: before?.addedAt ?? at, changedAt: at }
  if (line.kind === 'cheapest') {
    if (!(await hydrateEditions({ db: tx }, [line.isbn13])).has(line.isbn13)) throw refuse('edition_not_found')
    const { conditions, maxTotal } = line
    return { ...base, kind: 'cheapest', quantity: 1, conditions: [...new Set(conditions)], maxTotal }
  }
  const { condition } = line
  const offer = shelf.get(`${line.isbn13}:${condition}`)
  if (!offer || offer.available < 1) throw refuse('not_on_shelf')
  const quantity = line.quantity + (before?.quantity ?? 0)
  if (quantity > cartLimits.quantityMax)
    throw refuse(
      'too_many',
      { quantity },
      { quantity: `would be ${quantity}, and at most ${cartLimits.quantityMax} fit` },
    )
  return { ...base, kind: 'copy', condition, quantity, accepted: line.price ?? offer.price }
}
