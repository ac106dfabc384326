// The port between the kit and a seller: four calls and what they came to. A raw gRPC client and every adapter implement it, so that the
// same checks run against any protocol. Nothing is judged here: what came back is kept as it came, also where it is wrong.
import type { Capabilities, Condition, Destination, OrderState, PostalAddress, QuoteAsk } from '../core/adapter.ts'
import type { FailureKind } from '../core/seller-failure.ts'
import type { GrpcProbe } from './grpc/probe.ts'

export type { Destination, PostalAddress, QuoteAsk }

/** google.type.Money as it came. */
export interface SeenMoney {
  currencyCode: string
  units: string
  nanos: number
}

/** What a call came to, with the words for the report. `violations` are the fields that a refusal names. */
export type Answer<T> =
  | { kind: 'ok'; value: T; said: string }
  | { kind: 'refused'; reason: string; newTotal: SeenTotal | null; violations: readonly string[]; said: string }
  | { kind: 'failed'; failure: FailureKind; retryAfterMs: number | undefined; said: string }

/** The total that a PRICE_CHANGED names, as it was written. */
export interface SeenTotal {
  currency: string
  minor: string
}

/** A copy on offer as the seller says it; amounts as google.type.Money, so that a wrong fraction is still to be seen. */
export interface SeenQuote {
  quoteId: string
  isbn13: string
  condition: Condition
  /** Null where the seller does not say. */
  item: SeenMoney | null
  shipping: SeenMoney | null
  tax: SeenMoney | null
  /** 0 where the seller does not say. */
  quantity: number
  shipsFrom: string
  deliveryDays: { min: number; max: number }
  expiresAt: Date | null
}

/** An order as the seller says it. */
export interface SeenOrder {
  reference: string
  /** Empty for a reference that was cancelled before any order arrived. */
  orderId: string
  state: OrderState
  isbn13: string
  condition: Condition
  total: SeenMoney | null
  createdAt: Date | null
}

/** Buys one quoted copy; null leaves a part out. */
export interface PlaceAsk {
  reference: string
  quoteId: string
  isbn13: string
  limit: SeenMoney | null
  shipTo: PostalAddress | null
}

export interface Subject {
  /** For the report: an id or an address, no secrets. */
  readonly name: string
  readonly can: Capabilities
  /** Where prices come from a list, they and the stock in it are as old as the list. */
  readonly pricesFrom: 'asking' | 'list'
  /** The wire itself, for sellers that speak quire.seller.v1; null for any other protocol. */
  readonly grpc: GrpcProbe | null
  quotes(ask: QuoteAsk, signal: AbortSignal): Promise<Answer<SeenQuote[]>>
  place(ask: PlaceAsk, signal: AbortSignal): Promise<Answer<SeenOrder>>
  /** The order, or null when the seller says that it holds none now. */
  find(reference: string, signal: AbortSignal): Promise<Answer<SeenOrder | null>>
  cancel(reference: string, signal: AbortSignal): Promise<Answer<SeenOrder>>
  /**
   * Sends an order and loses the answer: the connection is cut when `cut` fires. Resolves when the call is over; what it came to is thrown
   * away.
   */
  placeAndLose(ask: PlaceAsk, cut: AbortSignal): Promise<void>
  close(): Promise<void>
}

// An endless stream must end somewhere: five times as many copies as the gateway reads of one book.
export const quotesMax = 1_000
