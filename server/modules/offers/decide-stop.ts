// When to stop waiting for quotes. Pure: waiting for the slowest seller costs time, not waiting may cost money, and this says when the
// second is too little to wait for. docs/stopping.md has the curve that the number below was read from.
import { chanceOfCopy, savingOfCopy } from './habits.ts'
import type { Habit } from './habits.ts'

/** What is known while quotes come in. */
export interface Waiting {
  /** True when every seller has answered, failed or been skipped. */
  readonly isFinal: boolean
  /** True when there is something that would be bought. */
  readonly hasBuyable: boolean
  readonly elapsedMs: number
  /** Of each seller that has been asked and is silent, once for each book it was asked for. */
  readonly missing: readonly Habit[]
}

export const hardMs = 8_000 // nobody waits longer for a price
const softMs = 5_000 // nor this long with something to buy in hand, whatever the silent ones may have
/** What may be lost on average by not waiting on, as a share of the price. */
export const regretMax = 0.001

/** True when waiting on is not worth it. `regret` is the share of the price that may be lost on average. */
export function decideStop({ isFinal, hasBuyable, elapsedMs, missing }: Waiting, regret: number = regretMax): boolean {
  if (isFinal || elapsedMs >= hardMs) return true
  if (!hasBuyable) return false
  return elapsedMs >= softMs || expectedRegret(missing, elapsedMs) <= regret
}

/**
 * What the silent sellers may still save on average, as a share of the best price so far. The sum over all of them is an upper bound: only one of
 * them can be the cheapest.
 */
export function expectedRegret(missing: readonly Habit[], elapsedMs: number): number {
  return missing.reduce((sum, habit) => sum + chanceOfCopy(habit, elapsedMs, hardMs) * savingOfCopy(habit), 0)
}
