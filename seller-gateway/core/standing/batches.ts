// What is seen of orders and calls on its way into the store: collected, and written together a moment later. A store that is away is tried
// again; meanwhile what is seen is kept, within a bound.
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { HourCount } from './judge-conduct.ts'
import type { Noted } from './promise.ts'
import type { Batch, StandingStore } from './store.ts'

export interface Batches {
  note(noted: Noted): void
  countCalls(calls: HourCount & { sellerId: string }): void
  /** Writes what is waiting, now. Rejects when the store is away; nothing is lost by that. */
  write(): Promise<void>
  /** Writes no more by itself. */
  close(): void
}

interface BatchesDeps {
  store: StandingStore
  clock: Clock
  log: Logger
  /** Asked to call `write` when it is time. */
  onDue: () => void
  /** Told which sellers' orders have just been written. */
  onWritten: (sellerIds: readonly string[]) => Promise<void>
}

// A batch is written this long after its first event: a purchase looks at nobody's score twice within a second.
const writeAfterMs = 1_000
// A store that is away is tried again after this.
const retryAfterMs = 5_000
// Events kept while the store is away; a few hundred bytes each. Beyond it the oldest are lost, and with them at most some counts.
const notedMax = 10_000
// How long an event waits for the placing of its order, which another gateway may be about to write.
const unmatchedForMs = 60_000

export function createBatches({ store, clock, log, onDue, onWritten }: BatchesDeps): Batches {
  let noted: Noted[] = []
  let calls = new Map<string, Batch['calls'][number]>()
  let cancelTimer: (() => void) | null = null

  function arm(afterMs: number): void {
    cancelTimer ??= clock.after(afterMs, () => {
      cancelTimer = null
      onDue()
    })
  }

  function disarm(): void {
    cancelTimer?.()
    cancelTimer = null
  }

  function add(one: Batch['calls'][number]): void {
    const key = `${one.sellerId}/${one.hour}`
    const { calls: made, failures } = calls.get(key) ?? { calls: 0, failures: 0 }
    calls.set(key, { ...one, calls: made + one.calls, failures: failures + one.failures })
  }

  return {
    note(one) {
      noted.push(one)
      if (noted.length > notedMax) {
        noted.shift()
        log.warn('standings: too much is waiting for the store; the oldest is lost')
      }
      arm(writeAfterMs)
    },
    countCalls(one) {
      add(one)
      arm(writeAfterMs)
    },
    async write() {
      disarm()
      const batch = { noted, calls: [...calls.values()] }
      if (batch.noted.length + batch.calls.length === 0) return
      noted = []
      calls = new Map()
      try {
        const unmatched = await store.save(batch)
        const youngest = clock.now() - unmatchedForMs
        noted = [...unmatched.filter(({ atMs }) => atMs >= youngest), ...noted]
      } catch (error) {
        noted = [...batch.noted, ...noted]
        for (const one of batch.calls) add(one)
        disarm() // what came meanwhile waits with it
        arm(retryAfterMs)
        throw error
      }
      if (noted.length > 0) arm(retryAfterMs)
      await onWritten([...new Set(batch.noted.map(({ sellerId }) => sellerId))])
    },
    close: disarm,
  }
}
