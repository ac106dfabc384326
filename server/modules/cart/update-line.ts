import { inTransaction } from '#platform/db'
import { refuse } from './model.ts'
import type { CartDeps, CartOwner } from './model.ts'
import { openCart } from './open-cart.ts'
import { saveLines } from './queries.ts'

/** Sets how many copies a line has; its accepted price stays. Refuses `cart.line_not_found`, `cart.bought_once`. */
export async function updateLine(
  deps: CartDeps,
  owner: CartOwner,
  { id, quantity }: { id: string; quantity: number },
): Promise<void> {
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const cart = await openCart(deps, tx, { ...owner, at })
    const line = cart?.lines.find((each) => each.id === id)
    if (!cart || !line) throw refuse('line_not_found')
    if (line.kind !== 'copy') throw refuse('bought_once', {}, { quantity: 'must be 1' })
    await saveLines(tx, cart.id, [{ ...line, quantity, changedAt: at }])
  })
}
