// Foxed & Sons: second-hand books in single copies, from England; now and then somebody else is faster.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Condition, Profile, SeededCopy } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'foxed'

export const foxedProfile: Profile = {
  name,
  title: 'Foxed & Sons',
  protocol: 'signed',
  orderPrefix: 'FX',
  currencies: ['GBP', 'USD'],
  behaviour: { ...calm, latencyMs: { p50: 300, p99: 2500 }, soldOutRate: 0.08, ratePerSecond: 200 },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const count = 1 + Math.floor(4 * uniform(seed, name, 'copies', isbn13))
    return Array.from({ length: count }, (_, i) => copyOf(isbn13, i + 1, seed))
  },
  shipping({ weightBand }, country, currency) {
    const zone = country === 'GB' ? 'home' : zoneOf(country)
    return zone && fromUsdCents(postage[zone] + extra[weightBand], currency)
  },
  taxBasisPoints: () => 0, // the margin scheme: it is in the price
  shipsFrom: () => 'GB',
}

function copyOf(isbn13: string, nth: number, seed: number): SeededCopy {
  const draw = (what: string) => uniform(seed, name, what, isbn13, nth)
  const { condition, worth } = grades.find(({ below }) => draw('grade') < below) ?? grades[0]
  const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
  return {
    nth,
    condition,
    usdCents: plausibleCents(list * worth * (0.8 + 0.4 * draw('price'))),
    quantity: 1,
    vendor: 0,
    isShippingHidden: false,
    weightBand: weightBandOf(isbn13),
  }
}

const grades: [Grade, ...Grade[]] = [
  { below: 0.05, condition: 'NEW', worth: 0.9 },
  { below: 0.2, condition: 'LIKE_NEW', worth: 0.75 },
  { below: 0.55, condition: 'VERY_GOOD', worth: 0.6 },
  { below: 0.88, condition: 'GOOD', worth: 0.45 },
  { below: 1, condition: 'ACCEPTABLE', worth: 0.33 },
]

// US cents.
const postage = { home: 378, europe: 850, overseas: 1250 }
const extra = { A: 0, B: 70, C: 220 }

interface Grade {
  below: number
  condition: Condition
  worth: number
}
