import { createHash, randomBytes } from 'node:crypto'
import type { Db, Tx } from '#platform/db'
import { foldCarts } from './fold-carts.ts'
import { cartLimits } from './model.ts'
import type { CartDeps, CartLine, CartOwner } from './model.ts'
import {
  deleteCart,
  listLines,
  listLinesOf,
  lockGuestCart,
  lockOwnCart,
  moveKeys,
  saveGuestCart,
  saveLines,
} from './queries.ts'

/** A cart that is locked to the end of the transaction. */
export interface OpenCart {
  readonly id: string
  readonly lines: readonly CartLine[]
}

/**
 * Locks the owner's cart for a change, and joins the browser's to the account's when there are both: its lines go over once, and it is gone.
 * Null when there is none; an account's is made then. Two at once wait for each other, the account's cart before the browser's.
 */
export async function openCart(
  { ids }: Pick<CartDeps, 'ids'>,
  tx: Tx,
  { accountId, token, at }: CartOwner & { at: Date },
): Promise<OpenCart | null> {
  if (accountId === null) {
    const id = token === null ? null : await lockGuestCart(tx, hashOf(token), at)
    return id === null ? null : { id, lines: await listLinesOf(tx, id) }
  }
  const id = await lockOwnCart(tx, { id: ids.next(), accountId, at })
  const guestId = token === null ? null : await lockGuestCart(tx, hashOf(token), at)
  const lines = await listLinesOf(tx, id)
  if (guestId === null) return { id, lines }
  const joined = foldCarts(lines, await listLinesOf(tx, guestId), cartLimits)
  await saveLines(tx, id, joined)
  await moveKeys(tx, { from: guestId, to: id })
  await deleteCart(tx, guestId)
  return { id, lines: joined }
}

/** Makes a cart for a browser, and the token that opens it from now on. */
export async function openGuestCart(
  { ids }: Pick<CartDeps, 'ids'>,
  tx: Tx,
  at: Date,
): Promise<{ cart: OpenCart; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const id = ids.next()
  await saveGuestCart(tx, { id, tokenHash: hashOf(token), at })
  return { cart: { id, lines: [] }, token }
}

/** The lines as openCart would give them; changes nothing. */
export async function findLines(db: Db, { accountId, token }: CartOwner): Promise<CartLine[]> {
  if (accountId === null && token === null) return []
  const { own, guest } = await listLines(db, { accountId, tokenHash: token === null ? null : hashOf(token) })
  return foldCarts(own, guest, cartLimits)
}

/** The token is 256 random bits: nothing to guess, so one round is enough. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
