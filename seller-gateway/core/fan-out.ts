// Asks many sellers at once and merges what they say. Owns: one event at most waits per seller (a slow reader slows the sellers' streams,
// nothing piles up), each seller's deadline inside the request's, and that a failing seller is an event. The summary is always last.
import type { Clock } from './clock.ts'
import { CallerGone, SellerFailure, SellerSkipped } from './seller-failure.ts'
import type { FailureKind, SkipReason } from './seller-failure.ts'

/** One seller to ask. */
export interface Ask<T> {
  sellerId: string
  timeoutMs: number
  /** Starts asking. Throws SellerSkipped when the seller is not to be asked. */
  open(signal: AbortSignal): AsyncIterable<T>
}

export type FanOutEvent<T> =
  | { type: 'started'; sellerId: string }
  | { type: 'quote'; sellerId: string; value: T }
  | { type: 'failed'; sellerId: string; kind: FailureKind; detail: string; elapsedMs: number; cause: unknown }
  | { type: 'skipped'; sellerId: string; reason: SkipReason }
  | { type: 'done'; sellerId: string; count: number; elapsedMs: number }
  | { type: 'summary'; asked: number; answered: number; failed: number; skipped: number; elapsedMs: number }

export interface FanOutLimits {
  /** Aborted when nobody listens any more. */
  signal: AbortSignal
  /** When the whole round ends, in the clock's milliseconds. */
  deadlineAt: number
  clock: Clock
}

/** Yields what happens, as it happens. Throws `signal.reason` when the caller leaves. */
export async function* fanOut<T>(asks: readonly Ask<T>[], limits: FanOutLimits): AsyncGenerator<FanOutEvent<T>> {
  const { signal, clock } = limits
  const startedAt = clock.now()
  const count = { done: 0, failed: 0, skipped: 0 } // each seller ends in exactly one of these
  const isOver = () => count.done + count.failed + count.skipped === asks.length
  const over = new AbortController()
  const leave = () => over.abort(signal.reason)
  const inbox = createInbox<FanOutEvent<T>>(over.signal)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  try {
    for (const ask of asks) void follow(ask, { ...limits, signal: over.signal }, inbox.post)
    while (!isOver()) {
      const event = await inbox.take()
      if (isEnding(event)) count[event.type] += 1
      yield event
    }
    const { done: answered, failed, skipped } = count
    yield { type: 'summary', asked: answered + failed, answered, failed, skipped, elapsedMs: clock.now() - startedAt }
  } finally {
    signal.removeEventListener('abort', leave)
    // The reader left early: nobody is asked any longer. (After the last seller's end there is nothing to stop, and an error is dear.)
    if (!isOver()) over.abort(new CallerGone('cancelled'))
  }
}

type Post<T> = (event: FanOutEvent<T>) => Promise<void>

async function follow<T>(ask: Ask<T>, { signal, deadlineAt, clock }: FanOutLimits, post: Post<T>): Promise<void> {
  const { sellerId } = ask
  const startedAt = clock.now()
  const elapsedMs = () => clock.now() - startedAt
  const own = new AbortController()
  const leave = () => own.abort(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  const timeoutMs = Math.max(0, Math.min(ask.timeoutMs, deadlineAt - startedAt))
  const cancelTimer = clock.after(timeoutMs, () =>
    own.abort(new SellerFailure('timeout', `no complete answer within ${Math.round(timeoutMs)} ms`)),
  )
  try {
    const values = ask.open(own.signal)
    await post({ type: 'started', sellerId })
    let count = 0
    for await (const value of until(values, own.signal)) {
      count += 1
      await post({ type: 'quote', sellerId, value })
    }
    await post({ type: 'done', sellerId, count, elapsedMs: elapsedMs() })
  } catch (error) {
    if (!signal.aborted) await post(toEnding(sellerId, error, elapsedMs()))
  } finally {
    cancelTimer()
    signal.removeEventListener('abort', leave)
  }
}

type Ending<T> = Extract<FanOutEvent<T>, { type: 'failed' | 'skipped' | 'done' }>

function isEnding<T>(event: FanOutEvent<T>): event is Ending<T> {
  return event.type === 'done' || event.type === 'failed' || event.type === 'skipped'
}

function toEnding<T>(sellerId: string, error: unknown, elapsedMs: number): Ending<T> {
  if (error instanceof SellerSkipped) return { type: 'skipped', sellerId, reason: error.reason }
  if (error instanceof SellerFailure)
    return { type: 'failed', sellerId, kind: error.kind, detail: error.message, elapsedMs, cause: error }
  // A fault of ours while reading this seller must not cost the others their answers.
  return { type: 'failed', sellerId, kind: 'bad_data', detail: 'its answer could not be read', elapsedMs, cause: error }
}

/** Iterates until `signal` aborts, and does not wait for a source that ignores it. */
async function* until<T>(values: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = values[Symbol.asyncIterator]()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  aborted.catch(() => {}) // it may be settled when nobody waits for it
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    while (true) {
      const step = await Promise.race([iterator.next(), aborted])
      if (step.done) return
      yield step.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    void iterator.return?.()?.catch(() => {})
  }
}

/** Events wait here until they are taken; `post` resolves then. So it holds one per seller at most. */
function createInbox<E>(signal: AbortSignal) {
  const waiting: { event: E; taken: () => void }[] = []
  let wake = () => {}
  signal.addEventListener('abort', () => {
    for (const { taken } of waiting.splice(0)) taken()
    wake()
  })
  return {
    post(event: E): Promise<void> {
      if (signal.aborted) return Promise.resolve()
      const { promise, resolve } = Promise.withResolvers<void>()
      waiting.push({ event, taken: resolve })
      wake()
      return promise
    },
    async take(): Promise<E> {
      while (true) {
        if (signal.aborted) throw signal.reason
        const next = waiting.shift()
        if (next) {
          next.taken()
          return next.event
        }
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
