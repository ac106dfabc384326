// Pure: the gateway's messages → what the server speaks of. An enum value from a newer gateway reads as the least it can mean.
import type { gateway } from '@quire/proto'
import { fromProtoMoney } from '@quire/proto/money'
import { fromDuration, fromTimestamp } from '@quire/proto/time'
import { conditions } from './model.ts'
import type { Condition, FailureKind, Quote, QuoteEvent, Seller, SellerOrder, SkipReason, Standing } from './model.ts'

const failureKinds: readonly FailureKind[] = ['AUTH', 'THROTTLED', 'UNAVAILABLE', 'TIMEOUT', 'BAD_DATA', 'REJECTED']
const skipReasons: readonly SkipReason[] = ['BREAKER_OPEN', 'RATE_LIMITED', 'BUSY', 'NOT_ELIGIBLE']
const orderStates = ['ACCEPTED', 'SHIPPED', 'DELIVERED', 'CANCELLED'] as const
const sources = ['LIVE', 'CACHED', 'FEED'] as const

/** One message of the stream, or null for a kind of event this server does not know yet. */
export function toEvent(message: gateway.StreamQuotesResponse__Output): QuoteEvent | null {
  const { started, quote, failed, skipped, done, summary } = message
  if (started) return { type: 'started', sellerId: started.sellerId, sellerName: started.sellerName }
  if (quote) return { type: 'quote', quote: toQuote(quote) }
  if (failed) {
    const kind = known(failureKinds, failed.kind, 'FAILURE_KIND_') ?? 'UNAVAILABLE'
    return {
      type: 'failed',
      sellerId: failed.sellerId,
      sellerName: failed.sellerName,
      kind,
      elapsedMs: ms(failed.elapsed),
    }
  }
  if (skipped) {
    const reason = known(skipReasons, skipped.reason, 'SKIP_REASON_') ?? 'NOT_ELIGIBLE'
    return { type: 'skipped', sellerId: skipped.sellerId, sellerName: skipped.sellerName, reason }
  }
  if (done) {
    const { sellerId, sellerName, quoteCount } = done
    return { type: 'done', sellerId, sellerName, quoteCount, elapsedMs: ms(done.elapsed) }
  }
  if (summary) {
    const { asked, answered, failed: failures, skipped: left } = summary
    const coverage = { asked, answered, failed: failures, skipped: left }
    return { type: 'summary', coverage, bestQuoteId: summary.bestQuoteId || null, elapsedMs: ms(summary.elapsed) }
  }
  return null
}

/** Throws a RangeError when the price is missing or an amount is in an unknown currency. */
export function toQuote(quote: gateway.Quote__Output): Quote {
  if (!quote.item) throw new RangeError(`quote ${quote.quoteId} has no price`)
  return {
    quoteId: quote.quoteId,
    sellerId: quote.sellerId,
    sellerName: quote.sellerName,
    isbn13: quote.isbn13,
    condition: toCondition(quote.condition),
    item: fromProtoMoney(quote.item),
    shipping: quote.shipping ? fromProtoMoney(quote.shipping) : null,
    tax: quote.tax ? fromProtoMoney(quote.tax) : null,
    total: quote.landedTotal ? fromProtoMoney(quote.landedTotal) : null,
    sellerTotal: quote.landedTotal && quote.sellerTotal ? fromProtoMoney(quote.sellerTotal) : null,
    fx: toFx(quote),
    quantity: quote.quantity,
    shipsFrom: quote.shipsFrom || null,
    deliveryDays: quote.deliveryDaysMax > 0 ? { min: quote.deliveryDaysMin, max: quote.deliveryDaysMax } : null,
    fetchedAt: quote.fetchTime ? fromTimestamp(quote.fetchTime) : new Date(0),
    expiresAt: quote.expireTime ? fromTimestamp(quote.expireTime) : new Date(0), // no validity stated: never bought
    source: known(sources, quote.source, 'QUOTE_SOURCE_') ?? 'CACHED',
    orderToken: quote.orderToken,
    isAutoBuyEligible: quote.autoBuyEligible,
    ...toStanding(quote.standing),
  }
}

/** Nothing for a share that is none: a seller must not lose or win by it. */
function toStanding(standing: gateway.SellerStanding__Output | null): { standing?: Standing } {
  if (!standing) return {}
  const { keptBasisPoints, orderCount } = standing
  const isShare = keptBasisPoints >= 0 && keptBasisPoints <= 10_000 && orderCount >= 0
  return isShare ? { standing: { keptBasisPoints, orderCount } } : {}
}

function toFx({ fxRate, fxTime }: gateway.Quote__Output): Quote['fx'] {
  return fxRate && fxRate !== '1' ? { rate: fxRate, at: fxTime ? fromTimestamp(fxTime) : null } : null
}

export function toSellerOrder(order: gateway.Order__Output | null | undefined): SellerOrder {
  if (!order || (!order.total && order.sellerOrderId)) throw new RangeError('the answer holds no order')
  return {
    sellerId: order.sellerId,
    reference: order.requestId,
    sellerOrderId: order.sellerOrderId,
    state: known(orderStates, order.state, 'ORDER_STATE_') ?? 'UNSPECIFIED',
    isbn13: order.isbn13,
    condition: toCondition(order.condition),
    total: order.total ? fromProtoMoney(order.total) : null,
  }
}

export function toSeller(seller: gateway.Seller__Output): Seller {
  return {
    id: seller.sellerId,
    name: seller.name,
    protocol: seller.protocol,
    currency: seller.currency,
    canCancel: seller.canCancel,
    canLookUp: seller.canLookUp,
    replaysOrders: seller.replaysOrders,
    notFoundFinalAfterMs: seller.notFoundFinalAfter ? fromDuration(seller.notFoundFinalAfter) : null,
    isAutoBuyEligible: seller.autoBuyEligible,
    ...toStanding(seller.standing),
  }
}

function toCondition(value: string): Condition | 'UNSPECIFIED' {
  return known(conditions, value, 'CONDITION_') ?? 'UNSPECIFIED'
}

function known<T extends string>(names: readonly T[], value: string, prefix: string): T | null {
  return names.find((name) => value === prefix + name) ?? null
}

function ms(duration: { seconds: string; nanos: number } | null): number {
  return duration ? Math.round(fromDuration(duration)) : 0
}
