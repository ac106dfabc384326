// Standings kept in this process only: for a gateway without a database. A restart begins again with the usual share.
import type { HourCount } from './judge-conduct.ts'
import type { WeekCount } from './kept-share.ts'
import type { OrderPromise, Outcome } from './promise.ts'
import { applyNoted, promiseKey } from './store.ts'
import type { StandingStore } from './store.ts'

// Orders whose outcome may still change; some 300 bytes each. The oldest are forgotten first, their counts stay.
const promisesMax = 50_000

export function createMemoryStore(): StandingStore {
  const promises = new Map<string, OrderPromise>() // in the order of placing, which makes the first the oldest
  const weeks = new Map<string, WeekCount & { sellerId: string }>()
  const hours = new Map<string, HourCount & { sellerId: string }>()

  return {
    async save({ noted, calls }) {
      const applied = applyNoted(promises, noted)
      for (const promise of applied.changed) promises.set(promiseKey(promise), promise)
      for (const oldest of promises.keys()) {
        if (promises.size <= promisesMax) break
        promises.delete(oldest)
      }
      for (const one of applied.weeks) {
        const key = `${one.sellerId}/${one.week}/${one.outcome}`
        weeks.set(key, { ...one, count: (weeks.get(key)?.count ?? 0) + one.count })
      }
      for (const one of calls) {
        const key = `${one.sellerId}/${one.hour}`
        const { calls: made, failures } = hours.get(key) ?? { calls: 0, failures: 0 }
        hours.set(key, { ...one, calls: made + one.calls, failures: failures + one.failures })
      }
      return applied.unmatched
    },
    async listWeeks(sellerIds, fromWeek) {
      const wanted = [...weeks.values()].filter(
        ({ sellerId, week }) => week >= fromWeek && (sellerIds === null || sellerIds.includes(sellerId)),
      )
      return Map.groupBy(wanted, ({ sellerId }) => sellerId)
    },
    async listHours(sellerId, fromHour) {
      return [...hours.values()].filter((one) => one.sellerId === sellerId && one.hour >= fromHour)
    },
    async countOutcomes(sellerId, sinceMs) {
      const counts: Partial<Record<Outcome, number>> = {}
      for (const promise of promises.values())
        if (promise.sellerId === sellerId && promise.placedAtMs >= sinceMs)
          counts[promise.outcome] = (counts[promise.outcome] ?? 0) + 1
      return counts
    },
    async prune({ placedMs, hour }) {
      for (const [key, promise] of promises) if (promise.placedAtMs < placedMs) promises.delete(key)
      for (const [key, one] of hours) if (one.hour < hour) hours.delete(key)
    },
  }
}
