// Which calls are taken at all. What cannot be served in time is turned away at once, with a word on when to come back: nothing waits here.
// Owns: how many calls of each kind are under way, and whether the process keeps up. A purchase has places of its own: browsing never takes one.
import { status } from '@grpc/grpc-js'
import { rpcError } from '@quire/proto/errors'
import type { Clock } from '../core/clock.ts'

/** What a call is for. `buying` is a live quote before an order, `settling` asks what became of one or cancels it. */
export type Purpose = 'browsing' | 'buying' | 'placing' | 'settling'

export interface Admission {
  /**
   * Takes a place and returns what gives it back. Throws RESOURCE_EXHAUSTED with reason OVERLOADED when there is none or, for browsing, when
   * calls wait too long for the process itself; UNAVAILABLE with reason NOT_SENT for an order, which may then be sent again. Both with RetryInfo.
   */
  enter(purpose: Purpose): () => void
  /** How long something that was ready to run had to wait just now; told twenty times a second. */
  noteQueueDelay(ms: number): void
  /** Calls turned away since the start. */
  stats(): { shed: number }
}

/** What a call is for; whatever is not known serves readers. */
export function purposeOf(rpc: string, request: unknown): Purpose {
  if (rpc === 'PlaceOrder') return 'placing'
  if (rpc === 'GetOrder' || rpc === 'CancelOrder') return 'settling'
  const isLive = typeof request === 'object' && request !== null && 'liveOnly' in request && request.liveOnly === true
  return isLive ? 'buying' : 'browsing'
}

// How often the queue's delay is told.
const queueSampleMs = 50
// Controlled delay (Nichols and Jacobson, CACM 55(7), 2012; RFC 8289): a queue is bad when it never runs empty, not when it is long once. So the
// shortest delay of an interval counts, and a pause (a collection of garbage, a large answer) sheds nothing. A reader notices a tenth of a second.
const delayTargetMs = 100
const samplesPerInterval = 10
// Those turned away together must not come back together.
const retryAfterMs = { min: 500, max: 1_500 }

/** Admits so many calls of each kind at once. */
export function createAdmission(places: Readonly<Record<Purpose, number>>): Admission {
  const taken: Record<Purpose, number> = { browsing: 0, buying: 0, placing: 0, settling: 0 }
  const delays: number[] = []
  let isBehind = false
  let shed = 0

  return {
    enter(purpose) {
      const isFull = taken[purpose] >= places[purpose]
      if (isFull || (purpose === 'browsing' && isBehind)) {
        shed += 1
        throw turnedAway(purpose, isFull ? 'too many calls at once' : 'calls wait too long')
      }
      taken[purpose] += 1
      return () => void (taken[purpose] -= 1)
    },
    noteQueueDelay(ms) {
      delays.push(ms)
      if (delays.length < samplesPerInterval) return
      isBehind = Math.min(...delays.splice(0)) > delayTargetMs
    },
    stats: () => ({ shed }),
  }
}

/** Tells how late a timer comes, again and again: as late as everything else that is ready to run. The returned function ends it. */
export function watchQueueDelay(clock: Clock, note: (delayMs: number) => void): () => void {
  let cancelTimer = () => {}
  const wait = () => {
    const dueAt = clock.now() + queueSampleMs
    cancelTimer = clock.after(queueSampleMs, () => {
      note(Math.max(0, clock.now() - dueAt))
      wait()
    })
  }
  wait()
  return () => cancelTimer()
}

function turnedAway(purpose: Purpose, message: string): Error {
  const spreadMs = retryAfterMs.max - retryAfterMs.min
  const details = { retryAfterMs: Math.round(retryAfterMs.min + Math.random() * spreadMs) }
  // Of an order any other code would read as "may have been bought".
  if (purpose === 'placing') return rpcError(status.UNAVAILABLE, message, { ...details, reason: 'NOT_SENT' })
  return rpcError(status.RESOURCE_EXHAUSTED, message, { ...details, reason: 'OVERLOADED' })
}
