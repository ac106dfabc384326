import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { CartDeps, CartOwner } from './model.ts'
import { openCart } from './open-cart.ts'
import type { OpenCart } from './open-cart.ts'
import { deleteLines } from './queries.ts'

/** Takes a line out. What is not there is out already. */
export async function removeLine(deps: CartDeps, owner: CartOwner, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const cart = await openCart(deps, tx, { ...owner, at: deps.clock.now() })
    if (cart) await deleteLines(tx, cart.id, [id])
  })
}

/** Takes out all that is in a cart that is open in `tx`: what was ordered, in the transaction that stores the order. */
export async function emptyCart(tx: Tx, { id, lines }: OpenCart): Promise<void> {
  await deleteLines(
    tx,
    id,
    lines.map((line) => line.id),
  )
}
