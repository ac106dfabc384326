// Bargain Barn: cheap remainders and new books from Germany, in euros, from a price list that is sometimes stale.
import { calm } from '../../core/behaviour.ts'
import { fromUsdCents } from '../../core/amount.ts'
import { isCarried, listPriceUsdCents, plausibleCents, sellerFactor, weightBandOf, zoneOf } from '../../core/profile.ts'
import type { Condition, Profile } from '../../core/profile.ts'
import { uniform } from '../../core/rng.ts'

const name = 'bargain-barn'

export const bargainBarnProfile: Profile = {
  name,
  title: 'Bargain Barn',
  protocol: 'price-list',
  orderPrefix: 'BB',
  currencies: ['EUR'],
  behaviour: {
    ...calm,
    latencyMs: { p50: 200, p99: 1500 },
    documentMs: { p50: 1500, p99: 8000 },
    listEveryMs: 60_000,
    halfWrittenRate: 0.01,
    priceMoveRate: 0.02,
    soldOutRate: 0.03,
  },
  stockOf(isbn13, seed) {
    if (!isCarried(name, isbn13, seed)) return []
    const list = listPriceUsdCents(isbn13, seed) * sellerFactor(name, isbn13, seed)
    const copy = (nth: number, condition: Condition, worth: number) => ({
      nth,
      condition,
      usdCents: plausibleCents(list * worth),
      quantity: Math.floor(25 * uniform(seed, name, 'quantity', isbn13, nth)),
      vendor: 0,
      isShippingHidden: false,
      weightBand: weightBandOf(isbn13),
    })
    const hasRemainders = uniform(seed, name, 'remainders', isbn13) < 0.3
    return [copy(1, 'NEW', 0.75), ...(hasRemainders ? [copy(2, 'LIKE_NEW', 0.45)] : [])]
  },
  shipping({ weightBand }, country, currency) {
    const zone = country === 'DE' ? 'home' : zoneOf(country)
    return zone && fromUsdCents(postage[zone][weightBand], currency)
  },
  taxBasisPoints: () => 0, // included in the price
  shipsFrom: () => 'DE',
}

// US cents by zone and weight band.
const postage = {
  home: { A: 260, B: 310, C: 420 },
  europe: { A: 640, B: 790, C: 1050 },
  overseas: { A: 1290, B: 1490, C: 1890 },
}
