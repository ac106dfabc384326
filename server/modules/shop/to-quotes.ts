import { toTotals } from '#rates'
import type { RateTables } from '#rates'
import { ownSeller } from '#sellers'
import type { Quote, QuotesRequest } from '#sellers'
import type { OwnOffer } from '#stock'
import type { OrderToken } from './model.ts'

/** A price on the shelf is compared again when it is ordered; until then a quote may be shown for so long. */
const quoteLifeMs = 10 * 60_000

/**
 * What our copies of a book cost one by one, delivered. In another currency than the shelf's, or where we do not deliver, there is none; where the tax
 * depends on a postal code that was not given, the total is not known.
 */
export function toQuotes(
  offers: readonly OwnOffer[],
  { isbn13, destination, currency }: QuotesRequest,
  { rates, at }: { rates: RateTables; at: Date },
): Quote[] {
  return offers.flatMap(({ condition, price, available }): Quote[] => {
    if (price.currency !== currency || available < 1) return []
    const totals = toTotals([{ id: isbn13, quantity: 1, price }], destination, rates)
    if (totals.kind === 'refused') return []
    const total = totals.isEstimate ? null : totals.total
    return [
      {
        quoteId: `${ownSeller.id}:${isbn13}:${condition}:${at.getTime()}`,
        sellerId: ownSeller.id,
        sellerName: ownSeller.name,
        isbn13,
        condition,
        item: price,
        shipping: totals.shipping,
        tax: totals.isEstimate ? null : totals.tax,
        total,
        sellerTotal: total,
        fx: null,
        quantity: available,
        shipsFrom: null,
        deliveryDays: totals.days,
        fetchedAt: at,
        expiresAt: new Date(at.getTime() + quoteLifeMs),
        source: 'LIVE',
        orderToken: toToken({ isbn13, condition, currency, minor: String(price.minor) }),
        isAutoBuyEligible: true,
      },
    ]
  })
}

function toToken(token: OrderToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url')
}
