// Requests → our types. Throws INVALID_ARGUMENT that names the field.
import type { gateway } from '@quire/proto'
import { fromProtoMoney } from '@quire/proto/money'
import type { Money } from '@quire/proto/money'
import type { PostalAddress, QuoteAsk } from '../core/adapter.ts'
import { findRate } from '../core/fx.ts'
import type { FxTable } from '../core/fx.ts'
import { isIsbn13 } from '../core/isbn.ts'
import type { Registry, RegisteredSeller } from '../core/registry.ts'
import { invalid } from './errors.ts'

const country = /^[A-Z]{2}$/
const textMax = 200

/** What to ask the sellers. */
export function parseQuoteAsk(request: gateway.StreamQuotesRequest__Output, fx: FxTable): QuoteAsk {
  const { isbn13, destination, currency } = request
  if (!isIsbn13(isbn13)) throw invalid('isbn13', 'must be an ISBN-13, digits only')
  if (!destination || !country.test(destination.country))
    throw invalid('destination.country', 'must be two upper-case letters (ISO 3166-1)')
  if (destination.postalCode.length > 20) throw invalid('destination.postal_code', 'is too long')
  if (!findRate(fx, fx.base, currency)) throw invalid('currency', 'is not a currency that Quire trades in')
  return { isbn13, destination: { country: destination.country, postalCode: destination.postalCode }, currency }
}

/** A seller by its id. INVALID_ARGUMENT and not NOT_FOUND, which would read as "no such order". */
export function parseSeller(registry: Registry, sellerId: string): RegisteredSeller {
  const seller = registry.find(sellerId)
  if (!seller) throw invalid('seller_id', 'names no seller', 'NO_SUCH_SELLER')
  return seller
}

/** Our reference: what every seller's field for it takes. */
export function parseReference(requestId: string): string {
  if (!/^[\w.:-]{1,64}$/.test(requestId))
    throw invalid('request_id', 'must be 1 to 64 letters, digits, dots, colons, hyphens or underscores')
  return requestId
}

/** The quoted total. */
export function parseLimit(money: gateway.ProtoMoney__Output | null): Money {
  try {
    if (money) return fromProtoMoney(money)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  throw invalid('limit_total', 'must be an amount of whole minor units')
}

/** Where the parcel goes. */
export function parseAddress(address: gateway.PostalAddress__Output | null): PostalAddress {
  if (!address) throw invalid('ship_to', 'is missing')
  const { recipient, lines, city, region, postalCode } = address
  if (!country.test(address.country)) throw invalid('ship_to.country', 'must be two upper-case letters (ISO 3166-1)')
  if (lines.length < 1 || lines.length > 3) throw invalid('ship_to.lines', 'must be one to three lines')
  const required = { recipient, city, 'lines[0]': lines[0] ?? '' }
  for (const [field, text] of Object.entries(required))
    if (text.trim() === '') throw invalid(`ship_to.${field}`, 'is empty')
  if ([recipient, ...lines, city, region, postalCode].some((text) => text.length > textMax))
    throw invalid('ship_to', `has a field of more than ${textMax} characters`)
  return { recipient, lines, city, region, postalCode, country: address.country }
}
