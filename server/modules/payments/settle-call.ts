// How a call that moves money is made when nobody knows whether it was made before. Written once for hold, charge and release.
import type { Outcome } from '#platform/outcome'
import type { ProcessorDeps, Reply, SendOptions } from './model.ts'

// The provider may forget a key 24 hours after its first use; under a forgotten key the same request is a new one.
const keyLifeMs = 23 * 3_600_000

/** After this long nothing comes any more of a request that we gave up after ten seconds. */
export const lateMs = 60_000

/** One call, in the two ways of asking for it. */
export interface SettleableCall<T> {
  /** Asks whether it was done. `ok(null)`: definitely not. */
  look(): Promise<Reply<T | null>>
  send(key: string): Promise<Reply<T>>
  /**
   * True when doing it twice is impossible, because the intent's own state refuses a second time (capture, cancel). A hold is not: two
   * keys could make two of them.
   */
  readonly isOnceByNature: boolean
}

/**
 * The first time: sends. After that: looks first, and sends again only under the same key and while the provider still
 * knows it. A failure that the provider keeps under the key for ever is settled by its books. They show what was done: that is the
 * answer. They show nothing: a call that cannot be done twice gets one other key, fixed in advance, and no third; any other has failed
 * once nothing can come of it late (`refused processing_error`), since under this key nothing will ever be done.
 */
export async function settleCall<T>(
  { clock }: Pick<ProcessorDeps, 'clock'>,
  options: SendOptions,
  call: SettleableCall<T>,
): Promise<Outcome<T>> {
  const isRepeat = options.tries > 0
  const ageMs = clock.now().getTime() - options.firstSentAt.getTime()
  if (isRepeat) {
    const seen = await call.look()
    if (isAnswer(seen)) return seen
    if (ageMs >= keyLifeMs) return { kind: 'unknown', detail: 'key too old' }
  }
  const sent = await call.send(options.key)
  if (sent.kind !== 'unknown' || !sent.isStored) return asOutcome(sent, isRepeat)
  const seen = await call.look()
  if (isAnswer(seen)) return seen
  if (seen.kind !== 'ok') return asOutcome(sent, isRepeat)
  if (call.isOnceByNature) return asOutcome(await call.send(`${options.key}:2`), true)
  return ageMs >= lateMs ? { kind: 'refused', reason: 'processing_error' } : asOutcome(sent, isRepeat)
}

/** What an answer means: `read` on its value when it is ok, else the answer itself. */
export function onOk<T, U>(reply: Reply<T>, read: (value: T) => Reply<U>): Reply<U> {
  return reply.kind === 'ok' ? read(reply.value) : reply
}

/** True when the look-up says how the call ended. */
function isAnswer<T>(seen: Reply<T | null>): seen is { kind: 'ok'; value: T } | { kind: 'refused'; reason: string } {
  return (seen.kind === 'ok' && seen.value !== null) || seen.kind === 'refused'
}

/** A repeat that was not sent says nothing about the try before it: still unknown. */
function asOutcome<T>(reply: Reply<T>, isRepeat: boolean): Outcome<T> {
  if (reply.kind === 'ok' || reply.kind === 'refused') return reply
  if (reply.kind === 'retryable' && !isRepeat) return reply
  return { kind: 'unknown', ...(reply.detail === undefined ? {} : { detail: reply.detail }) }
}
