// Quotes made of pushed offers, for sellers that say where they ship and for how much. Everything else they do as their protocol does it.
import type { QuoteAsk, SellerAdapter, SellerQuote } from '../core/adapter.ts'
import type { PushedOffer } from '../store/offers.ts'
import type { Profile } from './model.ts'

/** An offer with when we received it. */
export type ReceivedOffer = PushedOffer & { receivedAt: Date }

/** Reads what a seller has pushed of a book since `since`, cheapest first. */
export type ReadOffers = (isbn13: string, since: Date) => Promise<readonly ReceivedOffer[]>

const dayMs = 24 * 3_600_000
/** A price that nobody has repeated for this long is not shown any more. */
const offerLifeMs = 30 * dayMs
// A pushed price is known to hold until the next push; a purchase needs some minutes, and the seller checks the price again with the order.
const quoteLifeMs = 15 * 60_000

/** `adapter` with quotes from `readOffers` when the profile has zones; as it is when it has none. */
export function withPushedOffers(
  adapter: SellerAdapter,
  profile: Pick<Profile, 'currency' | 'shippingZones'>,
  { readOffers, now }: { readOffers: ReadOffers; now: () => number },
): SellerAdapter {
  if (profile.shippingZones.length === 0) return adapter
  return {
    ...adapter,
    async *getQuotes(ask, signal) {
      const offers = await readOffers(ask.isbn13, new Date(now() - offerLifeMs))
      if (signal.aborted) throw signal.reason
      yield* toQuotes(offers, ask, { profile, nowMs: now() })
    },
  }
}

/** One quote an offer, for a country of the zones; none for the others. Pure. */
function toQuotes(
  offers: readonly ReceivedOffer[],
  { destination }: Pick<QuoteAsk, 'destination'>,
  { profile, nowMs }: { profile: Pick<Profile, 'currency' | 'shippingZones'>; nowMs: number },
): SellerQuote[] {
  const zone = profile.shippingZones.find(({ countries }) => countries.includes(destination.country))
  if (!zone) return []
  // Offers in another currency are from before the zones: there is no shipping in it to add.
  return offers
    .filter(({ currency, quantity }) => currency === profile.currency && quantity > 0)
    .map((offer) => ({
      quoteRef: offer.offerId,
      isbn13: offer.isbn13,
      condition: offer.condition,
      item: { currency: offer.currency, minor: offer.itemMinor },
      shipping: zone.shipping,
      tax: { currency: offer.currency, minor: 0n }, // in the prices
      quantity: offer.quantity,
      shipsFrom: '',
      deliveryDays: zone.deliveryDays,
      expiresAt: new Date(nowMs + quoteLifeMs),
      listedAt: offer.receivedAt,
    }))
}
