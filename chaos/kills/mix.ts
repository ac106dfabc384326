// The purchases of a run of kills: who wants what, from whom, and what the world does about it. Data; the weights are shares of the run.
import type { Random } from '../random.ts'
import type { Errand } from '../stack/errand.ts'
import type { PaymentKnobs, SellerKnobs, SellerName } from '../stack/sandbox.ts'
import type { Prices } from '../stack/shelf.ts'

export interface Wanted {
  readonly kind: string
  readonly prices: Prices
  readonly currency: string
  readonly maxMinor: number
  readonly paymentMethod: string
  readonly bankAnswer: 'approve' | 'decline'
  /** What else the shopper does. */
  readonly conduct: Omit<Errand, 'request' | 'bankAnswer'>
  /** No byte that leaves for a seller may hold its maximum, which no price is near to. */
  readonly isSealed?: true
  /** True: the next purchase wants the same book, and there is one copy at the lowest price. */
  readonly isContested?: true
}

interface Kind {
  readonly kind: string
  readonly weight: number
  make(random: Random): Partial<Wanted>
}

const kinds: readonly Kind[] = [
  { kind: 'ordinary', weight: 34, make: () => ({}) },
  { kind: 'only the cheapest fits', weight: 8, make: (random) => onlyCheapest(pricesOf(random)) },
  { kind: 'maximum below every quote', weight: 10, make: (random) => ({ maxMinor: random.between(200, 700) }) },
  { kind: 'one copy for two', weight: 8, make: (random) => ({ prices: scarce(pricesOf(random)), isContested: true }) },
  { kind: 'charged in pounds', weight: 8, make: (random) => ({ prices: inPounds(pricesOf(random)) }) },
  { kind: 'only one seller has it', weight: 8, make: (random) => ({ prices: { harbor: random.between(900, 2_500) } }) },
  { kind: 'declined card', weight: 5, make: () => ({ paymentMethod: 'pm_card_visa_chargeDeclined' }) },
  { kind: 'bank asks, shopper approves', weight: 8, make: () => ({ paymentMethod: asks }) },
  { kind: 'bank asks, shopper declines', weight: 3, make: () => ({ paymentMethod: asks, bankAnswer: 'decline' }) },
  { kind: 'shopper cancels', weight: 6, make: (random) => ({ conduct: { cancelAfterMs: random.between(0, 2_500) } }) },
  {
    kind: 'shopper cancels at every step',
    weight: 5,
    make: (random) => ({ conduct: { cancelEveryMs: random.between(20, 150) } }),
  },
  {
    kind: 'shopper hangs up and asks again',
    weight: 6,
    make: (random) => ({ conduct: { hangUpAfterMs: random.between(5, 120) } }),
  },
  { kind: 'one request many times at once', weight: 2, make: () => ({ conduct: { storm: 100 } }) },
  { kind: 'another request under the key meanwhile', weight: 4, make: () => ({ conduct: { meddles: true } }) },
  { kind: 'sealed maximum', weight: 6, make: (random) => ({ isSealed: true, maxMinor: distinctive(random) }) },
]

const asks = 'pm_card_authenticationRequired'

/** What all sellers do while processes die. */
export const sellerFaults: SellerKnobs = {
  latencyMs: { p50: 60, p99: 700 },
  failRate: 0.04,
  loseAnswerRate: 0.12,
  lateAcceptRate: 0.08,
  lateAcceptAfterMs: 12_000,
  priceMoveRate: 0.08,
  soldOutRate: 0.06,
}

export const paymentFaults: PaymentKnobs = {
  latencyMs: { p50: 60, p99: 700 },
  declineRate: 0.03,
  failRate: 0.004, // twice in a row for one effect, and only a person can tell: ten minutes later (buying/moves.ts)
  actThenTimeoutRate: 0.08,
  busyRate: 0.02,
  throttleRate: 0.02,
  webhookDelayMs: 150,
  webhookDuplicates: 2,
  webhookShuffle: true,
}

export const calmSeller: SellerKnobs = {
  latencyMs: { p50: 5, p99: 20 },
  failRate: 0,
  loseAnswerRate: 0,
  lateAcceptRate: 0,
  priceMoveRate: 0,
  soldOutRate: 0,
}

export const calmPayments: PaymentKnobs = {
  latencyMs: { p50: 5, p99: 20 },
  declineRate: 0,
  failRate: 0,
  actThenTimeoutRate: 0,
  busyRate: 0,
  throttleRate: 0,
  webhookDelayMs: 0,
  webhookDuplicates: 0,
  webhookShuffle: false,
}

/** The next purchase of the run. */
export function nextWanted(random: Random): Wanted {
  const { kind, make } = random.pick(kinds)
  return {
    kind,
    prices: pricesOf(random),
    currency: 'USD',
    maxMinor: 3_500,
    paymentMethod: 'pm_card_visa',
    bankAnswer: 'approve',
    conduct: {},
    ...make(random),
  }
}

/** Seven digits that no price, time or number of a book holds by accident, and not round. */
function distinctive(random: Random): number {
  return random.between(310_001, 999_999) * 10 + 7
}

function pricesOf(random: Random): Record<SellerName, number> {
  const price = () => random.between(900, 3_000)
  return { harbor: price(), northgate: price(), 'fleet-street': price() }
}

function onlyCheapest(prices: Record<SellerName, number>): Partial<Wanted> {
  return { prices, maxMinor: Math.min(...Object.values(prices)) }
}

function scarce(prices: Record<SellerName, number>): Prices {
  const one = (minor: number) => ({ price: { currency: 'USD', minor }, quantity: 1 })
  return { ...prices, 'fleet-street': one(800) }
}

function inPounds(prices: Record<SellerName, number>): Prices {
  return { ...prices, northgate: { price: { currency: 'GBP', minor: 600 }, quantity: 5 } }
}
