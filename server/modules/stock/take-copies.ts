// The gate's counters in Redis. Carts that come while a script is under way go with the next one together: a thousand at once are a handful of
// scripts, and no one waits behind a queue of others' calls until its time is up.
import type { Redis } from '#platform/redis'
import { nameOf } from './decide-reservation.ts'
import type { ItemKey, StockLine } from './model.ts'

/** What came of asking for one cart: `counts` are how many of each line were left before, null where no count is known. */
export interface Take {
  readonly verdict: 'taken' | 'short' | 'unknown'
  readonly counts: readonly (number | null)[]
}

export interface Counters {
  /** Takes all lines or none. Rejects when Redis did not answer; it may have taken them. */
  take(lines: readonly StockLine[]): Promise<Take>
  /** Writes a count down that lives for `livesMs`, unless there is one. */
  learn(item: ItemKey, count: number, livesMs: number): Promise<void>
}

/** One script's share: some four hundred keys, for which Redis stands still for less than a millisecond. */
const cartsMax = 200

// All keys lie in one slot of a cluster, by the braces in their names.
const keyOf = (item: ItemKey) => `{stock}:${nameOf(item)}`

// ARGV: for each cart the number of its lines, then their quantities; KEYS: the lines of all carts in a row. Answers for each cart
// [verdict, count, …]: 1 taken, 0 somewhere too few, -1 some counts are not known (each -1).
const takeScript = `
local answer, at, key = {}, 1, 0
while at <= #ARGV do
  local lines, isShort, isUnknown = tonumber(ARGV[at]), false, false
  local place = #answer + 1
  answer[place] = 1
  for i = 1, lines do
    local count = tonumber(redis.call('get', KEYS[key + i]) or '-1')
    answer[place + i] = count
    if count < 0 then isUnknown = true elseif count < tonumber(ARGV[at + i]) then isShort = true end
  end
  if isShort then answer[place] = 0
  elseif isUnknown then answer[place] = -1
  else for i = 1, lines do redis.call('decrby', KEYS[key + i], ARGV[at + i]) end end
  at, key = at + lines + 1, key + lines
end
return answer`

// A count that is there stays: it is as young, and others have taken from it.
const learnScript = `return redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX')`

const verdicts = new Map<number, Take['verdict']>([
  [1, 'taken'],
  [0, 'short'],
])

interface Waiting extends PromiseWithResolvers<Take> {
  readonly lines: readonly StockLine[]
}

export function openCounters(redis: Redis): Counters {
  const waiting: Waiting[] = []
  let isTaking = false

  async function takeTogether(carts: readonly Waiting[]): Promise<void> {
    try {
      const keys = carts.flatMap(({ lines }) => lines.map(keyOf))
      const args = carts.flatMap(({ lines }) => [lines.length, ...lines.map(({ quantity }) => quantity)])
      const answer = ((await redis.run(takeScript, keys, args.map(String))) as unknown[]).map(Number)
      let place = 0
      for (const { lines, resolve } of carts) {
        const counts = answer.slice(place + 1, place + 1 + lines.length).map((count) => (count < 0 ? null : count))
        resolve({ verdict: verdicts.get(answer[place] ?? -1) ?? 'unknown', counts })
        place += 1 + lines.length
      }
    } catch (error) {
      for (const { reject } of carts) reject(error)
    }
  }

  async function takeAll(): Promise<void> {
    if (isTaking) return
    isTaking = true
    while (waiting.length > 0) await takeTogether(waiting.splice(0, cartsMax))
    isTaking = false
  }

  return {
    take(lines) {
      const cart = { lines, ...Promise.withResolvers<Take>() }
      waiting.push(cart)
      void takeAll()
      return cart.promise
    },
    async learn(item, count, livesMs) {
      await redis.run(learnScript, [keyOf(item)], [String(count), String(livesMs)])
    },
  }
}
