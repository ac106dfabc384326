// Lantern Checkout: new and nearly new paper books, ebooks beside them, dollars and yen.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Profile, SeededCopy } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'lantern'

export const lanternProfile: Profile = {
  name,
  title: 'Lantern Checkout',
  protocol: 'acp',
  orderPrefix: 'LT',
  currencies: ['USD', 'JPY'],
  // One order in fifty is completed a moment later.
  behaviour: {
    ...calm,
    latencyMs: { p50: 60, p99: 350 },
    soldOutRate: 0.01,
    lateAcceptRate: 0.02,
    lateAcceptAfterMs: 400,
  },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const draw = (what: string) => uniform(seed, name, what, isbn13)
    const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
    const common = { vendor: 0, isShippingHidden: false, weightBand: weightBandOf(isbn13) }
    const isNew = draw('grade') < 0.75
    const paper: SeededCopy = {
      ...common,
      nth: 1,
      condition: isNew ? 'NEW' : 'LIKE_NEW',
      usdCents: plausibleCents(list * (isNew ? 0.95 : 0.8)),
      quantity: draw('out') < 0.04 ? 0 : 1 + Math.floor(8 * draw('quantity')),
    }
    const ebook: SeededCopy = {
      ...common,
      nth: ebookNth,
      condition: 'NEW',
      usdCents: plausibleCents(list * 0.6),
      quantity: licences,
    }
    return draw('ebook') < 0.3 ? [paper, ebook] : [paper]
  },
  shipping(copy, country, currency) {
    if (copy.nth === ebookNth) return { currency, minor: 0n }
    const zone = country === homeOf(currency) ? 'home' : zoneOf(country)
    return zone && fromUsdCents(perZone[zone] + perWeight[copy.weightBand], currency)
  },
  taxBasisPoints: (country) => taxes[country] ?? 0,
  shipsFrom: homeOf,
}

/** Whether an offer is the ebook that is sold under the paper book's barcode. */
export function isEbook(offerId: string): boolean {
  return offerId.endsWith(`-${ebookNth}`)
}

function homeOf(currency: string): string {
  return currency === 'JPY' ? 'JP' : 'US'
}

const ebookNth = 2
// Ebooks do not run out.
const licences = 1_000_000

const perZone = { home: 399, europe: 1150, overseas: 1290 }
const perWeight = { A: 0, B: 50, C: 180 }

// Tax on books in basis points.
const taxes: Readonly<Record<string, number>> = {
  US: 600,
  JP: 1000,
  CA: 500,
  AU: 1000,
  DE: 700,
  FR: 550,
  ES: 400,
  IT: 400,
  NL: 900,
}
