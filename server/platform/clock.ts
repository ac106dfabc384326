// Time as a dependency, so that tests and the simulation own it.
import { setTimeout as wait } from 'node:timers/promises'

export interface Clock {
  now(): Date
  /** Resolves after `ms`, or rejects with an AbortError whose cause is the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
}
