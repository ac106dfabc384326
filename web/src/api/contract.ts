// Temporary: the API as agreed, until @quire/server/router exports AppRouter. Nothing but shapes.ts imports this.
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorData,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'

type Money = { currency: string; minor: number }
type Condition = 'NEW' | 'LIKE_NEW' | 'VERY_GOOD' | 'GOOD' | 'ACCEPTABLE'
type Destination = { country: string; postalCode?: string | undefined }
type Facet = { value: string; count: number }
type SearchHit = {
  workId: string
  isbn13: string
  title: string
  subtitle?: string | undefined
  authors: string[]
  year?: number | undefined
  language?: string | undefined
  series?: string | undefined
  description?: string | undefined
  editionCount: number
  lowest?: { total: Money; sellerName: string; asOf: string } | undefined
}
type Edition = {
  isbn13: string
  title: string
  format: string
  language: string
  publisher?: string | undefined
  publishedYear?: number | undefined
  pages?: number | undefined
}
type Book = Edition & {
  work: {
    id: string
    title: string
    subtitle?: string | undefined
    authors: string[]
    originalYear?: number | undefined
    originalLanguage?: string | undefined
    series?: string | undefined
    seriesNumber?: string | undefined
    subjects: string[]
    description?: string | undefined
  }
  editions: Edition[]
}
type Quote = {
  quoteId: string
  sellerId: string
  sellerName: string
  isbn13: string
  condition: Condition | 'UNSPECIFIED'
  item: Money
  shipping?: Money | undefined
  tax?: Money | undefined
  total?: Money | undefined
  sellerTotal: Money
  fxRate?: string | undefined
  fxAt?: string | undefined
  quantity?: number | undefined
  shipsFrom?: string | undefined
  deliveryDays?: { min: number; max: number } | undefined
  fetchedAt: string
  expiresAt: string
  source: 'LIVE' | 'CACHED' | 'FEED'
  buyable: boolean
}
type Coverage = { asked: number; answered: number; failed: number; skipped: number }
type FailureKind = 'AUTH' | 'THROTTLED' | 'UNAVAILABLE' | 'TIMEOUT' | 'BAD_DATA' | 'REJECTED'
type SkipReason = 'BREAKER_OPEN' | 'RATE_LIMITED' | 'BUSY' | 'NOT_ELIGIBLE'
type LiveEvent =
  | { type: 'started'; sellerId: string; sellerName: string }
  | { type: 'quote'; quote: Quote }
  | { type: 'done'; sellerId: string; sellerName: string; quoteCount: number; elapsedMs: number }
  | { type: 'failed'; sellerId: string; sellerName: string; kind: FailureKind; elapsedMs: number }
  | { type: 'skipped'; sellerId: string; sellerName: string; reason: SkipReason }
  | { type: 'summary'; coverage: Coverage; bestQuoteId: string | null; elapsedMs: number }
type PurchaseState =
  | 'REQUESTED'
  | 'QUOTING'
  | 'AUTHORIZING'
  | 'ACTION_REQUIRED'
  | 'PLACING'
  | 'CONFIRMING'
  | 'CAPTURING'
  | 'RELEASING'
  | 'PURCHASED'
  | 'NO_OFFER'
  | 'DECLINED'
  | 'CANCELLED'
  | 'NEEDS_REVIEW'
type Purchase = {
  id: string
  state: PurchaseState
  isbn13: string | null
  title: string
  conditions: Condition[]
  maxTotal: Money
  destination: Destination
  createdAt: string
  updatedAt: string
  cancellable: boolean
  actionUrl?: string | undefined
  reason?: string | undefined
  result?:
    | { sellerId: string; sellerName: string; total: Money; orderId: string; isbn13: string; condition: Condition }
    | undefined
  lowestFound?: { sellerId: string; sellerName: string; total: Money } | undefined
  attempts: {
    ordinal: number
    sellerId: string
    sellerName: string
    total: Money
    state: 'PLACING' | 'UNKNOWN' | 'CONFIRMED' | 'REFUSED' | 'CANCELLED'
    reason?: string | undefined
    at: string
  }[]
  timeline: { seq: number; at: string; state: PurchaseState; event: string; text: string }[]
  receipt: null | {
    decidedAt: string
    quotes: (Quote & { verdict: 'CHOSEN' | 'PASSED_OVER'; why: string })[]
    coverage: Coverage
    unanswered: { sellerName: string; why: string }[]
    consent: string
  }
}
type OrderState = 'CREATED' | 'PAYMENT_PENDING' | 'PAID' | 'PROCESSING' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED'
type OrderSummary = {
  id: string
  state: OrderState
  title: string
  isbn13: string
  sellerName: string
  total: Money
  placedAt: string
  purchaseId: string
}
type Order = OrderSummary & {
  condition: Condition
  sellerOrderId: string
  item?: Money | undefined
  shipping?: Money | undefined
  tax?: Money | undefined
  shipTo: Destination
  history: {
    from: OrderState | null
    to: OrderState
    event: string
    reason?: string | undefined
    by: string
    at: string
  }[]
}
type Query<I, O> = TRPCQueryProcedure<{ input: I; output: O; meta: unknown }>
type Mutation<I, O> = TRPCMutationProcedure<{ input: I; output: O; meta: unknown }>
type Subscription<I, O> = TRPCSubscriptionProcedure<{
  input: I
  output: AsyncIterable<{ id: string; data: O }, void, unknown>
  meta: unknown
}>
type ErrorShape = {
  message: string
  code: number
  data: TRPCDefaultErrorData & {
    refusal?: string | undefined
    fields?: Record<string, string> | undefined
    requestId?: string | undefined
  }
}
type OffersInput = { isbn13: string; destination: Destination; currency: string; conditions?: Condition[] | undefined }

export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape; transformer: false },
  {
    search: {
      find: Query<
        {
          text: string
          filters?:
            | {
                subjects?: string[] | undefined
                languages?: string[] | undefined
                formats?: string[] | undefined
                yearFrom?: number | undefined
                yearTo?: number | undefined
              }
            | undefined
          limit?: number | undefined
          cursor?: string | undefined
        },
        {
          hits: SearchHit[]
          total: number
          facets: { subjects: Facet[]; languages: Facet[]; formats: Facet[] }
          didYouMean?: string | undefined
          engine: 'postgres' | 'opensearch'
          degraded: boolean
          nextCursor?: string | undefined
        }
      >
      suggest: Query<
        { text: string },
        {
          suggestions: {
            text: string
            kind: 'title' | 'author' | 'isbn' | 'subject'
            isbn13?: string | undefined
          }[]
        }
      >
    }
    catalog: { getBook: Query<{ isbn13: string }, Book> }
    offers: {
      best: Query<
        OffersInput,
        { best: Quote | null; quotes: Quote[]; coverage: Coverage; final: boolean; asOf: string }
      >
      live: Subscription<OffersInput, LiveEvent>
    }
    buying: {
      start: Mutation<
        {
          key: string
          isbn13: string
          conditions: Condition[]
          maxTotal: Money
          destination: Destination & {
            recipient?: string | undefined
            lines?: string[] | undefined
            city?: string | undefined
            region?: string | undefined
          }
          paymentMethod: string
        },
        Purchase
      >
      get: Query<{ purchaseId: string }, Purchase>
      cancel: Mutation<{ purchaseId: string }, Purchase>
      live: Subscription<{ purchaseId: string }, Purchase>
    }
    orders: {
      list: Query<
        { cursor?: string | undefined; limit?: number | undefined },
        { orders: OrderSummary[]; nextCursor?: string | undefined }
      >
      get: Query<{ orderId: string }, Order>
    }
    accounts: {
      me: Query<void, { id: string; email: string; name: string; role: 'reader' | 'staff' } | null>
      paymentMethods: Query<
        void,
        { methods: { id: string; label: string; note?: string | undefined }[]; provider: 'sandbox' | 'stripe' }
      >
    }
    sellers: {
      list: Query<
        void,
        { sellers: { id: string; name: string; protocol: string; currency: string; buyable: boolean }[] }
      >
    }
  }
>
