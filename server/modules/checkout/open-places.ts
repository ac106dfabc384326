import { openPlaces } from '#platform/places'
import type { CheckoutPlaces } from './model.ts'

/** Each takes a good quarter of the process's connections: the rest is for those who only look. */
const share = 0.3
/** Who has waited for so long has given up; `timeout exceeded` of the pool would come after five. */
const placingPatienceMs = 15_000
/** A few thousand bytes each; a process places some fifty a second. */
const placingMax = 1_000
/** Longer than any lease: by then another driver has the step. */
const settlingPatienceMs = 30_000
const settlingMax = 1_000

/** The places of one process whose pool has so many connections. */
export function openCheckoutPlaces(connections: number): CheckoutPlaces {
  const places = Math.max(1, Math.floor(connections * share))
  return {
    placing: openPlaces({ places, waitingMax: placingMax, patienceMs: placingPatienceMs }),
    settling: openPlaces({ places, waitingMax: settlingMax, patienceMs: settlingPatienceMs }),
  }
}
