// PostgreSQL's time, carried on by this process's monotonic clock: every process that writes into one database takes its times from one clock, and
// none of them notices when somebody sets the clock of its machine. Why: docs/decisions/0034.
import type pg from 'pg'
import type { Clock } from './clock.ts'
import { systemClock } from './clock.ts'
import type { Log } from './log.ts'

export interface DatabaseClock extends Clock {
  /** Stops asking. */
  close(): Promise<void>
}

const askEveryMs = 30_000 // two crystals drift apart by a millisecond or two in that time
const questions = 3 // each time; the one with the shortest round trip is the truest
const awayMaxMs = 1_000 // between what was carried on and what PostgreSQL says: more means that its own clock was set, which operators want to know

/**
 * Asks PostgreSQL for its time, and again every half minute; a time that cannot be had leaves the last one in force. Right to half of a question's
 * round trip (Cristian, 1989: Probabilistic clock synchronization). Rejects when the first question does.
 */
export async function openDatabaseClock(pool: pg.Pool, log: Log): Promise<DatabaseClock> {
  let aheadMs = await askAhead(pool)
  const closing = new AbortController()
  const asking = keepAsking()

  async function keepAsking(): Promise<void> {
    while (!closing.signal.aborted) {
      await systemClock.sleep(askEveryMs, closing.signal).catch(() => {})
      if (!closing.signal.aborted) await askAgain()
    }
  }

  async function askAgain(): Promise<void> {
    try {
      const nowAheadMs = await askAhead(pool)
      const awayMs = Math.round(nowAheadMs - aheadMs)
      if (Math.abs(awayMs) > awayMaxMs) log.warn({ awayMs }, "PostgreSQL's clock was set, or this process stood still")
      aheadMs = nowAheadMs
    } catch (error) {
      log.warn({ err: error }, 'PostgreSQL was not asked for its time; the last answer is carried on')
    }
  }

  return {
    now: () => new Date(performance.now() + aheadMs),
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    async close() {
      closing.abort()
      await asking
    },
  }
}

/** By how many milliseconds PostgreSQL's time (since 1970) is ahead of this process's monotonic one (since it began). */
async function askAhead(pool: pg.Pool): Promise<number> {
  const client = await pool.connect() // first: waiting for a connection is not part of the round trip
  try {
    const answers: { aheadMs: number; tripMs: number }[] = []
    while (answers.length < questions) answers.push(await askOnce(client))
    return answers.reduce((best, each) => (each.tripMs < best.tripMs ? each : best)).aheadMs
  } finally {
    client.release()
  }
}

async function askOnce(client: pg.PoolClient): Promise<{ aheadMs: number; tripMs: number }> {
  const sentMs = performance.now()
  const { rows } = await client.query<{ ms: number }>(
    'select extract(epoch from clock_timestamp())::float8 * 1000 as ms',
  )
  const heardMs = performance.now()
  const [row] = rows
  if (!row) throw new Error('PostgreSQL did not say what time it is')
  return { aheadMs: row.ms - (sentMs + heardMs) / 2, tripMs: heardMs - sentMs }
}
