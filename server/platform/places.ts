// Places in one process for work that takes a database connection: what has none waits here, in memory and in turn, and not for a connection of the
// pool, whose wait ends in an error. Little's law bounds the wait: so many waiting, each place free again after so long.

/** Why work was not begun. `retryAfterMs`: by the pace of now, those who wait are through by then. */
export class NoPlace extends Error {
  readonly retryAfterMs: number

  constructor(retryAfterMs: number) {
    super('no place')
    this.name = 'NoPlace'
    this.retryAfterMs = retryAfterMs
  }
}

export interface Places {
  /**
   * Runs `work` when it has a place. Throws NoPlace, and has begun nothing, when too many wait already, when it has waited for too long, and when
   * `signal` aborts before its turn: nobody listens any more, and those behind it do.
   */
  take<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>
}

interface Limits {
  /** How many work at once. */
  readonly places: number
  /** How many wait; more are turned away. */
  readonly waitingMax: number
  readonly patienceMs: number
}

const retryMinMs = 1_000
const paceWeight = 0.1 // of the newest in the mean: the last ten count most

/** Opens places with their queue. Times are of the process's own monotonic clock. */
export function openPlaces({ places, waitingMax, patienceMs }: Limits): Places {
  const waiting = new Set<() => void>() // a set keeps the order of coming
  let free = places
  let meanMs = 0

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    if (waiting.size >= waitingMax || signal?.aborted) throw new NoPlace(retryAfterMs())
    const turn = Promise.withResolvers<void>()
    const giveUp = () => {
      waiting.delete(turn.resolve)
      turn.reject(new NoPlace(retryAfterMs()))
    }
    const timer = setTimeout(giveUp, patienceMs)
    signal?.addEventListener('abort', giveUp)
    waiting.add(turn.resolve)
    await turn.promise.finally(() => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    })
  }

  /** The place goes to whoever has waited longest. */
  function leave(): void {
    const [next] = waiting
    if (next) {
      waiting.delete(next)
      next()
    } else free += 1
  }

  function retryAfterMs(): number {
    return Math.max(retryMinMs, Math.round((waiting.size * meanMs) / places))
  }

  return {
    async take(work, signal) {
      await enter(signal)
      const begun = performance.now()
      try {
        return await work()
      } finally {
        const tookMs = performance.now() - begun
        meanMs = meanMs === 0 ? tookMs : meanMs + paceWeight * (tookMs - meanMs)
        leave()
      }
    },
  }
}
