// Where standings are kept: what every store does, and what all of them share. A store counts each order once, by its reference.
import type { HourCount } from './judge-conduct.ts'
import { weekOf } from './kept-share.ts'
import type { WeekCount } from './kept-share.ts'
import { openPromise, settlePromise } from './promise.ts'
import type { Noted, OrderPromise, Outcome } from './promise.ts'

/** What happened since the last batch. */
export interface Batch {
  /** In the order in which it was seen. */
  noted: readonly Noted[]
  /** To be added to what is there. */
  calls: readonly (HourCount & { sellerId: string })[]
}

export interface StandingStore {
  /** Keeps a batch, whole or not at all. Returns what was about orders that it does not know: their placing may still be on its way. */
  save(batch: Batch): Promise<Noted[]>
  /** The counts of these sellers (all when null) since a week. */
  listWeeks(sellerIds: readonly string[] | null, fromWeek: number): Promise<Map<string, WeekCount[]>>
  /** The calls to a seller since an hour. */
  listHours(sellerId: string, fromHour: number): Promise<HourCount[]>
  /** A seller's orders placed since then, by outcome. */
  countOutcomes(sellerId: string, sinceMs: number): Promise<Partial<Record<Outcome, number>>>
  /** Forgets orders placed and calls made before; the weeks' counts stay. */
  prune(before: { placedMs: number; hour: number }): Promise<void>
}

/** What a batch changes. */
export interface Applied {
  /** Promises that are new or changed. */
  changed: readonly OrderPromise[]
  /** What it adds to the weeks' counts; negative where an order's outcome became another. */
  weeks: readonly (WeekCount & { sellerId: string })[]
  unmatched: Noted[]
}

/** Applies `noted` to the promises that are `known`, by `promiseKey`; `known` stays as it is. */
export function applyNoted(known: ReadonlyMap<string, OrderPromise>, noted: readonly Noted[]): Applied {
  const changed = new Map<string, OrderPromise>()
  const weeks = new Map<string, WeekCount & { sellerId: string }>()
  const unmatched: Noted[] = []
  const add = ({ sellerId, placedAtMs, outcome }: OrderPromise, count: number) => {
    const week = weekOf(placedAtMs)
    const key = `${sellerId}/${week}/${outcome}`
    weeks.set(key, { sellerId, week, outcome, count: (weeks.get(key)?.count ?? 0) + count })
  }
  for (const one of noted) {
    const key = promiseKey(one)
    const before = changed.get(key) ?? known.get(key) ?? null
    const after = before ? settlePromise(before, one) : openPromise(one)
    if (after === null) unmatched.push(one)
    if (after === null || after === before) continue
    if (before) add(before, -1)
    add(after, 1)
    changed.set(key, after)
  }
  return { changed: [...changed.values()], weeks: [...weeks.values()].filter(({ count }) => count !== 0), unmatched }
}

/** One order at one seller. */
export function promiseKey({ sellerId, reference }: Pick<Noted, 'sellerId' | 'reference'>): string {
  return `${sellerId}/${reference}`
}
