import { inTransaction } from '#platform/db'
import type { Destination } from '#sellers'
import { refuse } from './model.ts'
import type { CartDeps, CartLine, CartOwner, PricedLine } from './model.ts'
import { openCart } from './open-cart.ts'
import { deleteLines, saveLines } from './queries.ts'
import { priceLines } from './read-cart.ts'
import { sameAsShown } from './to-fingerprint.ts'

/**
 * The shopper accepts the cart as it was shown: today's prices are the accepted ones, quantities are lowered to what is left, and what is sold out or
 * owned already is taken out. Refuses `cart.changed` when it is not what was shown any more; nothing is accepted unseen.
 */
export async function settleChanges(
  deps: CartDeps,
  owner: CartOwner,
  { fingerprint, destination }: { fingerprint: string; destination: Destination | null },
): Promise<void> {
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const cart = await openCart(deps, tx, { ...owner, at })
    const now = await priceLines(tx, cart?.lines ?? [], { destination, accountId: owner.accountId })
    if (!sameAsShown(now, fingerprint)) throw refuse('changed')
    if (!cart) return
    const isGone = (line: PricedLine) => line.kind !== 'cheapest' && line.price === null
    await deleteLines(
      tx,
      cart.id,
      now.lines.filter(isGone).map(({ id }) => id),
    )
    const kept = now.lines.flatMap((line): CartLine[] => {
      if (line.kind === 'cheapest' || !line.price || line.changes.length === 0) return []
      if (line.kind === 'ebook') return [{ ...line, accepted: line.price, changedAt: at }]
      return [{ ...line, accepted: line.price, quantity: Math.min(line.quantity, line.available), changedAt: at }]
    })
    await saveLines(tx, cart.id, kept)
  })
}
