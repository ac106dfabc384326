import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import type { CartDeps, CartOwner } from './model.ts'
import { openCart } from './open-cart.ts'
import { deleteLines, saveLines } from './queries.ts'

/** Takes a line out. What is not there is out already. */
export async function removeLine(deps: CartDeps, owner: CartOwner, id: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const cart = await openCart(deps, tx, { ...owner, at: deps.clock.now() })
    if (cart) await deleteLines(tx, cart.id, [id])
  })
}

/** Takes out what was ordered, in the transaction that stores the order. Copies that were put in since stay. */
export async function emptyCart(
  deps: Pick<CartDeps, 'ids'>,
  tx: Tx,
  owner: CartOwner & { at: Date },
  ordered: readonly { readonly id: string; readonly quantity: number }[],
): Promise<void> {
  const cart = await openCart(deps, tx, owner)
  if (!cart) return
  const quantities = new Map(ordered.map(({ id, quantity }) => [id, quantity]))
  const touched = cart.lines.filter(({ id }) => quantities.has(id))
  const rest = touched.map((line) => ({ line, left: line.quantity - (quantities.get(line.id) ?? 0) }))
  await deleteLines(
    tx,
    cart.id,
    rest.filter(({ left }) => left <= 0).map(({ line }) => line.id),
  )
  const kept = rest.flatMap(({ line, left }) => (line.kind === 'copy' && left > 0 ? [{ ...line, quantity: left }] : []))
  await saveLines(tx, cart.id, kept)
}
