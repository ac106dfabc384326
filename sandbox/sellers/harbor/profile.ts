// Harbor Marketplace: many small sellers, used grades, USD and GBP.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Condition, Profile, SeededCopy } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'harbor'

export const harborProfile: Profile = {
  name,
  title: 'Harbor Marketplace',
  protocol: 'rest',
  orderPrefix: 'HM',
  currencies: ['USD', 'GBP'],
  behaviour: {
    ...calm,
    latencyMs: { p50: 120, p99: 900 },
    soldOutRate: 0.01,
    priceMoveRate: 0.02,
    ratePerSecond: 200, // the model allows 25; a demo or a bench should not be throttled by it
  },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const count = 1 + Math.floor(6 * uniform(seed, name, 'copies', isbn13))
    return Array.from({ length: count }, (_, i) => copyOf(isbn13, i + 1, seed))
  },
  shipping(copy, country, currency) {
    const isHome = country === homeOf(currency)
    if (!isHome && (zoneOf(country) === null || !vendorOf(copy.vendor).sendsAbroad)) return null
    const base = isHome ? 349 : 1190
    return fromUsdCents(base + 50 * (copy.vendor % 4) + perWeight[copy.weightBand], currency)
  },
  taxBasisPoints: (country) => taxes[country] ?? 0,
  shipsFrom: homeOf,
}

/** The country of a marketplace, by its currency. */
export function homeOf(currency: string): string {
  return currency === 'GBP' ? 'GB' : 'US'
}

/** One of the small sellers. */
export function vendorOf(index: number): Vendor {
  return vendors[index % vendors.length] ?? vendors[0]
}

function copyOf(isbn13: string, nth: number, seed: number): SeededCopy {
  const draw = (what: string) => uniform(seed, name, what, isbn13, nth)
  const { condition, worth } = pickGrade(draw('grade'))
  const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
  return {
    nth,
    condition,
    usdCents: plausibleCents(list * worth * (0.85 + 0.3 * draw('price'))),
    quantity: condition === 'NEW' ? 1 + Math.floor(5 * draw('quantity')) : 1,
    vendor: Math.floor(vendors.length * draw('vendor')),
    isShippingHidden: draw('hidden') < 0.05,
    weightBand: weightBandOf(isbn13),
  }
}

function pickGrade(at: number): { condition: Condition; worth: number } {
  return grades.find(({ below }) => at < below) ?? grades[0]
}

const grades: [Grade, ...Grade[]] = [
  { below: 0.15, condition: 'NEW', worth: 0.95 },
  { below: 0.35, condition: 'LIKE_NEW', worth: 0.8 },
  { below: 0.6, condition: 'VERY_GOOD', worth: 0.65 },
  { below: 0.88, condition: 'GOOD', worth: 0.5 },
  { below: 1, condition: 'ACCEPTABLE', worth: 0.38 },
]

const vendors: [Vendor, ...Vendor[]] = [
  { username: 'attic_books', feedbackPercentage: '99.1', feedbackScore: 2210, sendsAbroad: true },
  { username: 'second_story', feedbackPercentage: '98.4', feedbackScore: 18_233, sendsAbroad: true },
  { username: 'the_paper_mill', feedbackPercentage: '99.8', feedbackScore: 641, sendsAbroad: false },
  { username: 'margin_notes', feedbackPercentage: '97.2', feedbackScore: 88, sendsAbroad: true },
  { username: 'river_street_reads', feedbackPercentage: '99.5', feedbackScore: 5402, sendsAbroad: true },
]

const perWeight = { A: 0, B: 60, C: 210 }

// Tax on books in basis points. The United States have no one rate; a flat one keeps quotes and orders comparable.
const taxes: Readonly<Record<string, number>> = {
  US: 600,
  CA: 500,
  AU: 1000,
  DE: 700,
  FR: 550,
  ES: 400,
  IT: 400,
  NL: 900,
}

interface Vendor {
  username: string
  feedbackPercentage: string
  feedbackScore: number
  sendsAbroad: boolean
}

interface Grade {
  below: number
  condition: Condition
  worth: number
}
