// Waiting for an answer that comes as a file or a document: look, pause, look again, for a bounded time.
import type { Clock } from './clock.ts'
import { OrderPending, SellerFailure } from './seller-failure.ts'

// A seller that works at once is seen at once; one that takes its time is asked once a second.
const pausesMs = [50, 100, 200, 400, 700]
const longestPauseMs = 1_000

/** What awaitAnswer needs. */
export interface Wait {
  clock: Clock
  signal: AbortSignal
  /** How long to wait at most. */
  patienceMs: number
}

/**
 * Calls `look` until it gives something, and returns that. A look that fails is repeated like one that finds nothing: the request has been
 * handed over, and only its answer counts. Throws OrderPending when the patience ends, or `signal.reason`.
 */
export async function awaitAnswer<T>(look: () => Promise<T | null>, { clock, signal, patienceMs }: Wait): Promise<T> {
  const until = clock.now() + patienceMs
  let failure: SellerFailure | undefined
  for (let tries = 0; ; tries += 1) {
    try {
      const found = await look()
      if (found !== null) return found
      failure = undefined
    } catch (error) {
      if (!(error instanceof SellerFailure)) throw error
      failure = error
    }
    const pauseMs = pausesMs[tries] ?? longestPauseMs
    if (clock.now() + pauseMs > until)
      throw new OrderPending(failure ? `its answer cannot be read: ${failure.message}` : 'it has not decided yet', {
        cause: failure,
      })
    await pause(pauseMs, clock, signal)
  }
}

async function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw signal.reason
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  const cancelTimer = clock.after(ms, resolve)
  try {
    await promise
  } finally {
    cancelTimer()
    signal.removeEventListener('abort', onAbort)
  }
}
