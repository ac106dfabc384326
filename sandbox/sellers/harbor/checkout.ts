// Harbor's checkout: a session holds what will be bought, placing it buys. Owns the sessions.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { json } from '../../core/http.ts'
import type { HttpReply } from '../../core/http.ts'
import type { Order } from '../../core/orders.ts'
import { Refusal } from '../../core/refusal.ts'
import type { PlaceOrder, Seller } from '../../core/seller.ts'
import { HarborError, entry, toHarborError } from './errors.ts'
import type { Initiate } from './wire.ts'
import { lineItem, offerIdOf, pricingSummary, toPurchaseOrder } from './wire.ts'

export class Checkout {
  readonly #seller: Seller
  readonly #sessions = new Map<string, Session>()
  readonly #byReference = new Map<string, Session>()

  constructor(seller: Seller) {
    this.#seller = seller
  }

  /** Opens a session; the same reference with the same content finds the same one. Sells nothing. */
  initiate(wanted: Initiate, currency: string): HttpReply {
    const reference = wanted.clientReference
    const open = this.#byReference.get(reference)
    const asked = toPlaceOrder(wanted, currency)
    if (open && !isDeepStrictEqual(open.asked, asked))
      throw new HarborError(15041, 'This clientReference was used with other content')
    if (open?.placed) return json(200, open.shown)
    if (this.#seller.isBuried(reference)) throw new HarborError(15042, 'This clientReference was cancelled')
    const itemId = wanted.lineItemInputs[0].itemId
    const priced = inHarborsWords(asked, () => this.#seller.check(asked))
    if (open && open.expiresAtMs > this.#seller.now())
      return json(200, { ...open.shown, pricingSummary: pricingSummary(priced) })
    const expiresAtMs = this.#seller.now() + sessionLifeMs
    const id = `cs_${createHash('sha256').update(`${reference} ${itemId} ${expiresAtMs}`).digest('hex').slice(0, 24)}`
    const shown = {
      checkoutSessionId: id,
      clientReference: reference,
      expirationDate: new Date(expiresAtMs).toISOString(),
      lineItems: [lineItem(priced)],
      pricingSummary: pricingSummary(priced),
    }
    const session: Session = { id, asked, currency, expiresAtMs, shown, placed: false }
    this.#sessions.set(id, session)
    this.#byReference.set(reference, session)
    return json(200, shown)
  }

  /** Buys what the session holds, once. */
  place(id: string, currency: string): HttpReply {
    const session = this.#sessions.get(id)
    if (!session) throw new HarborError(15028, 'There is no such checkout session')
    if (session.currency !== currency) throw new HarborError(15029, 'The session belongs to another marketplace')
    const wasPlaced = session.placed || this.#isHeld(session.asked.reference)
    if (!wasPlaced && session.expiresAtMs <= this.#seller.now()) throw new HarborError(15030, 'The session has expired')
    const order = inHarborsWords(session.asked, () => this.#seller.place(session.asked))
    session.placed = true
    return wasPlaced ? alreadyPlaced(order) : placed(order)
  }

  /** The reference a session was opened with, for the journal. */
  referenceOf(id: string): string | null {
    return this.#sessions.get(id)?.asked.reference ?? null
  }

  #isHeld(reference: string): boolean {
    try {
      return this.#seller.get(reference).orderId !== ''
    } catch {
      return false
    }
  }
}

function placed(order: Order): HttpReply {
  return json(200, {
    purchaseOrderId: order.orderId,
    purchaseOrderHref: `/harbor/buy/order/v1/purchase_order?clientReference=${encodeURIComponent(order.reference)}`,
    purchaseOrderPaymentStatus: 'PAID',
    purchaseOrder: toPurchaseOrder(order),
  })
}

function alreadyPlaced(order: Order): HttpReply {
  const error = new HarborError(15006, 'This session was placed before', { purchaseOrderId: order.orderId })
  return json(200, {
    errors: [entry(error)],
    purchaseOrderId: order.orderId,
    purchaseOrder: toPurchaseOrder(order),
  })
}

function toPlaceOrder(wanted: Initiate, currency: string): PlaceOrder {
  const { shippingAddress: to, expectedTotal, clientReference } = wanted
  return {
    reference: clientReference,
    offerId: offerIdOf(wanted.lineItemInputs[0].itemId),
    currency,
    limit: expectedTotal,
    shipTo: {
      recipient: to.recipient,
      lines: [to.addressLine1, to.addressLine2, to.addressLine3].filter((line) => line !== undefined),
      city: to.city,
      region: to.stateOrProvince ?? '',
      postalCode: to.postalCode,
      country: to.country,
    },
  }
}

function inHarborsWords<T>(asked: PlaceOrder, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw toHarborError(error, { itemId: `v1|${asked.offerId}|0`, country: asked.shipTo.country })
  }
}

// As long as eBay's. The price is not held: the limit is what protects the buyer.
const sessionLifeMs = 15 * 60_000

interface Session {
  id: string
  asked: PlaceOrder
  currency: string
  expiresAtMs: number
  shown: Record<string, unknown>
  placed: boolean
}
