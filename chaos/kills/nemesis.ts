// Strikes with one fault after the other, each as often as its weight says; long ones run beside the others, each once at a time.
import { setTimeout as delay } from 'node:timers/promises'
import { faults } from '../faults/index.ts'
import type { Fault, Target } from '../faults/index.ts'
import type { RecoveryWatch } from './recovery.ts'

const pauseMs = { min: 800, max: 2_600 } // between two strikes; closer ones keep purchases from ever getting anywhere

/** Strikes until `target.signal` aborts, then waits for what lasts. Resolves with how often each fault struck. */
export async function unleash(target: Target, watch: RecoveryWatch): Promise<ReadonlyMap<Fault, number>> {
  const { random, signal } = target
  const struck = new Map<Fault, number>()
  const running = new Map<Fault, Promise<void>>()

  async function strike(fault: Fault): Promise<void> {
    try {
      if (fault.isKill) await watch.mark()
      const count = await fault.strike(target)
      struck.set(fault, (struck.get(fault) ?? 0) + count)
    } catch {
      // Another fault was in its way: PostgreSQL is down, a lock is taken. It has not struck.
    } finally {
      running.delete(fault)
    }
  }

  while (!signal.aborted) {
    await delay(random.between(pauseMs.min, pauseMs.max), undefined, { signal }).catch(() => undefined)
    const fault = random.pick(faults)
    if (!signal.aborted && !running.has(fault)) running.set(fault, strike(fault))
  }
  await Promise.all(running.values())
  return struck
}
