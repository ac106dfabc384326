import type { RequestContext } from '#platform/trpc'
import { guestDays } from './model.ts'
import type { CartOwner } from './model.ts'

const cookieName = 'quire.cart'
const daySeconds = 86_400

/** Whose cart a request is about: who is signed in, and the token that the browser holds. */
export function readOwner({ caller, cookies }: RequestContext): CartOwner {
  const token = cookies?.get(cookieName) ?? null
  // What we never made opens nothing: no need to ask the database about it.
  return { accountId: caller?.id ?? null, token: token !== null && /^[\w-]{43}$/.test(token) ? token : null }
}

/**
 * Gives the browser a new cart's token. Always a new one for a new cart: a token that somebody else could know, because it is from before or was
 * planted, opens nothing ever again.
 */
export function keepToken({ cookies }: RequestContext, token: string): void {
  cookies?.set(cookieName, token, guestDays * daySeconds)
}
