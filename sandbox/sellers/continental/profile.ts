// Continental EDI: new books from Switzerland in francs and euros, and from its American house in dollars. Paperwork, and slow.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Profile } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

/** The same house twice: one speaks EDIFACT, the other X12. */
export const continentalProfile = profileOf('continental', 'Continental EDI', ['EUR', 'CHF'], {
  home: 'CH',
  near: 'DE',
})
export const continentalUsProfile = profileOf('continental-us', 'Continental EDI America', ['USD'], {
  home: 'US',
  near: 'CA',
})

/** A country of each carriage zone. */
export const zoneSamples: Readonly<Record<string, readonly [string, string, string]>> = {
  continental: ['CH', 'DE', 'US'],
  'continental-us': ['US', 'CA', 'GB'],
}

function profileOf(
  name: string,
  title: string,
  currencies: Profile['currencies'],
  { home, near }: { home: string; near: string },
): Profile {
  return {
    name,
    title,
    protocol: 'edi',
    orderPrefix: 'CE',
    currencies,
    behaviour: {
      ...calm,
      latencyMs: { p50: 150, p99: 1200 },
      documentMs: { p50: 8_000, p99: 45_000 }, // at most twice that, a minute and a half
      listEveryMs: 600_000, // a night of ten minutes
      halfWrittenRate: 0.01,
      duplicateRate: 0.05,
      substituteRate: 0.01,
      backOrderRate: 0.01,
      soldOutRate: 0.01,
    },
    stockOf(isbn13, seed) {
      if (!isCarried(name, isbn13, seed)) return []
      const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
      return [
        {
          nth: 1,
          condition: 'NEW',
          usdCents: plausibleCents(list * tradeShare),
          quantity: Math.floor(60 * uniform(seed, name, 'quantity', isbn13)),
          vendor: 0,
          isShippingHidden: false,
          weightBand: weightBandOf(isbn13),
        },
      ]
    },
    shipping({ weightBand }, country, currency) {
      const isNear = near === 'CA' ? country === 'CA' : zoneOf(country) === 'europe'
      const zone = country === home ? 'home' : isNear ? 'near' : zoneOf(country) && 'far'
      return zone && fromUsdCents(carriage[zone][weightBand], currency)
    },
    taxBasisPoints: () => 0, // included in the price
    shipsFrom: () => home,
  }
}

// What is left of the list price after the trade discount.
const tradeShare = 0.8

// US cents by zone and weight band.
const carriage = {
  home: { A: 290, B: 350, C: 480 },
  near: { A: 610, B: 760, C: 990 },
  far: { A: 1150, B: 1390, C: 1790 },
}
