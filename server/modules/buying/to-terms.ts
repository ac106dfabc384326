// What a shopper asked for, as terms that never change. Pure.
import type { Condition, PostalAddress, ShipTo } from '#sellers'
import type { Money } from '#platform/money'
import type { Terms } from './purchase.ts'

const addressFollows = 'Address follows; please ask Quire'

interface Asked {
  readonly conditions: readonly Condition[]
  readonly maxTotal: Money
  readonly destination: ShipTo
  readonly paymentMethod: string
}

/** The terms of a purchase: `isbns` are what the shopper accepts, the one they looked at first. */
export function toTerms({ conditions, maxTotal, destination, paymentMethod }: Asked, isbns: readonly string[]): Terms {
  const { country, postalCode } = destination
  return {
    isbns,
    conditions: [...new Set(conditions)],
    max: maxTotal,
    destination: postalCode ? { country, postalCode } : { country },
    shipTo: toAddress(destination),
    paymentMethod,
  }
}

/**
 * Sellers want a whole address with an order. The web form asks for one; a script that names only a country gets its book reserved
 * under words that tell the seller to ask us, which is better than an order that no seller takes.
 */
function toAddress({ recipient, lines, city, region, postalCode, country }: ShipTo): PostalAddress {
  return {
    recipient: recipient || 'A Quire reader',
    lines: lines?.some((line) => line !== '') ? lines.filter((line) => line !== '') : [addressFollows],
    city: city || addressFollows,
    region: region ?? '',
    postalCode: postalCode || '00000',
    country,
  }
}
