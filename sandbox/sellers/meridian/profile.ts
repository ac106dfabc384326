// Meridian Books: new books from Germany, in euros with VAT inside, some of them dear; shipping is free above a threshold.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Profile, SeededCopy } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'meridian'

export const meridianProfile: Profile = {
  name,
  title: 'Meridian Books',
  protocol: 'graphql',
  orderPrefix: 'MB',
  currencies: ['EUR'],
  behaviour: { ...calm, latencyMs: { p50: 90, p99: 400 }, ratePerSecond: 200 },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
    const isFine = uniform(seed, name, 'fine', isbn13) < fineShare
    const copy = (nth: number, condition: SeededCopy['condition'], worth: number): SeededCopy => ({
      nth,
      condition,
      usdCents: plausibleCents(list * worth) + (isFine ? bindingCents : 0),
      quantity: 1 + Math.floor(12 * uniform(seed, name, 'quantity', isbn13, nth)),
      vendor: 0,
      isShippingHidden: false,
      weightBand: weightBandOf(isbn13),
    })
    const hasMarked = uniform(seed, name, 'marked', isbn13) < 0.25
    return hasMarked ? [copy(1, 'NEW', 1.05), copy(2, 'LIKE_NEW', 0.7)] : [copy(1, 'NEW', 1.05)]
  },
  shipping({ weightBand }, country, currency, item) {
    const zone = country === home ? 'home' : zoneOf(country)
    if (!zone) return null
    const isFree = item.currency === 'EUR' && item.minor >= freeFromEuroCents
    return isFree ? { currency, minor: 0n } : fromUsdCents(postage[zone] + extra[weightBand], currency)
  },
  taxBasisPoints: () => 0, // nothing comes on top: it is inside
  shipsFrom: () => home,
}

/** The VAT inside a price for this country, in basis points of the price without it. */
export function includedVatBasisPoints(country: string): number {
  return vat[country] ?? 0
}

const home = 'DE'
const freeFromEuroCents = 3_500n

// One book in eight is the bound edition, which is what reaches the threshold.
const fineShare = 0.125
const bindingCents = 1_800

// US cents.
const postage = { home: 330, europe: 640, overseas: 1190 }
const extra = { A: 0, B: 60, C: 190 }

// The reduced rate on books; what leaves the European Union carries none.
const vat: Readonly<Record<string, number>> = {
  DE: 700,
  FR: 550,
  ES: 400,
  IT: 400,
  NL: 900,
  AT: 1000,
  BE: 600,
  PT: 600,
  LU: 300,
  DK: 2500,
  SE: 600,
  FI: 1400,
  PL: 500,
  CZ: 0,
  IE: 0,
}
