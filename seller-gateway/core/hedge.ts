// One look-up that may be sent twice (a hedged request: Dean and Barroso, "The Tail at Scale", CACM 56(2), 2013). Owns: which of the two is
// listened to, and that the other ends. Only a word counts, a value or the end: a seller that answers at once and then says nothing is as silent
// as one that never answered.
import type { Clock } from './clock.ts'
import { CallerGone } from './seller-failure.ts'

export interface HedgedAsk<T> {
  /** Sends the look-up; called once or twice. */
  open(signal: AbortSignal): AsyncIterable<T>
  /** Takes the next value of the one that is listened to; false when no more are wanted. */
  take(value: T): boolean
  /** Ends both. */
  signal: AbortSignal
  clock: Clock
  /** After this long without a word a second one may be sent; null: never. */
  hedgeAfterMs: number | null
  /** Asked just before: what gives back the place that the second one takes, or null when it may not be sent. */
  admitSecond(): (() => void) | null
  /** The first word came after so long. */
  onFirstWord(afterMs: number): void
  /** One of the two failed while the other goes on. */
  onLost(error: unknown): void
}

/** Asks, and resolves at the end of what was listened to. Rejects with what that threw, with the last failure when both failed, or `signal.reason`. */
export async function askHedged<T>(ask: HedgedAsk<T>): Promise<void> {
  const { signal, clock } = ask
  const startedAt = clock.now()
  const outcome = Promise.withResolvers<void>()
  const running = new Set<AbortController>()
  let heard: AbortController | null = null

  /** True for the first that has something to say, from then on; the other is ended. */
  function isHeard(one: AbortController): boolean {
    if (heard === null) {
      heard = one
      cancelTimer()
      ask.onFirstWord(clock.now() - startedAt)
      for (const other of running) if (other !== one) other.abort(new CallerGone('cancelled'))
    }
    return heard === one
  }

  async function run(one: AbortController): Promise<void> {
    running.add(one)
    try {
      for await (const value of ask.open(one.signal)) {
        if (one.signal.aborted || !isHeard(one)) return
        if (!ask.take(value)) break
      }
      if (!one.signal.aborted && isHeard(one)) outcome.resolve()
    } catch (error) {
      running.delete(one)
      if (heard === one || (heard === null && running.size === 0)) outcome.reject(error)
      else if (heard === null) ask.onLost(error)
    } finally {
      running.delete(one)
    }
  }

  function sendSecond(): void {
    const leave = ask.admitSecond()
    if (!leave) return
    void outcome.promise.then(leave, leave)
    void run(new AbortController())
  }

  function end(): void {
    for (const one of running) one.abort(signal.reason)
    outcome.reject(signal.reason)
  }

  const cancelTimer = ask.hedgeAfterMs === null ? () => {} : clock.after(ask.hedgeAfterMs, sendSecond)
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  else void run(new AbortController())
  try {
    await outcome.promise
  } finally {
    cancelTimer()
    signal.removeEventListener('abort', end)
  }
}
