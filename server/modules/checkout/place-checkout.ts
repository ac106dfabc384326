// Places what is in the cart: reservation, order and the intent to hold the money, in one transaction, once a key.
import { getAddress } from '#addresses'
import { emptyCart, openCart, priceLines, readCart, sameAsShown, sayChange } from '#cart'
import type { CartOwner, PricedCart } from '#cart'
import { hydrateEditions } from '#catalog'
import { createOrder } from '#orders'
import { ownSeller } from '#sellers'
import type { PostalAddress } from '#sellers'
import { reserveStock } from '#stock'
import { inTransaction } from '#platform/db'
import type { Tx } from '#platform/db'
import { hashJson } from '#platform/json'
import { NoPlace } from '#platform/places'
import { created } from './checkout.ts'
import { actionPatienceMs } from './decide.ts'
import { orderIdOf, paymentIdOf } from './keys.ts'
import { refuse } from './model.ts'
import type { CheckoutDeps, PlaceInput, StoredCheckout } from './model.ts'
import type { Turn } from './move-on.ts'
import { findByKey, insertCheckout, recordEvent } from './queries.ts'
import { recordOutcome } from './record-outcome.ts'
import { toTerms } from './to-terms.ts'

/** The bank's page is waited for so long, its answer for ten minutes more, and five are left for what nobody thought of. */
const reservedMs = actionPatienceMs + 15 * 60_000

/**
 * Orders the cart that was shown. The same key again gives the first checkout; with anything else in it, it refuses `checkout.key_reused`. Refuses
 * `checkout.cart_changed` (its fields say what, by line), `checkout.cart_empty`, `checkout.not_deliverable`, `addresses.not_found` and
 * `stock.sold_out`, and `checkout.busy` with the time after which to come again; a refusal changes nothing. `turn` is the first step, its intent
 * committed; the caller drives it. When `signal` aborts before it has begun, it begins nothing.
 */
export async function placeCheckout(
  deps: CheckoutDeps,
  input: PlaceInput,
  owner: Owner,
  signal?: AbortSignal,
): Promise<Placed> {
  try {
    return await deps.places.placing.take(() => place(deps, input, owner), signal)
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
  if (!deps.gate.isOpen) await admit(deps, key, owner)
  const id = deps.ids.next()
  const at = deps.clock.now()
  return await inTransaction(deps.db, async (tx) => {
    const cart = await openCart(deps, tx, { ...owner, at })
    if (!cart) throw new Error('an account has a cart or is given one')
    const earlier = await findByKey(tx, accountId, key) // perhaps a moment earlier: it had the cart until now
    if (earlier) return replay(earlier, requestHash)
    const shipTo = await readAddress(tx, asked.address, accountId)
    const [priced, titles] = await Promise.all([
      priceLines(tx, cart.lines, { destination: shipTo }),
      hydrateEditions({ db: tx }, [...new Set(cart.lines.map(({ isbn13 }) => isbn13))]),
    ])
    requireAsShown(priced, asked.fingerprint)
    const terms = toTerms(priced, { titles, shipTo, paymentMethod: asked.paymentMethod })
    const row = { id, accountId, key, requestHash, checkout: created(terms), at }
    const [stored] = await Promise.all([insertCheckout(tx, row), emptyCart(tx, cart)])
    if (!stored) throw new Error('a checkout with this key was made without its cart')
    return { id, turn: await begin(deps, tx, stored, at) }
  })
}

/** Asks at the gate, where there is one, before anything is locked: it turns most of a crowd away that PostgreSQL would have to refuse. */
async function admit({ db, gate }: CheckoutDeps, key: string, owner: Owner): Promise<void> {
  const isKnown = async () => (await findByKey(db, owner.accountId, key)) !== null
  if (await isKnown()) return
  const { lines } = await readCart(db, owner, { destination: null })
  const copies = lines.filter((line) => line.kind === 'copy')
  try {
    if (copies.length > 0) await gate.admit(copies)
  } catch (refusal) {
    if (!(await isKnown())) throw refusal // else the same request was quicker, and has what this one asks for
  }
}

/** Begins the checkout that was just inserted, which nobody else can see yet: payment, order, and the copies last. */
async function begin(deps: CheckoutDeps, tx: Tx, stored: StoredCheckout, at: Date): Promise<Turn | null> {
  const { id, accountId, checkout } = stored
  const by = `account:${accountId}`
  await recordEvent(tx, id, { from: null, to: 'CREATED', event: 'created', by, at })
  const turn = await recordOutcome(deps, tx, stored, { type: 'started', at }, by)
  const { total, copies, shipTo } = checkout.terms
  const [first, ...others] = copies.map(({ id: _, ...line }) => line)
  if (!total || !first) return turn
  const orderId = orderIdOf(id)
  await createOrder(deps, tx, {
    id: orderId,
    accountId,
    purchaseId: null,
    paymentId: paymentIdOf(id),
    seller: ownSeller,
    sellerOrderId: orderId,
    sellerReference: orderId,
    total,
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

async function readAddress(tx: Tx, address: PlaceInput['address'], accountId: string): Promise<PostalAddress> {
  return 'id' in address ? await getAddress(tx, { id: address.id, accountId }) : address
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
