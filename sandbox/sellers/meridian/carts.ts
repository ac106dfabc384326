// Meridian's carts: a cart holds what will be bought, submitting it buys. Owns the carts.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { Refusal } from '../../core/refusal.ts'
import type { PlaceOrder, Seller } from '../../core/seller.ts'
import { offerIdOf, outOfStock, toAddress, toCost, toOrder, toUserError, userError, variantId } from './wire.ts'
import type { CartInput, SubmitInput, UserError } from './wire.ts'

/** An order that was not made, as its payload says it. Thrown, because a lost answer loses orders and no refusals. */
export class Declined extends Error {
  readonly payload: Record<string, unknown>

  constructor(problem: UserError | null, warnings: unknown[] = []) {
    super('declined')
    this.payload = { order: null, userErrors: problem ? [problem] : [], warnings }
  }
}

export class Carts {
  readonly #seller: Seller
  readonly #carts = new Map<string, Cart>()
  readonly #byReference = new Map<string, Cart>()

  constructor(seller: Seller) {
    this.#seller = seller
  }

  /** Fills a cart; the same clientMutationId with the same content finds the same one. Sells nothing. */
  create(input: CartInput): Record<string, unknown> {
    const { clientMutationId: reference, lines } = input
    const [{ merchandiseId }] = lines
    const asked: Asked = { reference, offerId: offerIdOf(merchandiseId), currency: 'EUR', shipTo: toAddress(input) }
    const open = this.#byReference.get(reference)
    if (open && !isDeepStrictEqual(open.asked, asked))
      return noCart(userError('CLIENT_MUTATION_ID_REUSED', 'This clientMutationId was used with other content'))
    if (open && this.#isHeld(reference)) return given(open.shown)
    if (this.#seller.isBuried(reference))
      return noCart(userError('ORDER_CANCELLED', 'This clientMutationId was cancelled'))
    return this.#fill(asked, open && open.expiresAtMs > this.#seller.now() ? open : null)
  }

  /** Buys what the cart holds, once per clientMutationId. Throws Declined. */
  submit({ cartId, clientMutationId, expectedTotal }: SubmitInput): Record<string, unknown> {
    const cart = this.#carts.get(cartId)
    if (!cart || cart.asked.reference !== clientMutationId)
      throw new Declined(userError('CART_NOT_FOUND', 'There is no such cart', ['cartId']))
    const wanted: PlaceOrder = { ...cart.asked, limit: expectedTotal }
    if (!this.#isHeld(clientMutationId) && cart.expiresAtMs <= this.#seller.now())
      throw new Declined(userError('CART_EXPIRED', 'The cart has expired', ['cartId']))
    try {
      return { order: toOrder(this.#seller.place(wanted)), userErrors: [], warnings: [] }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const problem = toUserError(error)
      throw new Declined(problem, problem ? [] : [outOfStock(variantId(cart.asked.offerId))])
    }
  }

  /** Prices what was asked for as of now, in this cart or in a new one. */
  #fill(asked: Asked, open: Cart | null): Record<string, unknown> {
    const { offerId, shipTo, currency, reference } = asked
    const offer = this.#seller.catalogue.find(offerId, shipTo.country, currency)
    if (!offer) return noCart(userError('MERCHANDISE_NOT_FOUND', 'There is no such item', ['lines', '0']))
    const { item, shipping, total, quantity } = offer
    if (!shipping || !total)
      return noCart(userError('NOT_DELIVERABLE', `Not delivered to ${shipTo.country}`, ['deliveryAddress']))
    const cart = open ?? this.#open(asked)
    const merchandiseId = variantId(offerId)
    cart.shown = {
      id: cart.id,
      clientMutationId: reference,
      expiresAt: new Date(cart.expiresAtMs).toISOString(),
      lines: quantity === 0 ? [] : [{ merchandiseId, quantity: 1 }],
      cost: toCost({ item, shipping, total }),
    }
    return given(cart.shown, quantity === 0 ? [outOfStock(merchandiseId)] : [])
  }

  #isHeld(reference: string): boolean {
    return (this.#seller.find(reference)?.orderId ?? '') !== ''
  }

  #open(asked: Asked): Cart {
    const expiresAtMs = this.#seller.now() + cartLifeMs
    const hash = createHash('sha256').update(`${asked.reference} ${asked.offerId} ${expiresAtMs}`).digest('hex')
    const cart: Cart = { id: `gid://meridian/Cart/${hash.slice(0, 24)}`, asked, expiresAtMs, shown: {} }
    this.#carts.set(cart.id, cart)
    this.#byReference.set(asked.reference, cart)
    return cart
  }
}

function given(cart: unknown, warnings: unknown[] = []): Record<string, unknown> {
  return { cart, userErrors: [], warnings }
}

function noCart(problem: UserError): Record<string, unknown> {
  return { cart: null, userErrors: [problem], warnings: [] }
}

// The price is not held: `expectedTotal` is what protects the buyer.
const cartLifeMs = 60 * 60_000

type Asked = Omit<PlaceOrder, 'limit'>

interface Cart {
  id: string
  asked: Asked
  expiresAtMs: number
  shown: Record<string, unknown>
}
