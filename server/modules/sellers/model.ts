// What the server knows of sellers: what they offer, what they can do, and how talking to them can end.
import { z } from 'zod'
import type { Outcome } from '#platform/outcome'
import { MoneyView, toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { defineRefusals } from '#platform/errors'

/** We ourselves, where we sell copies of our own among the sellers. No seller may register under this name. */
export const ownSeller = { id: 'quire', name: 'Quire' } as const

/** We ourselves as the source of ebooks: nothing of theirs is packed or sent. */
export const ebookSeller = { id: 'quire-ebooks', name: 'Quire' } as const

/** To whom a sale's money is owed: the seller, or nobody when it is our own. */
export const payeeOf = (sellerId: string): string | null => (isOurs(sellerId) ? null : sellerId)

/** Copies of our own, or ebooks. */
export function isOurs(sellerId: string): boolean {
  return sellerId === ownSeller.id || sellerId === ebookSeller.id
}

/** Conditions from best to worst; a floor accepts itself and everything before it. */
export const conditions = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'] as const
export const Condition = z.enum(conditions)
export type Condition = z.infer<typeof Condition>

/** Where a copy shall go, as far as its price depends on it. */
export const Destination = z.strictObject({
  country: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US'),
  postalCode: z.string().trim().max(12).optional(),
})
export type Destination = z.infer<typeof Destination>

const text = (max: number) => z.string().trim().max(max, `must be at most ${max} characters`)

/** The address a parcel goes to, as a shopper gives it. A country is enough to ask for prices; the rest is for the label. */
export const ShipTo = Destination.extend({
  recipient: text(100).optional(),
  lines: z.array(text(100)).max(3).optional(),
  city: text(100).optional(),
  region: text(100).optional(),
})
export type ShipTo = z.infer<typeof ShipTo>

/** A full postal address; only orders carry one. */
export interface PostalAddress {
  readonly recipient: string
  readonly lines: readonly string[]
  readonly city: string
  readonly region: string
  readonly postalCode: string
  readonly country: string
}

/** How a seller keeps what it promises, as the gateway measures it from the orders placed there. */
export const Standing = z.strictObject({
  /** Share of orders confirmed as quoted and not cancelled, of 10,000; few orders are drawn towards the usual share. */
  keptBasisPoints: z.int().min(0).max(10_000),
  /** From how many orders. */
  orderCount: z.int().min(0),
})
export type Standing = z.infer<typeof Standing>

/** One copy on offer. `total` is item + shipping + tax; a part that the seller does not say is null, and so is the total. */
export interface Quote {
  readonly quoteId: string
  readonly sellerId: string
  readonly sellerName: string
  readonly isbn13: string
  readonly condition: Condition | 'UNSPECIFIED'
  readonly item: Money
  readonly shipping: Money | null
  readonly tax: Money | null
  readonly total: Money | null
  /** The landed total in the seller's own currency: what the seller is told. Null when `total` is. */
  readonly sellerTotal: Money | null
  /** Units of the asked currency for one of the seller's; null when they are the same. */
  readonly fx: { readonly rate: string; readonly at: Date | null } | null
  /** 0 when the seller does not say. */
  readonly quantity: number
  readonly shipsFrom: string | null
  readonly deliveryDays: { readonly min: number; readonly max: number } | null
  readonly fetchedAt: Date
  readonly expiresAt: Date
  readonly source: 'LIVE' | 'CACHED' | 'FEED'
  readonly orderToken: string
  /** True when the seller can settle an unknown outcome, so that a machine may buy. */
  readonly isAutoBuyEligible: boolean
  /** Its seller's; absent where nothing is known, and in rounds stored before it was measured. */
  readonly standing?: Standing
}

/** A quote whose every part is known: the only kind that can be bought. */
export type PricedQuote = Quote & { readonly total: Money; readonly sellerTotal: Money }

export type FailureKind = 'AUTH' | 'THROTTLED' | 'UNAVAILABLE' | 'TIMEOUT' | 'BAD_DATA' | 'REJECTED'
export type SkipReason = 'BREAKER_OPEN' | 'RATE_LIMITED' | 'BUSY' | 'NOT_ELIGIBLE'

/** How many sellers were asked and what came of it. */
export const Coverage = z.strictObject({ asked: z.int(), answered: z.int(), failed: z.int(), skipped: z.int() })
export type Coverage = z.infer<typeof Coverage>

/** One thing that happened while quotes stream in. */
export type QuoteEvent =
  | { type: 'started'; sellerId: string; sellerName: string }
  | { type: 'quote'; quote: Quote }
  | { type: 'done'; sellerId: string; sellerName: string; quoteCount: number; elapsedMs: number }
  | { type: 'failed'; sellerId: string; sellerName: string; kind: FailureKind; elapsedMs: number }
  | { type: 'skipped'; sellerId: string; sellerName: string; reason: SkipReason }
  | { type: 'summary'; coverage: Coverage; bestQuoteId: string | null; elapsedMs: number }

export interface QuotesRequest {
  readonly isbn13: string
  readonly destination: Destination
  readonly currency: string
  /** True before an order: no cached answers. */
  readonly isLiveOnly?: boolean
}

/** A seller and what it can do. */
export interface Seller {
  readonly id: string
  readonly name: string
  readonly protocol: string
  readonly currency: string
  readonly canCancel: boolean
  readonly canLookUp: boolean
  readonly replaysOrders: boolean
  /** After this long "not found" means "not made"; null when it never does. */
  readonly notFoundFinalAfterMs: number | null
  readonly isAutoBuyEligible: boolean
  readonly standing?: Standing
}

/** An order as its seller sees it. `CANCELLED` with no `sellerOrderId` is a reference cancelled before any order arrived. */
export interface SellerOrder {
  readonly sellerId: string
  readonly reference: string
  readonly sellerOrderId: string
  readonly state: 'ACCEPTED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'UNSPECIFIED'
  readonly isbn13: string
  readonly condition: Condition | 'UNSPECIFIED'
  /** In the seller's currency; null for a reference that never became an order. */
  readonly total: Money | null
}

export interface PlaceOrder {
  /** Our reference: the idempotency key. */
  readonly reference: string
  readonly sellerId: string
  readonly orderToken: string
  /** The quoted landed total in the seller's currency; above it the seller must refuse. Never the shopper's maximum. */
  readonly limit: Money
  readonly shipTo: PostalAddress
}

/** Why a seller definitely did not sell. */
export type PlaceRefusal = 'SOLD_OUT' | 'PRICE_CHANGED' | 'QUOTE_EXPIRED' | 'ORDER_CANCELLED' | 'REJECTED'

interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs: number
  readonly requestId?: string | undefined
}

/** The sellers, behind the gateway. Implemented by gateway.ts and by the simulation. */
export interface Sellers {
  /** Streams what happens; ends with a summary. Throws only when nobody could be asked. */
  streamQuotes(request: QuotesRequest, options: CallOptions): AsyncIterable<QuoteEvent>
  placeOrder(order: PlaceOrder, options: CallOptions): Promise<Outcome<SellerOrder, PlaceRefusal>>
  /** `refused NOT_FOUND`: the seller holds no such order now. */
  findOrder(
    ref: { sellerId: string; reference: string },
    options: CallOptions,
  ): Promise<Outcome<SellerOrder, 'NOT_FOUND'>>
  /** Cancels, also what has not arrived yet. `refused CANNOT_CANCEL`: this seller or this order cannot be. */
  cancelOrder(
    ref: { sellerId: string; reference: string },
    options: CallOptions,
  ): Promise<Outcome<SellerOrder, 'CANNOT_CANCEL'>>
  list(options: CallOptions): Promise<readonly Seller[]>
}

export const QuoteView = z.strictObject({
  quoteId: z.string(),
  sellerId: z.string(),
  sellerName: z.string(),
  isbn13: z.string(),
  condition: z.enum([...conditions, 'UNSPECIFIED']),
  item: MoneyView,
  shipping: MoneyView.optional(),
  tax: MoneyView.optional(),
  total: MoneyView.optional(),
  sellerTotal: MoneyView.optional(),
  fxRate: z.string().optional(),
  fxAt: z.string().optional(),
  quantity: z.int().optional(),
  shipsFrom: z.string().optional(),
  deliveryDays: z.strictObject({ min: z.int(), max: z.int() }).optional(),
  fetchedAt: z.string(),
  expiresAt: z.string(),
  source: z.enum(['LIVE', 'CACHED', 'FEED']),
  buyable: z.boolean(),
  standing: Standing.optional(),
})
export type QuoteView = z.infer<typeof QuoteView>

/** A quote as the web sees it: without the order token, which only the server may use. */
export function toQuoteView(quote: Quote): QuoteView {
  const { shipping, tax, total, sellerTotal, fx, deliveryDays } = quote
  return {
    quoteId: quote.quoteId,
    sellerId: quote.sellerId,
    sellerName: quote.sellerName,
    isbn13: quote.isbn13,
    condition: quote.condition,
    item: toMoneyView(quote.item),
    ...(shipping && { shipping: toMoneyView(shipping) }),
    ...(tax && { tax: toMoneyView(tax) }),
    ...(total && { total: toMoneyView(total) }),
    ...(sellerTotal && { sellerTotal: toMoneyView(sellerTotal) }),
    ...(fx && { fxRate: fx.rate, ...(fx.at && { fxAt: fx.at.toISOString() }) }),
    ...(quote.quantity > 0 && { quantity: quote.quantity }),
    ...(quote.shipsFrom && { shipsFrom: quote.shipsFrom }),
    ...(deliveryDays && { deliveryDays }),
    fetchedAt: quote.fetchedAt.toISOString(),
    expiresAt: quote.expiresAt.toISOString(),
    source: quote.source,
    buyable: quote.isAutoBuyEligible && total !== null,
    ...(quote.standing && { standing: quote.standing }),
  }
}

export const refuse = defineRefusals('sellers', {
  unreachable: {
    trpc: 'SERVICE_UNAVAILABLE',
    say: 'We cannot reach any seller right now. Please try again in a moment.',
  },
  book_unknown: { trpc: 'BAD_REQUEST', say: 'The sellers do not recognise this book number.' },
})
