// Papertrail: used paper from one warehouse in Germany, in euros.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Condition, Profile } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'papertrail'

export const papertrailProfile: Profile = {
  name,
  title: 'Papertrail',
  protocol: 'rest',
  orderPrefix: 'PT',
  currencies: ['EUR'],
  behaviour: { ...calm, latencyMs: { p50: 180, p99: 1_200 }, failRate: 0.005, soldOutRate: 0.02 },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
    const count = 1 + Math.floor(3 * uniform(seed, name, 'copies', isbn13))
    return Array.from({ length: count }, (_, at) => {
      const draw = (what: string) => uniform(seed, name, what, isbn13, at + 1)
      const { condition, worth } = grades[Math.floor(grades.length * draw('grade'))] ?? grades[0]
      return {
        nth: at + 1,
        condition,
        usdCents: plausibleCents(list * worth),
        quantity: Math.floor(4 * draw('quantity')), // now and then none is left
        vendor: 0,
        isShippingHidden: false,
        weightBand: weightBandOf(isbn13),
      }
    })
  },
  shipping({ weightBand }, country, currency) {
    const zone = country === 'DE' ? 'home' : zoneOf(country)
    return zone && fromUsdCents(perZone[zone] + perWeight[weightBand], currency)
  },
  taxBasisPoints: (country) => taxes[country] ?? 0,
  shipsFrom: () => 'DE',
}

const grades: [Grade, ...Grade[]] = [
  { condition: 'NEW', worth: 0.95 },
  { condition: 'LIKE_NEW', worth: 0.75 },
  { condition: 'VERY_GOOD', worth: 0.62 },
  { condition: 'GOOD', worth: 0.48 },
  { condition: 'ACCEPTABLE', worth: 0.35 },
]

const perZone = { home: 290, europe: 690, overseas: 1490 }
const perWeight = { A: 0, B: 80, C: 240 }

// Reduced rates on books, in basis points.
const taxes: Readonly<Record<string, number>> = { DE: 700, FR: 550, ES: 400, IT: 400, NL: 900, AT: 1000, BE: 600 }

interface Grade {
  condition: Condition
  worth: number
}
