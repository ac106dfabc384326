// How fast the simulation of the pure core goes. That it keeps its promises is server/modules/buying/simulation.test.ts'.
import { simulatePurchase } from '../server/modules/buying/simulate-purchase.ts'

export interface Simulation {
  readonly schedules: number
  readonly schedulesPerMinute: number
}

const schedules = 5_000 // one or two seconds

/** Runs seeded schedules on this one core, by itself. */
export function measureSimulation(): Simulation {
  const began = performance.now()
  for (let seed = 1; seed <= schedules; seed++) simulatePurchase(seed)
  const minutes = (performance.now() - began) / 60_000
  return { schedules, schedulesPerMinute: Math.round(schedules / minutes) }
}
