// Fleet Street Direct: the fast one. New and nearly new books from London, quoted in the buyer's currency.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Profile, SeededCopy } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'fleet-street'

export const fleetStreetProfile: Profile = {
  name,
  title: 'Fleet Street Direct',
  protocol: 'grpc',
  orderPrefix: 'FS',
  currencies: ['GBP', 'USD', 'EUR'],
  behaviour: { ...calm, latencyMs: { p50: 15, p99: 60 }, lateAcceptRate: 0.01 },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
    const copy = (nth: number, condition: SeededCopy['condition'], worth: number): SeededCopy => ({
      nth,
      condition,
      vendor: 0,
      isShippingHidden: false,
      usdCents: plausibleCents(list * worth),
      quantity: 1 + Math.floor(8 * uniform(seed, name, 'quantity', isbn13, nth)),
      weightBand: weightBandOf(isbn13),
    })
    const hasOpened = uniform(seed, name, 'opened', isbn13) < 0.4
    return hasOpened ? [copy(1, 'NEW', 0.95), copy(2, 'LIKE_NEW', 0.78)] : [copy(1, 'NEW', 0.95)]
  },
  shipping({ weightBand }, country, currency) {
    const zone = country === 'GB' ? 'home' : zoneOf(country)
    return zone && fromUsdCents(postage[zone] + extra[weightBand], currency)
  },
  taxBasisPoints: (country) => taxes[country] ?? 0,
  shipsFrom: () => 'GB',
}

// US cents.
const postage = { home: 299, europe: 495, overseas: 550 }
const extra = { A: 0, B: 80, C: 240 }

// Basis points; books sent overseas leave untaxed.
const taxes: Readonly<Record<string, number>> = { DE: 700, FR: 550, ES: 400, IT: 400, NL: 900, AT: 1000, BE: 600 }
