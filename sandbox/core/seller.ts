// One seller, whatever protocol it speaks. Owns its orders, its faults and its journal.
// Promises: one order per reference; never above the limit; a cancelled reference is never booked later.
import { createHash } from 'node:crypto'
import type { Money } from '@quire/proto/money'
import { isDeepStrictEqual } from 'node:util'
import { toDecimal } from './amount.ts'
import type { Behaviour } from './behaviour.ts'
import { Catalogue } from './catalogue.ts'
import type { Offer } from './catalogue.ts'
import { Journal } from './journal.ts'
import type { Address, Order, Tombstone } from './orders.ts'
import type { Profile } from './profile.ts'
import { RateLimit } from './rate-limit.ts'
import { Refusal, Trouble } from './refusal.ts'
import { Rng } from './rng.ts'
import { Timers } from './timers.ts'

/** What a buyer asks for. */
export interface PlaceOrder {
  /** The buyer's reference; the idempotency key. */
  reference: string
  offerId: string
  currency: string
  /** The landed total that was quoted; above it the seller refuses. */
  limit: Money
  shipTo: Address
  /** When the quote stops holding, in ms since 1970; undefined when it is only the limit that counts. */
  expiresAtMs?: number
}

/** How the face is to answer: with the value, with bytes nobody can read, or by cutting the connection. */
export type Served<T> = { kind: 'answer'; value: T } | { kind: 'garbage' } | { kind: 'cut' }

/** What can happen to files and documents. */
type PaperKnob = 'halfWrittenRate' | 'duplicateRate' | 'substituteRate' | 'backOrderRate'

export interface SellerOptions {
  seed: number
  behaviour: Behaviour
  /** Makes order numbers differ between runs of the process, because books outside outlive it. */
  run: string
  now?: () => number
}

export class Seller {
  readonly profile: Profile
  readonly catalogue: Catalogue
  readonly journal = new Journal()
  behaviour: Behaviour
  readonly #orders = new Map<string, Order>()
  readonly #tombstones = new Map<string, Tombstone>()
  readonly #timers = new Timers()
  readonly #rateLimit: RateLimit
  readonly #chance: Record<'latency' | 'slow' | 'fail' | 'lose' | 'late' | 'move' | 'sold' | 'document', Rng>
  readonly #luck: Record<PaperKnob, Rng>
  readonly #run: string
  readonly #watchers: ((order: Order) => void)[] = []
  readonly now: () => number

  constructor(profile: Profile, { seed, behaviour, run, now = Date.now }: SellerOptions) {
    this.profile = profile
    this.behaviour = behaviour
    this.catalogue = new Catalogue(profile, seed)
    this.now = now
    this.#run = run
    this.#rateLimit = new RateLimit(now)
    const stream = (name: string) => new Rng(seed, profile.name, name)
    this.#chance = {
      latency: stream('latency'),
      slow: stream('slow'),
      fail: stream('fail'),
      lose: stream('lose'),
      late: stream('late'),
      move: stream('move'),
      sold: stream('sold'),
      document: stream('document'),
    }
    this.#luck = {
      halfWrittenRate: stream('halfWritten'),
      duplicateRate: stream('duplicate'),
      substituteRate: stream('substitute'),
      backOrderRate: stream('backOrder'),
    }
  }

  /**
   * Runs one request through the seller's behaviour. Once a request was read the seller acts on it, whether or not the caller is
   * still there, as a real one does. `weight` is what it counts against the rate. Throws what `act` throws, and Trouble.
   */
  async serve<T>(kind: 'read' | 'place' | 'cancel', signal: AbortSignal, act: () => T, weight = 1): Promise<Served<T>> {
    const { hang, ratePerSecond, latencyMs, slowRate, slowMs, failRate } = this.behaviour
    if (hang) {
      await aborted(signal)
      return { kind: 'cut' }
    }
    if (!this.#rateLimit.admits(ratePerSecond, weight)) throw new Trouble('throttled')
    const slowness = this.#chance.slow.chance(slowRate) ? slowMs : 0
    const waitMs = this.#chance.latency.latencyMs(latencyMs) + slowness
    const fails = this.#chance.fail.chance(failRate)
    await this.#timers.sleep(waitMs / 2)
    if (fails) throw new Trouble('failed')
    const outcome = settle(act)
    await this.#timers.sleep(waitMs / 2)
    if (this.behaviour.garbage) return { kind: 'garbage' }
    if (!outcome.ok) throw outcome.error
    if (kind === 'place' && this.losesAnswer()) return { kind: 'cut' }
    return { kind: 'answer', value: outcome.value }
  }

  /** Whether the answer to an order that was just booked is lost on its way. */
  losesAnswer(): boolean {
    return this.#chance.lose.chance(this.behaviour.loseAnswerRate)
  }

  /** Whether this happens now, by its rate. */
  happens(knob: PaperKnob): boolean {
    return this.#luck[knob].chance(this.behaviour[knob])
  }

  /** Does the paperwork when its time has come: now, when it takes none. */
  later(act: () => void): void {
    const waitMs = this.#chance.document.latencyMs(this.behaviour.documentMs)
    if (waitMs === 0) act()
    else this.#timers.after(waitMs, act)
  }

  /** Does something after so many milliseconds, unless the seller is closed by then. */
  after(ms: number, act: () => void): void {
    this.#timers.after(ms, act)
  }

  /** Sells one copy. The same reference with the same content gives the first order again. Throws Refusal, and Trouble `late`. */
  place(wanted: PlaceOrder): Order {
    const held = this.#held(wanted)
    if (held) return held
    this.#temptFate(wanted)
    if (this.#chance.late.chance(this.behaviour.lateAcceptRate)) {
      this.#timers.after(this.behaviour.lateAcceptAfterMs, () => settle(() => this.#held(wanted) ?? this.#book(wanted)))
      throw new Trouble('late')
    }
    return this.#book(wanted)
  }

  /** What such an order would cost now. Throws the Refusal that `place` would. */
  check(wanted: PlaceOrder): Offer & { shipping: Money; total: Money } {
    if (wanted.expiresAtMs !== undefined && wanted.expiresAtMs <= this.now())
      throw new Refusal('QUOTE_EXPIRED', 'The quote has expired')
    const offer = this.catalogue.find(wanted.offerId, wanted.shipTo.country, wanted.currency)
    if (!offer) throw new Refusal('NO_SUCH_OFFER', 'There is no such copy')
    const { shipping, total } = offer
    if (!shipping || !total) throw new Refusal('NOT_SENT_THERE', `It is not sent to ${wanted.shipTo.country}`)
    if (offer.quantity === 0) throw new Refusal('SOLD_OUT', 'The last copy was sold')
    if (total.currency !== wanted.limit.currency || total.minor > wanted.limit.minor)
      throw new Refusal('PRICE_CHANGED', `The total is now ${toDecimal(total)} ${total.currency}`, total)
    return { ...offer, shipping, total }
  }

  /** The order or the tombstone under a reference; null when there is none now. */
  find(reference: string): Order | Tombstone | null {
    return this.#orders.get(reference) ?? this.#tombstones.get(reference) ?? null
  }

  /** The same. Throws Refusal ORDER_NOT_FOUND when there is none now. */
  get(reference: string): Order | Tombstone {
    const found = this.find(reference)
    if (!found) throw new Refusal('ORDER_NOT_FOUND', 'There is no order with this reference now')
    return found
  }

  /** Cancels an order and puts the copy back; remembers a reference never seen. Repeating it changes nothing. */
  cancel(reference: string): Order | Tombstone {
    const order = this.#orders.get(reference)
    if (!order) return this.#bury(reference)
    if (order.state === 'CANCELLED') return order
    order.state = 'CANCELLED'
    order.history.push({ state: 'CANCELLED', at: new Date(this.now()), by: 'buyer' })
    this.catalogue.changeStock({ offerId: order.offerId, quantity: 0 }, 1)
    this.#announce(order)
    return order
  }

  /** Whether this reference was cancelled before any order arrived. */
  isBuried(reference: string): boolean {
    return this.#tombstones.has(reference)
  }

  /** Its rate, and how much of a second's worth is left. */
  rate(): { perSecond: number; left: number } {
    const perSecond = this.behaviour.ratePerSecond
    return { perSecond, left: this.#rateLimit.left(perSecond) }
  }

  /** Every order held, oldest first. */
  orders(): Order[] {
    return [...this.#orders.values()]
  }

  /** Loses an order, as damaged books do. */
  forget(reference: string): void {
    this.#orders.delete(reference)
  }

  /** Calls `watcher` whenever an order is booked, late ones too, and whenever one is cancelled. */
  watch(watcher: (order: Order) => void): void {
    this.#watchers.push(watcher)
  }

  /** Ends what is under way; nothing is booked late any more. */
  close(): void {
    this.#timers.clear()
  }

  #held(wanted: PlaceOrder): Order | null {
    if (this.#tombstones.has(wanted.reference)) throw new Refusal('ORDER_CANCELLED', 'This reference was cancelled')
    const order = this.#orders.get(wanted.reference)
    if (!order) return null
    if (isDeepStrictEqual(order.asked, contentOf(wanted))) return order
    throw new Refusal('REFERENCE_REUSED', 'This reference was used with other content')
  }

  // What can happen between a quote and its order. Each draws every time, so that one knob does not shift another's luck.
  #temptFate({ offerId, currency, shipTo }: PlaceOrder): void {
    const isSold = this.#chance.sold.chance(this.behaviour.soldOutRate)
    const isMoved = this.#chance.move.chance(this.behaviour.priceMoveRate)
    const risePercent = 5 + Math.floor(15 * this.#chance.move.next())
    const offer = this.catalogue.find(offerId, shipTo.country, currency)
    if (!offer) return
    if (isMoved) this.catalogue.raisePrice(offerId, risePercent)
    if (isSold) this.catalogue.changeStock(offer, -offer.quantity)
  }

  #book(wanted: PlaceOrder): Order {
    const offer = this.check(wanted)
    const { offerId, isbn13, condition, item, shipping, tax, total } = offer
    const at = new Date(this.now())
    this.catalogue.changeStock(offer, -1)
    const order: Order = {
      offerId,
      isbn13,
      condition,
      item,
      shipping,
      tax,
      total,
      at,
      reference: wanted.reference,
      orderId: this.#nextOrderId(),
      state: 'ACCEPTED',
      history: [
        {
          state: 'ACCEPTED',
          at,
          by: 'seller',
        },
      ],
      asked: contentOf(wanted),
    }
    this.#orders.set(wanted.reference, order)
    this.#announce(order)
    return order
  }

  #announce(order: Order): void {
    for (const watcher of this.#watchers) watcher(order)
  }

  #bury(reference: string): Tombstone {
    const tombstone = this.#tombstones.get(reference) ?? {
      reference,
      state: 'CANCELLED' as const,
      orderId: '' as const,
      at: new Date(this.now()),
    }
    this.#tombstones.set(reference, tombstone)
    return tombstone
  }

  #nextOrderId(): string {
    const number = (this.#orders.size + 1).toString().padStart(6, '0')
    const tail = createHash('sha256').update(`${this.#run} ${this.profile.name} ${number}`).digest('hex').slice(0, 8)
    return `${this.profile.orderPrefix}-${number}-${tail}`
  }
}

function contentOf({ offerId, currency, limit, shipTo }: PlaceOrder): Order['asked'] {
  return { offerId, currency, limit, shipTo }
}

function settle<T>(act: () => T): { ok: true; value: T } | { ok: false; error: unknown } {
  try {
    return { ok: true, value: act() }
  } catch (error) {
    return { ok: false, error }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
