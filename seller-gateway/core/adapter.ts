// The port every seller protocol implements. An adapter talks and translates; it knows nothing of retries, breakers, caches, currencies of
// the shopper or other sellers. It throws SellerFailure, OrderRefused or CancelRefused, and passes `signal` to everything that waits.
import type { Money } from '@quire/proto/money'
import type { Clock } from './clock.ts'

/** The state of a copy, from best to worst; `UNSPECIFIED` is never bought automatically. */
export type Condition = 'UNSPECIFIED' | 'NEW' | 'LIKE_NEW' | 'VERY_GOOD' | 'GOOD' | 'ACCEPTABLE'

export type OrderState = 'UNSPECIFIED' | 'ACCEPTED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED'

export interface Destination {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** Empty when not said. */
  postalCode: string
}

export interface PostalAddress {
  recipient: string
  /** One to three lines. */
  lines: string[]
  city: string
  region: string
  postalCode: string
  country: string
}

/** Which book, for whom. */
export interface QuoteAsk {
  isbn13: string
  destination: Destination
  /** What the shopper compares in; a seller may quote in its own currency. */
  currency: string
}

/** One copy on offer, as the seller says it, in the seller's currency. */
export interface SellerQuote {
  /** What the seller wants back with an order. */
  quoteRef: string
  isbn13: string
  condition: Condition
  item: Money
  /** Null when the seller does not say. */
  shipping: Money | null
  /** Null when the seller does not say. */
  tax: Money | null
  /** 0 when the seller does not say. */
  quantity: number
  /** ISO 3166-1 alpha-2, or empty. */
  shipsFrom: string
  deliveryDays: { min: number; max: number }
  /** Until when the price holds. */
  expiresAt: Date
  /** When the price list was made that this comes from; left out when the seller was asked for this very book. */
  listedAt?: Date
}

/** Buys one quoted copy. The shopper's maximum is not here and never will be. */
export interface PlaceAsk {
  /** Our reference: the idempotency key. */
  reference: string
  quoteRef: string
  isbn13: string
  /** The landed total that was quoted; above it the seller must refuse. */
  limit: Money
  shipTo: PostalAddress
}

/** An order as its seller sees it. */
export interface SellerOrder {
  reference: string
  /** Empty for a reference that was cancelled before any order arrived. */
  sellerOrderId: string
  state: OrderState
  isbn13: string
  condition: Condition
  /** Null where there never was an order. */
  total: Money | null
  createdAt: Date | null
}

/** What a seller that speaks this protocol can do. */
export interface Capabilities {
  quote: boolean
  order: boolean
  /** Cancels orders, also one that has not arrived yet. */
  cancel: boolean
  /** Answers the same order twice with the same result. */
  replayOrders: boolean
  /** Finds an order by our reference. */
  lookUp: boolean
}

export interface SellerAdapter {
  readonly can: Capabilities
  /** Every copy on offer; none is an empty iteration, not a failure. */
  getQuotes(ask: QuoteAsk, signal: AbortSignal): AsyncIterable<SellerQuote>
  /** Buys, once per reference. A failure says with `actedOn` whether the seller may have acted. */
  placeOrder(ask: PlaceAsk, signal: AbortSignal): Promise<SellerOrder>
  /** The order under our reference, or null when the seller says that it holds none now. */
  findOrder(reference: string, signal: AbortSignal): Promise<SellerOrder | null>
  /** Cancels; a reference never seen is remembered as cancelled by the seller. */
  cancelOrder(reference: string, signal: AbortSignal): Promise<SellerOrder>
  /**
   * Takes a message that the seller sent on its own; false when it is not signed by the seller. It is a nudge: nothing it says is believed,
   * what it is about is read again. So late, doubled and shuffled ones do no harm, and missing ones cost time only.
   */
  takeWebhook?(webhook: Webhook): boolean
  /** What the endpoint publishes to prove whose it is. For protocols that sellers register with. */
  getChallenge?(signal: AbortSignal): Promise<string>
  close(): Promise<void>
}

/** A message that a seller sent on its own, as received. */
export interface Webhook {
  /** Lower-case names. */
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** What an adapter is given. */
export interface AdapterDeps {
  clock: Clock
  /** Called once for every request that leaves, so that the seller's published rate is counted exactly. */
  onRequest: () => void
}
