// The sellers' habits of this process, loaded at its start and saved every few seconds, never in anybody's way. What is lost in a crash is
// a few seconds of learning.
import type { QuoteEvent } from '#sellers'
import { z } from 'zod'
import { learn, newHabit } from './habits.ts'
import type { Habit, Sight } from './habits.ts'
import type { OffersDeps } from './model.ts'
import { recordRounds, listHabits, saveHabits } from './queries.ts'
import type { QuoteRound } from './queries.ts'

const saveEveryMs = 5_000
const roundsMax = 2_000 // waiting to be saved; beyond it the oldest are dropped: they are figures, not books

export interface Habits {
  /** What is known of a seller towards a country. */
  of(sellerId: string, country: string): Habit
  /** Learns from everything that one book's round showed. */
  note(country: string, events: readonly QuoteEvent[]): void
  /** Keeps what stopping a round cost. */
  noteRound(round: QuoteRound): void
  /** Saves what is not saved yet. */
  close(): Promise<void>
}

/** The habits as they were last saved. */
export async function openHabits({ db, clock, log }: Pick<OffersDeps, 'db' | 'clock' | 'log'>): Promise<Habits> {
  const habits = new Map<string, Habit>()
  for (const { sellerId, country, habit } of await listHabits(db)) {
    const { data } = StoredFacts.safeParse(habit) // one of an older shape is learned anew
    if (data) habits.set(keyOf(sellerId, country), data)
  }
  const changed = new Set<string>()
  const rounds: QuoteRound[] = []
  const closing = new AbortController()
  let saving: Promise<void> | null = null

  async function saveSoon(): Promise<void> {
    await clock.sleep(saveEveryMs, closing.signal).catch(() => {}) // at once when closing
    saving = null
    await save()
  }

  async function save(): Promise<void> {
    const rows = [...changed].flatMap((key) => {
      const [sellerId = '', country = ''] = key.split('/')
      const habit = habits.get(key)
      return habit ? [{ sellerId, country, habit }] : []
    })
    const ended = rounds.splice(0)
    changed.clear()
    try {
      await saveHabits(db, rows)
      await recordRounds(db, ended)
    } catch (error) {
      log.warn({ err: error }, "sellers' habits were not saved")
    }
  }

  return {
    of: (sellerId, country) => habits.get(keyOf(sellerId, country)) ?? newHabit,
    note(country, events) {
      for (const [sellerId, sight] of toSights(events)) {
        const key = keyOf(sellerId, country)
        habits.set(key, learn(habits.get(key) ?? newHabit, sight))
        changed.add(key)
      }
      saving ??= saveSoon()
    },
    noteRound(round) {
      rounds.push(round)
      if (rounds.length > roundsMax) rounds.shift()
      saving ??= saveSoon()
    },
    async close() {
      closing.abort()
      await saving
    },
  }
}

const Running = z.strictObject({ mean: z.number(), variance: z.number(), weight: z.number() })
const StoredFacts = z.strictObject({ lnMs: Running, answers: Running, carries: Running, lnRatio: Running })

const keyOf = (sellerId: string, country: string) => `${sellerId}/${country}` // a seller's id is a slug

/** What a round showed of each seller that was asked and has ended. */
export function toSights(events: readonly QuoteEvent[]): Map<string, Sight> {
  const lowest = new Map<string, number>()
  for (const event of events) {
    if (event.type !== 'quote' || !event.quote.total) continue
    const { sellerId, total } = event.quote
    lowest.set(sellerId, Math.min(Number(total.minor), lowest.get(sellerId) ?? Infinity))
  }
  const sights = new Map<string, Sight>()
  for (const event of events) {
    if (event.type === 'failed') sights.set(event.sellerId, { tookMs: null })
    if (event.type === 'done') sights.set(event.sellerId, sightOf(event, lowest))
  }
  return sights
}

function sightOf(
  { sellerId, elapsedMs }: { sellerId: string; elapsedMs: number },
  lowest: ReadonlyMap<string, number>,
): Sight {
  const own = lowest.get(sellerId)
  const others = Math.min(...[...lowest].flatMap(([id, minor]) => (id === sellerId ? [] : [minor])))
  const canCompare = own !== undefined && own > 0 && others > 0 && Number.isFinite(others)
  return { tookMs: elapsedMs, carried: own !== undefined, ratio: canCompare ? own / others : null }
}
