// What tells one seller from another: data and pure functions of the seed. The engine in seller.ts is the same for all.
import type { Money } from '@quire/proto/money'
import type { Behaviour } from './behaviour.ts'
import { uniform } from './rng.ts'

export interface Profile {
  /** The id of the seller: in control paths, journals, and with the gateway. */
  name: string
  title: string
  protocol: 'rest' | 'soap' | 'grpc' | 'acp' | 'graphql' | 'signed' | 'price-list' | 'edi'
  orderPrefix: string
  /** Currencies it can quote in; the first is its own. */
  currencies: readonly [string, ...string[]]
  /** As designed; the sandbox's speed divides the latency. */
  behaviour: Behaviour
  /** The copies of one book, seeded; none when the seller does not carry it. */
  stockOf(isbn13: string, seed: number): SeededCopy[]
  /** Shipping of this copy, at this price, to a country, or null where it is not sent. */
  shipping(copy: SeededCopy, country: string, currency: string, item: Money): Money | null
  /** Tax on item and shipping, in basis points. */
  taxBasisPoints(country: string): number
  shipsFrom(currency: string): string
}

/** One kind of copy that a seller holds. */
export interface SeededCopy {
  /** 1, 2, … within the book. */
  nth: number
  condition: Condition
  /** The list price in US cents. */
  usdCents: number
  quantity: number
  /** The small seller on a marketplace, as an index; 0 elsewhere. */
  vendor: number
  /** The cost of shipping is told only in the checkout. */
  isShippingHidden: boolean
  /** A to C, light to heavy. */
  weightBand: WeightBand
}

export const conditions = ['NEW', 'LIKE_NEW', 'VERY_GOOD', 'GOOD', 'ACCEPTABLE'] as const
export type Condition = (typeof conditions)[number]
export type WeightBand = 'A' | 'B' | 'C'

/** What a new copy of this book costs on average, in US cents: $7 to $25, cheap ones more often. */
export function listPriceUsdCents(isbn13: string, seed: number): number {
  return Math.round(700 + 1800 * uniform(seed, 'list', isbn13) ** 1.6)
}

/** How this seller's price compares with the list price: 0.6 to 1.4. */
export function sellerFactor(seller: string, isbn13: string, seed: number): number {
  return 0.6 + 0.8 * uniform(seed, 'factor', seller, isbn13)
}

/** Nine books out of ten are carried; which ones differs by seller. */
export function isCarried(seller: string, isbn13: string, seed: number): boolean {
  return uniform(seed, 'carried', seller, isbn13) < 0.9
}

export function weightBandOf(isbn13: string): WeightBand {
  const weight = uniform('weight', isbn13)
  if (weight < 0.4) return 'A'
  return weight < 0.85 ? 'B' : 'C'
}

/** Where a country lies for a parcel's price; null: nobody here sends there. */
export function zoneOf(country: string): 'europe' | 'overseas' | null {
  if (europe.has(country)) return 'europe'
  return overseas.has(country) ? 'overseas' : null
}

/** A price in US cents between the least and the most a shop would ask. */
export function plausibleCents(cents: number): number {
  return Math.min(3000, Math.max(100, Math.round(cents)))
}

const europe = new Set('GB IE FR DE ES IT NL BE LU AT CH PT DK SE NO FI PL CZ'.split(' '))
const overseas = new Set('US CA AU NZ JP IN'.split(' '))
