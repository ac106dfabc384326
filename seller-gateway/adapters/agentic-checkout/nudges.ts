// Waiting for something that a seller may tell us about: until told, or until it is time to look again.
import type { Clock } from '../../core/clock.ts'

export interface Nudges {
  /** Resolves when `key` is nudged, and after `ms` at the latest. Rejects with `signal.reason`. */
  wait(key: string, ms: number, signal: AbortSignal): Promise<void>
  nudge(key: string): void
}

export function createNudges(clock: Clock): Nudges {
  const waiting = new Map<string, Set<() => void>>()
  return {
    async wait(key, ms, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const onAbort = () => reject(signal.reason)
      const wakers = waiting.get(key) ?? new Set()
      waiting.set(key, wakers.add(resolve))
      const cancelTimer = clock.after(ms, resolve)
      signal.addEventListener('abort', onAbort, { once: true })
      if (signal.aborted) onAbort()
      try {
        await promise
      } finally {
        cancelTimer()
        signal.removeEventListener('abort', onAbort)
        wakers.delete(resolve)
        if (wakers.size === 0) waiting.delete(key)
      }
    },
    nudge(key) {
      for (const wake of waiting.get(key) ?? []) wake()
    },
  }
}
