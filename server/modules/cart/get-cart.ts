import { hydrateEditions } from '#catalog'
import type { Db } from '#platform/db'
import type { Destination } from '#sellers'
import type { CartOwner, CartView, PricedCart } from './model.ts'
import { findLines } from './open-cart.ts'
import { readCart } from './read-cart.ts'
import { toCartView } from './to-cart-view.ts'

/** The cart for its page, with titles. Never refuses: who has no cart has an empty one. */
export async function getCart(
  db: Db,
  owner: CartOwner,
  { destination }: { destination?: Destination | undefined },
): Promise<CartView> {
  return await withTitles(db, await readCart(db, owner, { destination: destination ?? null }))
}

/** A priced cart for its page. */
export async function withTitles(db: Db, cart: PricedCart): Promise<CartView> {
  const isbns = [...new Set(cart.lines.map(({ isbn13 }) => isbn13))]
  return toCartView(cart, isbns.length === 0 ? new Map() : await hydrateEditions({ db }, isbns))
}

/** How many copies are in it: the number beside the word, on every page. */
export async function getCount(db: Db, owner: CartOwner): Promise<number> {
  return (await findLines(db, owner)).reduce((all, { quantity }) => all + quantity, 0)
}
