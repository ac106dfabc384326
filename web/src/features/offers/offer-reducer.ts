// From live events to what the board shows. A pure fold, and a join: events may come in any order and more than once (a
// resumed stream repeats some) and the result is the same.
import type { Coverage, LiveEvent, Quote } from '../../api/shapes.ts'

type Failure = Extract<LiveEvent, { type: 'failed' }>['kind']
type SkipReason = Extract<LiveEvent, { type: 'skipped' }>['reason']

/** How a seller's part ended, or that it has not. */
export type SellerStatus =
  | { kind: 'asking' }
  | { kind: 'skipped'; reason: SkipReason }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'answered' }

export interface SellerOffers {
  sellerId: string
  sellerName: string
  status: SellerStatus
  quotes: Readonly<Record<string, Quote>>
}

export interface LiveOffers {
  sellers: Readonly<Record<string, SellerOffers>>
  /** Set when every seller has answered, failed or been skipped. */
  summary: { coverage: Coverage; bestQuoteId: string | null; elapsedMs: number } | null
}

export const noOffers: LiveOffers = { sellers: {}, summary: null }

export function offerReducer(state: LiveOffers, event: LiveEvent | { type: 'reset' }): LiveOffers {
  switch (event.type) {
    case 'reset':
      return noOffers
    case 'started':
      return withSeller(state, event, { kind: 'asking' })
    case 'done':
      return withSeller(state, event, { kind: 'answered' })
    case 'failed':
      return withSeller(state, event, { kind: 'failed', failure: event.kind })
    case 'skipped':
      return withSeller(state, event, { kind: 'skipped', reason: event.reason })
    case 'quote':
      return withQuote(state, event.quote)
    case 'summary': {
      const { coverage, bestQuoteId, elapsedMs } = event
      return { ...state, summary: { coverage, bestQuoteId, elapsedMs } }
    }
  }
}

/** What has been said so far: a later word about a seller outranks an earlier one, whichever arrives first. */
const rank = { asking: 0, skipped: 1, failed: 2, answered: 3 } satisfies Record<SellerStatus['kind'], number>

function withSeller(
  state: LiveOffers,
  seller: { sellerId: string; sellerName: string },
  status: SellerStatus,
): LiveOffers {
  const known = state.sellers[seller.sellerId]
  const kept = known && rank[known.status.kind] >= rank[status.kind] ? known.status : status
  return put(state, {
    sellerId: seller.sellerId,
    sellerName: seller.sellerName,
    status: kept,
    quotes: known?.quotes ?? {},
  })
}

function withQuote(state: LiveOffers, quote: Quote): LiveOffers {
  const { sellerId, sellerName } = quote
  const known = state.sellers[sellerId] ?? { sellerId, sellerName, status: { kind: 'asking' }, quotes: {} }
  const older = known.quotes[quote.quoteId]
  if (older && older.fetchedAt >= quote.fetchedAt) return state
  return put(state, { ...known, quotes: { ...known.quotes, [quote.quoteId]: quote } })
}

function put(state: LiveOffers, seller: SellerOffers): LiveOffers {
  return { ...state, sellers: { ...state.sellers, [seller.sellerId]: seller } }
}
