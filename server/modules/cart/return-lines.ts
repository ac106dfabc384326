import type { Tx } from '#platform/db'
import { foldCarts, toLineId } from './fold-carts.ts'
import { cartLimits } from './model.ts'
import type { CartDeps, CartLine, CheapestLine, CopyLine, EbookLine } from './model.ts'
import { openCart } from './open-cart.ts'
import { saveLines } from './queries.ts'

/** A line as it was ordered, without what the cart knows of it beside that. */
export type OrderedLine =
  | Pick<CopyLine, 'kind' | 'isbn13' | 'condition' | 'quantity' | 'accepted'>
  | Pick<CheapestLine, 'kind' | 'isbn13' | 'conditions' | 'maxTotal'>
  | Pick<EbookLine, 'kind' | 'isbn13' | 'accepted'>

/**
 * Puts back what was taken out for an order that came to nothing, as it was accepted at `acceptedAt`, in the caller's transaction. What the shopper has
 * put in since stays and counts: the same copies add up, a later wish holds. What is beyond a cart's limits is left out.
 */
export async function returnLines(
  deps: Pick<CartDeps, 'ids'>,
  tx: Tx,
  { accountId, acceptedAt, at }: { accountId: string; acceptedAt: Date; at: Date },
  lines: readonly OrderedLine[],
): Promise<void> {
  const cart = await openCart(deps, tx, { accountId, token: null, at })
  if (!cart) throw new Error('an account has a cart or is given one')
  const back = lines.map((line) => toCartLine(line, acceptedAt))
  await saveLines(tx, cart.id, foldCarts(cart.lines, back, cartLimits))
}

function toCartLine(line: OrderedLine, acceptedAt: Date): CartLine {
  const base = { id: toLineId(line), addedAt: acceptedAt, changedAt: acceptedAt }
  return line.kind === 'copy' ? { ...line, ...base } : { ...line, ...base, quantity: 1 }
}
