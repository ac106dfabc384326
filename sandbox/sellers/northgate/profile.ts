// Northgate Wholesale: new books at a trade discount, in pounds, slow and reliable.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Profile } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'northgate'

export const northgateProfile: Profile = {
  name,
  title: 'Northgate Wholesale',
  protocol: 'soap',
  orderPrefix: 'NW',
  currencies: ['GBP'],
  behaviour: { ...calm, latencyMs: { p50: 450, p99: 4000 }, failRate: 0.005 },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
    const isOut = uniform(seed, name, 'out', isbn13) < 0.04
    return [
      {
        nth: 1,
        condition: 'NEW',
        usdCents: plausibleCents(list * tradeShare),
        quantity: isOut ? 0 : 3 + Math.floor(40 * uniform(seed, name, 'quantity', isbn13)),
        vendor: 0,
        isShippingHidden: false,
        weightBand: weightBandOf(isbn13),
      },
    ]
  },
  shipping({ weightBand }, country, currency) {
    const zone = country === 'GB' ? 'home' : zoneOf(country)
    return zone && fromUsdCents(carriage[zone][weightBand], currency)
  },
  taxBasisPoints: (country) => taxes[country] ?? 0,
  shipsFrom: () => 'GB',
}

// What is left of the list price after the trade discount.
const tradeShare = 0.82

// US cents by zone and weight band.
const carriage = {
  home: { A: 245, B: 310, C: 410 },
  europe: { A: 590, B: 720, C: 990 },
  overseas: { A: 720, B: 890, C: 1290 },
}

// Books in the United Kingdom and Ireland carry no tax; elsewhere the reduced rate, in basis points.
const taxes: Readonly<Record<string, number>> = { DE: 700, FR: 550, ES: 400, IT: 400, NL: 900, AT: 1000, BE: 600 }
