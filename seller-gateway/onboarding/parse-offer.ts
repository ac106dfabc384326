// One pushed offer → ours. Pure; the first wrong field is named.
import type { onboarding } from '@quire/proto'
import { fromTimestamp } from '@quire/proto/time'
import type { Money } from '@quire/proto/money'
import { readAmount } from '../core/amounts.ts'
import { isIsbn13 } from '../core/isbn.ts'
import { fromProtoCondition } from '../core/proto-names.ts'
import { SellerFailure } from '../core/seller-failure.ts'
import type { PushedOffer } from '../store/offers.ts'
import type { Profile } from './model.ts'
import type { Violation } from './violations.ts'

const quantityMax = 1_000_000
// A clock that is further ahead would keep every later price out.
const aheadMaxMs = 5 * 60_000

/** Reads an offer of a seller with this profile. */
export function parseOffer(
  offer: onboarding.Offer__Output | null,
  { profile, nowMs }: { profile: Profile; nowMs: number },
): PushedOffer | Violation {
  if (!offer) return wrong('offer', 'is missing')
  const { offerId, isbn13, quantity } = offer
  if (!/^[\x21-\x7e]{1,100}$/.test(offerId)) return wrong('offer.offer_id', 'must be 1 to 100 visible ASCII characters')
  if (!isIsbn13(isbn13)) return wrong('offer.isbn13', 'must be an ISBN-13, digits only')
  if (quantity < 0 || quantity > quantityMax) return wrong('offer.quantity', `must be 0 to ${quantityMax}`)
  const condition = fromProtoCondition(offer.condition)
  if (condition === 'UNSPECIFIED' && quantity > 0)
    return wrong('offer.condition', 'must be one that the contract knows')
  const changedAt = readChangeTime(offer.changeTime, nowMs)
  if ('field' in changedAt) return changedAt
  const item = quantity === 0 ? { currency: profile.currency, minor: 0n } : readItem(offer.item, profile)
  if ('field' in item) return item
  return { offerId, isbn13, condition, currency: item.currency, itemMinor: item.minor, quantity, changedAt }
}

function readChangeTime(given: onboarding.Offer__Output['changeTime'], nowMs: number): Date | Violation {
  const field = 'offer.change_time'
  if (!given) return wrong(field, 'is missing')
  const at = fromTimestamp(given)
  if (Number.isNaN(at.getTime())) return wrong(field, 'is no time')
  return at.getTime() > nowMs + aheadMaxMs ? wrong(field, 'is in the future: check your clock') : at
}

function readItem(given: onboarding.Offer__Output['item'], profile: Profile): Money | Violation {
  // With zones, shipping is added in the profile's currency.
  const currencies = profile.shippingZones.length > 0 ? [profile.currency] : profile.currencies
  try {
    return readAmount(given, { currencies })
  } catch (error) {
    if (error instanceof SellerFailure) return wrong('offer.item', error.message)
    throw error
  }
}

function wrong(field: string, description: string): Violation {
  return { field, description }
}
