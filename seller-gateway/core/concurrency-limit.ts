// How many look-ups a seller gets at the same time. Owns the number, found out by how the seller takes it, and the short line before it.
// Additive increase, multiplicative decrease (Chiu and Jain, 1989), per call as in Netflix' concurrency-limits (AIMDLimit), which advises it for
// clients: a call that was dropped takes a tenth off, one that was answered adds one where the limit is really used. So it never grows by
// itself while nothing happens, settles where drops are rare, and is back from the floor after a few round trips.
import { SellerSkipped } from './seller-failure.ts'

/** How a call ended, as far as the seller's load is concerned. */
export type SeatOutcome =
  | 'answered'
  /** Timed out, refused or broken: what overload looks like from outside. */
  | 'dropped'
  /** Says nothing: cancelled by us, never sent, or the answer was wrong for another reason. */
  | 'ignored'

/** A place taken; giving it back twice changes nothing. */
export type Seat = (outcome: SeatOutcome) => void

export interface ConcurrencyLimit {
  /** A place now, or null when there is none or others wait for one. */
  tryEnter(): Seat | null
  /** A place as soon as there is one, first come, first served; for when `tryEnter` gave none. Rejects with SellerSkipped `busy` when the line is full, or with `signal.reason`. */
  waitInLine(signal: AbortSignal): Promise<Seat>
  /** True when neither a place nor one in the line is left. */
  isFull(): boolean
  /** Whole calls at a time. */
  current(): number
}

const backoffRatio = 0.9
// One stalled call must not hold up the whole line.
const floorMax = 4

/** Starts at `concurrent`, which the seller's contract allows, and never goes above it. */
export function createConcurrencyLimit({
  concurrent,
  queued,
}: {
  concurrent: number
  queued: number
}): ConcurrencyLimit {
  const floor = Math.min(floorMax, concurrent)
  const line = new Set<() => void>()
  let limit = concurrent
  let inUse = 0

  /** `wasInUse`: how many places were taken when the call began, its own included. */
  function learn(outcome: SeatOutcome, wasInUse: number): void {
    if (outcome === 'dropped') limit = Math.max(floor, Math.min(limit - 1, Math.floor(limit * backoffRatio)))
    else if (outcome === 'answered' && wasInUse * 2 >= limit) limit = Math.min(concurrent, limit + 1)
  }

  function takeSeat(): Seat {
    inUse += 1
    const wasInUse = inUse
    let isTaken = true
    return (outcome) => {
      if (!isTaken) return
      isTaken = false
      learn(outcome, wasInUse)
      inUse -= 1
      for (const next of line) {
        if (inUse >= limit) break
        next()
      }
    }
  }

  return {
    tryEnter: () => (inUse < limit && line.size === 0 ? takeSeat() : null),
    async waitInLine(signal) {
      if (line.size >= queued) throw new SellerSkipped('busy')
      const { promise, resolve, reject } = Promise.withResolvers<Seat>()
      const admit = () => {
        line.delete(admit)
        signal.removeEventListener('abort', leave)
        resolve(takeSeat())
      }
      const leave = () => {
        line.delete(admit)
        reject(signal.reason)
      }
      line.add(admit)
      signal.addEventListener('abort', leave, { once: true })
      if (signal.aborted) leave()
      return await promise
    },
    isFull: () => inUse >= limit && line.size >= queued,
    current: () => limit,
  }
}
