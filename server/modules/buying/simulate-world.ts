// The sellers and the bank of the simulation. Their books are the judge, so they share no code with the purchase.
import type { PricedQuote, Quote, SellerOrder } from '#sellers'
import { money } from '#platform/money'
import type { Money } from '#platform/money'
import type { PurchaseEvent, Seen, Settlement } from './purchase.ts'

export interface Chance {
  is(probability: number): boolean
  /** A whole number from low to high, both included. */
  between(low: number, high: number): number
}

type Answer = Omit<PurchaseEvent, 'at'>
type Order = { state: 'ACCEPTED' | 'CANCELLED'; minor: bigint; orderId: string; isbn13: string }

const isbn13 = '9780441172719'

interface SimulatedSeller {
  readonly id: string
  readonly settlement: Settlement
  readonly orders: Map<string, Order>
  readonly late: { reference: string; order: Order; atMs: number }[]
  readonly copies: number
  readonly standing: { keptBasisPoints: number; orderCount: number }
}

/** Three sellers with prices of their own; one cannot be told to forget an order. */
export class SimulatedSellers {
  readonly #chance: Chance
  readonly #now: () => number
  readonly #sellers: readonly SimulatedSeller[]
  #made = 0
  /** Says nothing about its orders until a person has it mended. */
  #silent: string | null

  constructor(chance: Chance, now: () => number) {
    this.#chance = chance
    this.#now = now
    this.#sellers = ['harbor', 'northgate', 'fleet-street'].map((id, i) => ({
      id,
      settlement: { canLookUp: true, canCancel: i !== 1, notFoundFinalAfterMs: 20_000 },
      orders: new Map(),
      late: [],
      copies: chance.between(0, 4),
      standing: { keptBasisPoints: chance.between(8_000, 10_000), orderCount: 40 },
    }))
    const silent = chance.between(1, 20) // the second cannot be told to forget an order
    this.#silent = silent === 1 ? 'harbor' : silent === 2 ? 'northgate' : null
  }

  quote(): Answer {
    const chance = this.#chance
    if (chance.is(0.05)) return { type: 'unsettled' } as Answer
    const quotes = this.#sellers.flatMap(({ id, copies, standing }) =>
      Array.from({ length: copies }, () => ({ ...quoteOf(id, chance, this.#now(), ++this.#made), standing })),
    )
    const settlements = Object.fromEntries(this.#sellers.map(({ id, settlement }) => [id, settlement]))
    const coverage = { asked: 3, answered: 3, failed: 0, skipped: 0 }
    return { type: 'quoted', quotes, settlements, coverage, unanswered: [] } as Answer
  }

  place(quoted: PricedQuote, reference: string): Answer {
    const chance = this.#chance
    const seller = this.#of(quoted.sellerId)
    const known = seller.orders.get(reference)
    if (known?.state === 'CANCELLED') return { type: 'orderRefused', reason: 'ORDER_CANCELLED' } as Answer
    if (known) return this.#lossy(accepted(seller.id, reference, known))
    if (chance.is(0.05)) return { type: 'unsettled' } as Answer // certainly not sent
    if (chance.is(0.15))
      return this.#lossy({ type: 'orderRefused', reason: chance.is(0.5) ? 'SOLD_OUT' : 'PRICE_CHANGED' } as Answer)
    const order = this.#orderFor(quoted, chance.is(0.02) ? '9780306406157' : isbn13)
    if (chance.is(0.08)) {
      seller.late.push({ reference, order, atMs: this.#arrival(seller) })
      return { type: 'orderUnknown' } as Answer
    }
    seller.orders.set(reference, order)
    return this.#lossy(accepted(seller.id, reference, order))
  }

  /** An order that is still on its way when its driver is given up. */
  placeLater(quoted: PricedQuote, reference: string): void {
    const seller = this.#of(quoted.sellerId)
    seller.late.push({ reference, order: this.#orderFor(quoted, isbn13), atMs: this.#arrival(seller) })
  }

  find(id: string, reference: string): Answer {
    if (this.#silent === id || this.#chance.is(0.15)) return { type: 'unsettled' } as Answer
    const order = this.#of(id).orders.get(reference)
    if (!order) return { type: 'orderNotFound', askedAt: new Date(this.#now()) } as Answer
    return order.state === 'CANCELLED' ? ({ type: 'orderCancelled' } as Answer) : accepted(id, reference, order)
  }

  /** What a person reads in the seller's book; null when there is no such order. */
  read(id: string, reference: string): SellerOrder | null {
    this.#silent = null
    const order = this.#of(id).orders.get(reference)
    return order ? { ...orderOf(id, reference, order), state: order.state } : null
  }

  cancel(id: string, reference: string): Answer {
    const seller = this.#of(id)
    if (this.#silent === id || this.#chance.is(0.1)) return { type: 'unsettled' } as Answer
    if (!seller.settlement.canCancel) return { type: 'cancelRefused' } as Answer
    const order = seller.orders.get(reference) ?? { minor: 0n, orderId: '', isbn13 }
    seller.orders.set(reference, { ...order, state: 'CANCELLED' })
    return { type: this.#chance.is(0.1) ? 'unsettled' : 'orderCancelled' } as Answer
  }

  /** Orders that were on their way arrive, unless the door was shut. */
  settleLate(): void {
    for (const { late, orders } of this.#sellers) {
      for (const { reference, order, atMs } of late) {
        if (atMs <= this.#now() && !orders.has(reference)) orders.set(reference, order)
      }
    }
  }

  liveOrders(): { sellerId: string; sellerMinor: bigint }[] {
    return this.#sellers.flatMap(({ id, orders }) =>
      [...orders.values()]
        .filter(({ state }) => state === 'ACCEPTED')
        .map(({ minor }) => ({ sellerId: id, sellerMinor: minor })),
    )
  }

  #of(id: string): SimulatedSeller {
    return this.#sellers.find((seller) => seller.id === id) as SimulatedSeller
  }

  #orderFor(quoted: PricedQuote, isbn: string): Order {
    return {
      state: 'ACCEPTED',
      minor: this.#priceOf(quoted),
      orderId: `${quoted.sellerId}-${++this.#made}`,
      isbn13: isbn,
    }
  }

  /** Within its word where a seller cannot shut the door; where it can, the door is what counts. */
  #arrival({ settlement }: SimulatedSeller): number {
    return this.#now() + this.#chance.between(100, settlement.canCancel ? 90_000 : 19_000)
  }

  /** A seller mostly charges what it quoted, sometimes less, and sometimes tries more. */
  #priceOf({ sellerTotal }: PricedQuote): bigint {
    if (this.#chance.is(0.03)) return sellerTotal.minor - 50n
    return this.#chance.is(0.03) ? sellerTotal.minor + 100n : sellerTotal.minor
  }

  #lossy(answer: Answer): Answer {
    return this.#chance.is(0.12) ? ({ type: 'orderUnknown' } as Answer) : answer
  }
}

function accepted(sellerId: string, reference: string, order: Order): Answer {
  return { type: 'orderAccepted', order: orderOf(sellerId, reference, order) } as Answer
}

function orderOf(sellerId: string, reference: string, { minor, orderId, isbn13: isbn }: Order): SellerOrder {
  return {
    sellerId,
    reference,
    sellerOrderId: orderId,
    state: 'ACCEPTED',
    isbn13: isbn,
    condition: 'NEW',
    total: money(minor, 'USD'),
  }
}

function quoteOf(sellerId: string, chance: Chance, nowMs: number, serial: number): Quote {
  const total = money(BigInt(chance.between(400, 3_500)), 'USD')
  const hasTotal = chance.is(0.95)
  return {
    quoteId: `q${serial}`,
    sellerId,
    sellerName: sellerId,
    isbn13,
    condition: chance.is(0.9) ? 'NEW' : 'ACCEPTABLE',
    item: total,
    shipping: money(0n, 'USD'),
    tax: money(0n, 'USD'),
    total: hasTotal ? total : null,
    sellerTotal: hasTotal ? total : null,
    fx: null,
    quantity: 1,
    shipsFrom: null,
    deliveryDays: null,
    fetchedAt: new Date(nowMs),
    expiresAt: new Date(nowMs + chance.between(1_000, 120_000)),
    source: 'LIVE',
    orderToken: `t${serial}`,
    isAutoBuyEligible: chance.is(0.97),
  }
}

/** One card at one bank: a hold, at most one capture, a release; every call with the same key is the same call. */
export function createSimulatedBank(chance: Chance) {
  let state: 'none' | 'action' | 'held' | 'declined' | 'captured' | 'released' = 'none'
  let hold = 0n
  const captured: bigint[] = []
  const mood = chance.between(1, 20) // declines, or wants the shopper, for the whole run
  const actsInSilence = chance.is(0.5)
  let isSilent = mood === 19 // says nothing more once it holds the amount, whatever it does
  const lossy = (answer: Answer): Answer => (chance.is(0.12) ? ({ type: 'unsettled' } as Answer) : answer)

  function look(max: Money): Answer {
    if (state === 'action') return { type: 'actionRequired', ref: 'pi', url: 'https://bank.example/' } as Answer
    return state === 'declined'
      ? ({ type: 'declined', reason: 'card_declined' } as Answer)
      : ({ type: 'authorized', ref: 'pi', amount: max } as Answer)
  }

  return {
    look,
    authorize(max: Money): Answer {
      if (state === 'none') {
        state = mood === 1 ? 'declined' : mood <= 3 ? 'action' : 'held'
        hold = max.minor
      }
      return lossy(look(max))
    },
    shopperActs(): void {
      if (state === 'action') state = chance.is(0.8) ? 'held' : 'declined'
    },
    capture(minor: bigint): Answer {
      if (state === 'held' && mood === 20) state = 'released' // the hold ran out
      if (state === 'released') return lossy({ type: 'captureRefused', reason: 'expired' } as Answer)
      if (state === 'held' && (!isSilent || actsInSilence)) {
        state = 'captured'
        captured.push(minor)
      }
      if (isSilent) return { type: 'unsettled' } as Answer
      return lossy({ type: 'captured' } as Answer)
    },
    release(): Answer {
      if (state === 'captured') return lossy({ type: 'voidRefused', reason: 'already_captured' } as Answer)
      if (!isSilent || actsInSilence) state = 'released'
      return isSilent ? ({ type: 'unsettled' } as Answer) : lossy({ type: 'voided' } as Answer)
    },
    /** What a person reads at the provider, who is there again. `due`: what the confirmed order costs. */
    read(due: bigint | null): Seen['payment'] {
      isSilent = false
      if (state === 'captured') return captured[0] === due ? 'CHARGED' : 'CHARGED_OTHERWISE'
      if (state === 'held') return 'HELD'
      return state === 'none' ? 'NONE' : state === 'action' ? 'UNKNOWN' : 'GONE'
    },
    captures: () => captured,
    isHeld: () => state === 'held',
    held: () => hold,
  }
}
