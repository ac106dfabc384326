// The gate in front of scarce copies: counts down in Redis how many of an item are still to be had, and turns away whoever comes too late before
// they cost PostgreSQL anything. Admission only: it never sells, PostgreSQL decides. It may let too many in, who are refused there; it may
// turn one away early, for as long as a count lives at most. Each count is PostgreSQL's own, taken when it is asked for and gone five seconds
// later: that is how it heals from a crash between gate and database, a restart, a flush and a stale replica alike, with nothing to repair.
import type { Db } from '#platform/db'
import type { Redis } from '#platform/redis'
import { decideLines, decideShortages, nameOf } from './decide-reservation.ts'
import { soldOut } from './model.ts'
import type { ItemKey, StockLine } from './model.ts'
import { findFree } from './queries.ts'
import { openCounters } from './take-copies.ts'
import type { Take } from './take-copies.ts'

export interface StockGate {
  /** True when it lets everybody in: nobody needs to ask. */
  readonly isOpen: boolean
  /** Comes before the transaction that reserves. Refuses `stock.lines_invalid` and `stock.sold_out`; never fails because the gate does. */
  admit(lines: readonly StockLine[]): Promise<void>
}

/** What a wrong count costs at most: that long a copy that came back is not sold. One read an item and process in that time is what it costs. */
const countLivesMs = 5_000

/** The gate where there is no Redis: open. */
export const openGate: StockGate = { isOpen: true, admit: async () => {} }

/** The gate over a Redis; while that is away it is open. */
export function openStockGate({ db, redis }: { db: Db; redis: Redis }): StockGate {
  const counters = openCounters(redis)
  const learning = new Map<string, Promise<void>>()

  /** Writes PostgreSQL's count down; those who miss it at the same time share one look. */
  function learn(item: ItemKey): Promise<void> {
    const name = nameOf(item)
    const looking =
      learning.get(name) ??
      findFree(db, [item])
        .then((free) => counters.learn(item, free.get(name) ?? 0, countLivesMs))
        .finally(() => learning.delete(name))
    learning.set(name, looking)
    return looking
  }

  async function take(lines: readonly StockLine[]): Promise<Take> {
    const first = await counters.take(lines)
    if (first.verdict !== 'unknown') return first
    await Promise.all(lines.filter((_, i) => first.counts[i] === null).map(learn))
    return counters.take(lines)
  }

  return {
    isOpen: false,
    async admit(wanted) {
      const lines = decideLines(wanted)
      // Redis or PostgreSQL is away: the one is not needed, the other will say so itself.
      const answer = await take(lines).catch(() => null)
      if (answer?.verdict !== 'short') return
      const left = new Map(lines.map((line, i) => [nameOf(line), answer.counts[i] ?? line.quantity]))
      throw soldOut(decideShortages(lines, left))
    },
  }
}
