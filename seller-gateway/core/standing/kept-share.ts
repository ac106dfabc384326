// How far a seller's word is to be trusted: an estimate from its past orders. Pure.
// The beta reputation system of Jøsang and Ismail (2002, "The Beta Reputation System", 15th Bled eCommerce Conference): the posterior mean of
// a beta distribution over kept and broken promises, with their forgetting factor, so that a seller can win trust back and lose it again.
import { outcomes } from './promise.ts'
import type { Outcome } from './promise.ts'

/** How many orders of one week came to which outcome. */
export interface WeekCount {
  /** Whole weeks since 1970 in which the orders were placed. */
  week: number
  outcome: Outcome
  count: number
}

/** What ranking and shoppers are told. */
export interface KeptShare {
  /** In basis points: 10,000 is all. */
  keptBasisPoints: number
  /** Orders that kept or broke a promise, whatever their age. */
  orderCount: number
}

/** What an order of this seller came to, by kind; the contract's `Standing`. */
export interface PromiseCounts {
  placed: number
  kept: number
  soldOut: number
  priceRaised: number
  cancelled: number
  notAsQuoted: number
}

const weekMs = 7 * 24 * 3_600_000
/** Older orders are not read: at this age one counts a ninetieth. */
export const weeksKept = 52
// After this many weeks an order counts half: long enough for a seller of one order a week, short enough to notice a new owner.
const halfLifeWeeks = 8
// A new seller is taken for a usual one: marketplaces expect sellers to cancel at most 2.5 % (Amazon's pre-fulfilment cancel rate), and here
// sold-out and raised prices count too.
const usualShare = 0.97
// As many orders as it takes to be judged by its own record rather than by the usual one.
const priorOrders = 20

/** The week that a moment is in. */
export function weekOf(atMs: number): number {
  return Math.floor(atMs / weekMs)
}

/** The estimate at `nowMs`. Without orders it is the usual share; every kept promise raises it, every broken one lowers it, and age fades both. */
export function keptShare(counts: readonly WeekCount[], nowMs: number): KeptShare {
  const now = weekOf(nowMs)
  let [kept, all, orderCount] = [0, 0, 0]
  for (const { week, outcome, count } of counts) {
    if (!isSettled(outcome)) continue
    const weight = count * 0.5 ** (Math.max(0, now - week) / halfLifeWeeks) // another process's clock may be ahead
    all += weight
    if (outcome === 'KEPT') kept += weight
    orderCount += count
  }
  const share = (kept + priorOrders * usualShare) / (all + priorOrders)
  return { keptBasisPoints: Math.round(share * 10_000), orderCount }
}

/** The counts by kind. */
export function countPromises(counts: readonly WeekCount[]): PromiseCounts {
  const by = new Map(outcomes.map((outcome) => [outcome, 0]))
  for (const { outcome, count } of counts) by.set(outcome, (by.get(outcome) ?? 0) + count)
  const sum = (...some: Outcome[]) => some.reduce((total, outcome) => total + (by.get(outcome) ?? 0), 0)
  return {
    placed: sum(...outcomes),
    kept: sum('KEPT'),
    soldOut: sum('SOLD_OUT'),
    priceRaised: sum('PRICE_RAISED'),
    cancelled: sum('CANCELLED'),
    notAsQuoted: sum('OTHER_TERMS', 'OVERPRICED', 'OTHER_REFERENCE'),
  }
}

/** True for an outcome that says something of the seller. */
function isSettled(outcome: Outcome): boolean {
  return outcome !== 'OPEN' && outcome !== 'NOT_COUNTED'
}
