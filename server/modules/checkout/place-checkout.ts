// Places what is in the cart: reservation, order and the intent to hold the money, in one transaction, once a key.
import { emptyCart, lockCart, readCart, sameAsShown, sayChange } from '#cart'
import type { CartOwner, PricedCart } from '#cart'
import { hydrateEditions } from '#catalog'
import { createOrder } from '#orders'
import { ownSeller } from '#sellers'
import { reserveStock } from '#stock'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { hashJson } from '#platform/json'
import { add } from '#platform/money'
import { NoPlace } from '#platform/places'
import { created } from './checkout.ts'
import { actionPatienceMs } from './decide.ts'
import { beginEbooks } from './keep-ebooks.ts'
import { orderIdOf, paymentIdOf } from './keys.ts'
import { refuse } from './model.ts'
import type { CheckoutDeps, PlaceInput, StoredCheckout } from './model.ts'
import type { Turn } from './move-on.ts'
import { findByKey, insertCheckout, recordEvent } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'
import { readPlace, requirePlace } from './read-place.ts'
import type { Place } from './read-place.ts'
import { toTerms } from './to-terms.ts'

/** The bank's page is waited for so long, its answer for ten minutes more, and five are left for what nobody thought of. */
const reservedMs = actionPatienceMs + 15 * 60_000

/**
 * Orders the cart that was shown. The same key again gives the first checkout; with anything else in it, it refuses `checkout.key_reused`. Refuses
 * `checkout.cart_changed` (its fields say what, by line), `checkout.cart_empty`, `checkout.not_deliverable`, `checkout.address_needed`,
 * `checkout.postal_code_needed`, `addresses.not_found`, `ebooks.already_owned`, `ebooks.being_bought` and `stock.sold_out`, and `checkout.busy` with the time after which to come again; a refusal changes nothing. `turn` is the first step, its intent committed; the caller drives it.
 */
export async function placeCheckout(deps: CheckoutDeps, input: PlaceInput, owner: Owner): Promise<Placed> {
  try {
    return await deps.places.placing.take(() => place(deps, input, owner))
  } catch (error) {
    if (error instanceof NoPlace) throw refuse('busy', { retryAfterMs: error.retryAfterMs })
    throw error
  }
}

type Owner = CartOwner & { readonly accountId: string }

interface Placed {
  readonly id: string
  readonly turn: Turn | null
}

async function place(deps: CheckoutDeps, { key, ...asked }: PlaceInput, owner: Owner): Promise<Placed> {
  const { accountId } = owner
  const requestHash = hashJson(asked)
  const known = await findByKey(deps.db, accountId, key)
  if (known) return replay(known, requestHash)
  const place = await readPlace(deps, asked.address, accountId)
  let titles: Titles
  try {
    titles = await admit(deps, { owner, place, fingerprint: asked.fingerprint })
  } catch (refusal) {
    const winner = await findByKey(deps.db, accountId, key) // the same request was quicker, and has emptied the cart
    if (winner) return replay(winner, requestHash)
    throw refusal
  }
  const id = deps.ids.next()
  const at = deps.clock.now()
  return await inTransaction(deps.db, async (tx) => {
    const cart = await lockCart(deps, tx, { ...owner, at }, { destination: place.taxedIn })
    const earlier = await findByKey(tx, accountId, key) // the same request, a moment earlier: it had the cart until now
    if (earlier) return replay(earlier, requestHash)
    requireAsShown(cart, asked.fingerprint)
    requirePlace(cart, place)
    const terms = toTerms(cart, { titles, ...place, paymentMethod: asked.paymentMethod })
    const row = { id, accountId, key, requestHash, checkout: created(terms), at }
    const stored = await insertCheckout(tx, row)
    if (!stored) throw new Error('a checkout with this key was made without its cart')
    await emptyCart(deps, tx, { ...owner, at }, cart.lines)
    return { id, turn: await begin(deps, tx, stored, at) }
  })
}

type Titles = Awaited<ReturnType<typeof hydrateEditions>>

/** A look without a lock: turns away, at little cost, who would be refused anyway. Gives the titles of what is to be ordered. */
async function admit(
  deps: CheckoutDeps,
  { owner, place, fingerprint }: { owner: CartOwner; place: Place; fingerprint: string },
): Promise<Titles> {
  const shown = await readCart(deps.db, owner, { destination: place.taxedIn })
  requireAsShown(shown, fingerprint)
  requirePlace(shown, place)
  const copies = shown.lines.filter((line) => line.kind === 'copy')
  if (copies.length > 0) await deps.gate.admit(copies)
  return await hydrateEditions(
    deps,
    shown.lines.map(({ isbn13 }) => isbn13),
  )
}

/** Begins the checkout that was just inserted, which nobody else can see yet: payment, orders, ebooks, and the copies last. */
async function begin(deps: CheckoutDeps, tx: Tx, stored: StoredCheckout, at: Date): Promise<Turn | null> {
  const { id, accountId, checkout } = stored
  const by = `account:${accountId}`
  await recordEvent(tx, id, { from: null, to: 'CREATED', event: 'created', by, at })
  const turn = await recordOutcome(deps, tx, stored, { type: 'started', at }, by)
  const { copies, shipTo } = checkout.terms
  await beginEbooks(deps, tx, stored, at)
  const [first, ...others] = copies.map(({ id: _, ...line }) => line)
  if (!first || !shipTo) return turn
  const orderId = orderIdOf(id)
  await createOrder(deps, tx, {
    id: orderId,
    accountId,
    purchaseId: null,
    paymentId: paymentIdOf(id),
    seller: ownSeller,
    sellerOrderId: orderId,
    sellerReference: orderId,
    total: others.reduce((sum, line) => add(sum, line.total), first.total),
    lines: [first, ...others],
    shipTo: { ...shipTo, lines: [...shipTo.lines] },
    at,
  })
  const lines = copies.map(({ isbn13, condition, quantity }) => ({ isbn13, condition, quantity }))
  await reserveStock(deps, tx, { id: orderId, lines, by, at, expiresAt: new Date(at.getTime() + reservedMs) })
  return turn
}

function replay(known: StoredCheckout, requestHash: string): { id: string; turn: null } {
  if (known.requestHash !== requestHash) throw refuse('key_reused', { checkoutId: known.id })
  return { id: known.id, turn: null }
}

/** What is ordered is what was shown, and can be had. */
function requireAsShown(cart: PricedCart, fingerprint: string): void {
  if (cart.lines.length === 0) throw refuse('cart_empty')
  const facts = { fingerprint: cart.fingerprint, shown: fingerprint }
  if (!sameAsShown(cart, fingerprint)) throw refuse('cart_changed', facts, changesOf(cart))
  if (cart.totals?.kind === 'refused') throw refuse('not_deliverable', { reason: cart.totals.reason })
  if (!cart.isOrderable) throw refuse('cart_changed', facts, changesOf(cart))
}

function changesOf({ lines }: PricedCart): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap(({ id, changes }) => (changes.length > 0 ? [[id, changes.map(sayChange).join(' ')]] : [])),
  )
}
