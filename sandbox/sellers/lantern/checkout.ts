// Lantern's checkout: sessions say what something costs, a payment token says how much may be taken, completing buys. Owns sessions and tokens.
// Promises: a session is always shown as it is now; a token pays once, at most its amount, for its session only.
import { randomUUID } from 'node:crypto'
import type { Offer } from '../../core/catalogue.ts'
import type { Address, Order, Tombstone } from '../../core/orders.ts'
import { Refusal, Trouble } from '../../core/refusal.ts'
import type { RefusalCode } from '../../core/refusal.ts'
import type { PlaceOrder, Seller } from '../../core/seller.ts'
import { AcpError } from './errors.ts'
import { isEbook } from './profile.ts'
import { messageOf, showSession } from './show-session.ts'
import type { Message, SessionStatus } from './show-session.ts'
import { offerIdOf, toAddress } from './wire.ts'
import type { Allowance, CompleteSession, CreateSession, UpdateSession } from './wire.ts'
import type { z } from 'zod'

export interface Session {
  id: string
  /** The buyer's; null for a session that only asks for a price. */
  reference: string | null
  itemId: string
  /** What it is priced in. */
  currency: string
  shipTo: Address | null
  createdAtMs: number
  expiresAtMs: number
  isCancelled: boolean
  /** Until when completing may go on; null when it has not begun. */
  completingUntilMs: number | null
}

// As long as Harbor's. The price is not held: the token's amount is what protects the buyer.
const sessionLifeMs = 15 * 60_000
// Sessions that only asked for a price are many and soon worthless; those of orders are needed as long as the box runs.
const pricedMax = 5_000
// A late booking is over a moment after its time.
const lateGraceMs = 250

export class Checkout {
  readonly #seller: Seller
  readonly #sessions = new Map<string, Session>()
  readonly #priced: string[] = []
  readonly #tokens = new Map<string, Allowance>()
  readonly #completing = new Map<string, string>()

  constructor(seller: Seller) {
    this.#seller = seller
  }

  /** Opens a session. Sells nothing. */
  create(body: z.infer<typeof CreateSession>): Record<string, unknown> {
    const reference = body.metadata?.client_reference_id ?? null
    if (reference !== null && this.#seller.isBuried(reference))
      throw new AcpError('client_reference_canceled', 'This client_reference_id was cancelled')
    const now = this.#seller.now()
    const asked = body.currency.toUpperCase()
    const session: Session = {
      id: `cs_${randomUUID().replaceAll('-', '')}`,
      reference,
      itemId: body.line_items[0].id,
      currency: this.#seller.profile.currencies.includes(asked) ? asked : this.#seller.profile.currencies[0],
      shipTo: body.fulfillment_details?.address ? toAddress(body.fulfillment_details.address) : null,
      createdAtMs: now,
      expiresAtMs: now + sessionLifeMs,
      isCancelled: false,
      completingUntilMs: null,
    }
    this.#sessions.set(session.id, session)
    if (reference === null) this.#forgetOldest(session.id)
    return this.#show(session)
  }

  read(id: string): Record<string, unknown> {
    return this.#show(this.#get(id))
  }

  update(id: string, { fulfillment_details: { address } }: z.infer<typeof UpdateSession>): Record<string, unknown> {
    const session = this.#get(id)
    if (this.#statusOf(session) === 'completed') throw new AcpError('session_completed', 'This session is completed')
    if (address) session.shipTo = toAddress(address)
    return this.#show(session)
  }

  cancel(id: string): Record<string, unknown> {
    const session = this.#get(id)
    const status = this.#statusOf(session)
    if (status === 'completed') throw new AcpError('session_completed', 'This session is completed')
    if (status === 'canceled') throw new AcpError('session_canceled', 'This session is canceled')
    session.isCancelled = true
    if (session.completingUntilMs !== null) this.#seller.cancel(referenceOf(session)) // what is booked late is not booked any more
    return this.#show(session)
  }

  /** Gives a token for one session. */
  delegate(allowance: Allowance): string {
    const id = `vt_${randomUUID().replaceAll('-', '')}`
    this.#tokens.set(id, allowance)
    return id
  }

  /** Buys what the session holds, once. `sold` says whether it did. */
  complete(id: string, body: z.infer<typeof CompleteSession>): { shown: Record<string, unknown>; sold: boolean } {
    const session = this.#get(id)
    const status = this.#statusOf(session)
    if (status === 'completed') throw new AcpError('session_completed', 'This session is completed')
    if (status === 'canceled') throw new AcpError('session_canceled', 'This session is canceled')
    if (status !== 'ready_for_payment') return { shown: this.#show(session), sold: false }
    const { token } = body.payment_data.instrument.credential
    const allowance = this.#allowanceOf(token, session)
    if (!allowance)
      return {
        shown: this.#show(session, messageOf('payment_declined', 'This token does not pay for this session')),
        sold: false,
      }
    this.#completing.set(referenceOf(session), session.id)
    try {
      this.#seller.place(toPlaceOrder(session, allowance))
      this.#tokens.delete(token) // its session is completed, and with it the token is worthless
      return { shown: this.#show(session), sold: true }
    } catch (error) {
      if (error instanceof Trouble && error.kind === 'late') {
        session.completingUntilMs = this.#seller.now() + this.#seller.behaviour.lateAcceptAfterMs + lateGraceMs
        return { shown: this.#show(session), sold: false }
      }
      if (error instanceof Refusal) return { shown: this.#show(session, problemOf(error)), sold: false }
      throw error
    }
  }

  /** The buyer's reference of a session, for the journal. */
  referenceOf(id: string): string | null {
    return this.#sessions.get(id)?.reference ?? null
  }

  /** The session that bought under this reference. */
  sessionIdOf(reference: string): string {
    return this.#completing.get(reference) ?? ''
  }

  #get(id: string): Session {
    const session = this.#sessions.get(id)
    if (!session) throw new AcpError('session_not_found', 'There is no such checkout session')
    return session
  }

  #show(session: Session, message?: Message): Record<string, unknown> {
    const held = this.#held(session)
    const order = held && held.orderId !== '' ? (held as Order) : null
    return showSession({
      session,
      order,
      offer: this.#offerOf(session),
      status: this.#statusOf(session),
      message: message ?? null,
      now: this.#seller.now(),
    })
  }

  #statusOf(session: Session): SessionStatus {
    const now = this.#seller.now()
    const held = this.#held(session)
    if (held) return held.orderId === '' ? 'canceled' : 'completed'
    if (session.isCancelled) return 'canceled'
    if (session.completingUntilMs !== null && now < session.completingUntilMs) return 'complete_in_progress'
    if (now >= session.expiresAtMs) return 'expired'
    const offer = this.#offerOf(session)
    const isAddressed = isEbook(offerIdOf(session.itemId)) || isComplete(session.shipTo)
    return offer?.total && offer.quantity > 0 && isAddressed ? 'ready_for_payment' : 'not_ready_for_payment'
  }

  #offerOf({ itemId, shipTo, currency }: Session): Offer | null {
    return this.#seller.catalogue.find(offerIdOf(itemId), (shipTo ?? nowhere).country, currency)
  }

  #held(session: Session): Order | Tombstone | null {
    try {
      return this.#seller.get(referenceOf(session))
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  #allowanceOf(token: string, session: Session): Allowance | null {
    const allowance = this.#tokens.get(token)
    const currency = this.#offerOf(session)?.item.currency
    if (!allowance || allowance.checkout_session_id !== session.id || allowance.currency.toUpperCase() !== currency)
      return null
    return Date.parse(allowance.expires_at) > this.#seller.now() ? allowance : null
  }

  #forgetOldest(id: string): void {
    this.#priced.push(id)
    if (this.#priced.length > pricedMax) this.#sessions.delete(this.#priced.shift() as string)
  }
}

/** What the engine knows the session's order by. */
function referenceOf({ id, reference }: Session): string {
  return reference ?? id
}

function toPlaceOrder(session: Session, { max_amount, currency }: Allowance): PlaceOrder {
  return {
    reference: referenceOf(session),
    offerId: offerIdOf(session.itemId),
    currency: session.currency,
    limit: { currency: currency.toUpperCase(), minor: BigInt(max_amount) },
    shipTo: session.shipTo ?? nowhere,
  }
}

function isComplete(address: Address | null): boolean {
  return address !== null && address.recipient !== '' && address.lines.length > 0 && address.city !== ''
}

function problemOf({ code, message }: Refusal): Message {
  if (code === 'REFERENCE_REUSED')
    throw new AcpError('idempotency_conflict', 'This client_reference_id was used with another order')
  if (code === 'ORDER_CANCELLED') throw new AcpError('client_reference_canceled', message)
  return messageOf(problems[code] ?? 'out_of_stock', message)
}

const problems: Partial<Record<RefusalCode, Message['code']>> = {
  NO_SUCH_OFFER: 'not_found',
  SOLD_OUT: 'out_of_stock',
  PRICE_CHANGED: 'conflict',
  NOT_SENT_THERE: 'region_restricted',
}

// Ebooks are sold to wherever; without an address they are priced as at home.
const nowhere: Address = { recipient: '', lines: [], city: '', region: '', postalCode: '', country: 'US' }
