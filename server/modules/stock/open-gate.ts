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

export interface StockGate {
  /** Comes before the transaction that reserves. Refuses `stock.lines_invalid` and `stock.sold_out`; never fails because the gate does. */
  admit(lines: readonly StockLine[]): Promise<void>
}

/** What a wrong count costs at most: that long a copy that came back is not sold. One read an item and process in that time is what it costs. */
const countLivesMs = 5_000

// Both scripts touch only their KEYS, which lie in one slot of a cluster by the braces in their names.
const keyOf = (item: ItemKey) => `{stock}:${nameOf(item)}`

// Takes all or nothing. Answers [verdict, count, …]: 1 taken, 0 somewhere too few, -1 some counts are not known (each -1).
const takeScript = `
local counts, isShort, isUnknown = {}, false, false
for i, key in ipairs(KEYS) do
  local count = tonumber(redis.call('get', key) or '-1')
  counts[i] = count
  if count < 0 then isUnknown = true elseif count < tonumber(ARGV[i]) then isShort = true end
end
if isShort then return {0, unpack(counts)} end
if isUnknown then return {-1, unpack(counts)} end
for i, key in ipairs(KEYS) do redis.call('decrby', key, ARGV[i]) end
return {1, unpack(counts)}`

// A count that is there stays: it is as young, and others have taken from it.
const countScript = `
redis.call('set', KEYS[1], ARGV[2], 'PX', ARGV[1], 'NX')
return 1`

/** The gate where there is no Redis: open. */
export const openGate: StockGate = { admit: async () => {} }

/** The gate over a Redis; while that is away it is open. */
export function openStockGate({ db, redis }: { db: Db; redis: Redis }): StockGate {
  const learning = new Map<string, Promise<void>>()

  /** Writes PostgreSQL's count down; those who miss it at the same time share one look. */
  function learn(item: ItemKey): Promise<void> {
    const name = nameOf(item)
    const looking =
      learning.get(name) ??
      findFree(db, [item])
        .then((free) => redis.run(countScript, [keyOf(item)], [String(countLivesMs), String(free.get(name) ?? 0)]))
        .then(() => {})
        .finally(() => learning.delete(name))
    learning.set(name, looking)
    return looking
  }

  async function take(lines: readonly StockLine[]): Promise<{ verdict: number; counts: number[] }> {
    const keys = lines.map(keyOf)
    const quantities = lines.map(({ quantity }) => String(quantity))
    const answer = await redis.run(takeScript, keys, quantities)
    const [verdict = -1, ...counts] = (answer as number[]).map(Number)
    return { verdict, counts }
  }

  return {
    async admit(wanted) {
      const lines = decideLines(wanted)
      const answer = await take(lines)
        .then(async (first) => {
          if (first.verdict >= 0) return first
          await Promise.all(lines.filter((_, i) => (first.counts[i] ?? -1) < 0).map(learn))
          return take(lines)
        })
        .catch(() => null) // Redis or PostgreSQL is away; the one is not needed, the other will say so itself
      if (answer?.verdict !== 0) return
      const left = new Map(lines.map((line, i) => [nameOf(line), answer.counts[i] ?? -1]))
      const known = lines.filter((line) => (left.get(nameOf(line)) ?? -1) >= 0)
      throw soldOut(decideShortages(known, left))
    },
  }
}
