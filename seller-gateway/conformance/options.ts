// What a run of the kit is told, and its limits.
import type { Destination, PostalAddress } from './subject.ts'

export interface KitOptions {
  /** Books that it may order and cancel, the first one on offer first. */
  isbns: readonly string[]
  /** ISO 4217; what it asks for prices in. */
  currency: string
  /** All that the seller may charge in. */
  currencies: readonly string[]
  destination?: Destination
  shipTo?: PostalAddress
  /** A valid ISBN-13 that the seller does not have. */
  unknownIsbn?: string
  /** What the seller says that it needs at most, in ms. */
  quoteTimeoutMs?: number
  orderTimeoutMs?: number
  /** Calls a second at most, and at once. */
  perSecond?: number
  concurrent?: number
  /** After this long the rest is not made. */
  timeLimitMs?: number
  /** How long it waits for a quote to expire. */
  expiryWaitMs?: number
  /** True when orders may stand that cannot be cancelled: the seller knows that they are none. */
  mayLeaveOrders?: boolean
  /** Only these checks, by name; all when left out or empty. */
  checks?: readonly string[]
  /** What GetChallenge must answer; anything when left out. */
  challenge?: string
  /** Ends the run early; what was ordered is cancelled all the same. */
  signal?: AbortSignal
}

export type Settings = Required<Omit<KitOptions, 'challenge' | 'signal'>> & Pick<KitOptions, 'challenge' | 'signal'>

const defaults = {
  destination: { country: 'GB', postalCode: 'YO1 7AA' },
  shipTo: {
    recipient: 'Quire Conformance Kit',
    lines: ['1 Test Street'],
    city: 'York',
    region: '',
    postalCode: 'YO1 7AA',
    country: 'GB',
  },
  // A valid number of a publisher that does not exist.
  unknownIsbn: '9789999999991',
  quoteTimeoutMs: 5_000,
  orderTimeoutMs: 15_000,
  perSecond: 10, // some 300 calls in all: half a minute, and no burden to anybody
  concurrent: 10,
  timeLimitMs: 5 * 60_000,
  expiryWaitMs: 5_000,
  mayLeaveOrders: false,
  checks: [],
}

/** The options with everything filled in. */
export function toSettings(options: KitOptions): Settings {
  return { ...defaults, ...options }
}
