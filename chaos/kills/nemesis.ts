// Kills processes with -9 at random moments for as long as it is let, and notes which purchases were under way.
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from '../books/read-ours.ts'
import type { Random } from '../random.ts'
import type { KeptProcess } from '../stack/kept-process.ts'

export interface Kill {
  readonly process: string
  readonly at: Date
  /** The purchases that somebody was driving, or was about to. */
  readonly hit: readonly string[]
}

const pauseMs = { min: 900, max: 3_200 } // a process needs one or two seconds to come back: often they die soon after

/** Kills one of `victims` now and then, as their weights say, until `signal` aborts. Resolves with what it did. */
export async function unleash(
  { db, random, victims }: { db: Pool; random: Random; victims: readonly { weight: number; process: KeptProcess }[] },
  signal: AbortSignal,
): Promise<Kill[]> {
  const kills: Kill[] = []
  while (!signal.aborted) {
    await delay(random.between(pauseMs.min, pauseMs.max), undefined, { signal }).catch(() => undefined)
    if (signal.aborted) break
    const { process } = random.pick(victims)
    const { rows } = await db.query<{ id: string }>(underWaySql)
    if (process.kill()) kills.push({ process: process.name, at: new Date(), hit: rows.map(({ id }) => id) })
  }
  return kills
}

/** Open, and not waiting for its shopper. */
const underWaySql = `select id from purchase where next_action_at is not null and state <> 'ACTION_REQUIRED'`
