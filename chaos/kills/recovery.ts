// How long it takes until what a killed process may have been driving goes on: from the kill to the purchase's next step, seen in the database.
import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from '../books/read-ours.ts'

export interface RecoveryWatch {
  /** Call just before a kill -9: every purchase that somebody has a lease on is watched from now on. */
  mark(): Promise<void>
  /** Stops looking. Ascending milliseconds, one for each purchase and kill; `lost` never went on. */
  close(): Promise<{ readonly recoveredMs: readonly number[]; readonly lost: number }>
}

interface Mark {
  readonly id: string
  readonly version: number
  readonly at: number
}

const lookMs = 250 // what is measured is seconds

export function watchRecovery(db: Pool): RecoveryWatch {
  const recoveredMs: number[] = []
  const stopped = new AbortController()
  let open: Mark[] = []
  const watching = watch()

  async function watch(): Promise<void> {
    while (!stopped.signal.aborted) {
      await delay(lookMs, undefined, { signal: stopped.signal }).catch(() => undefined)
      if (open.length > 0) await look().catch(() => undefined) // PostgreSQL may be down
    }
    if (open.length > 0) await look()
  }

  async function look(): Promise<void> {
    const { rows } = await db.query<{ id: string; version: number }>(versionsSql, [open.map(({ id }) => id)])
    const versions = new Map(rows.map(({ id, version }) => [id, version]))
    const now = Date.now()
    open = open.filter(({ id, version, at }) => {
      const hasMoved = (versions.get(id) ?? version) > version
      if (hasMoved) recoveredMs.push(now - at)
      return !hasMoved
    })
  }

  return {
    async mark() {
      const { rows } = await db.query<{ id: string; version: number }>(leasedSql)
      const at = Date.now()
      open.push(...rows.map((row) => ({ ...row, at })))
    },
    async close() {
      stopped.abort()
      await watching
      return { recoveredMs: recoveredMs.toSorted((a, b) => a - b), lost: open.length }
    },
  }
}

const versionsSql = 'select id, version from purchase where id = any($1)'
const leasedSql = 'select id, version from purchase where lease_until > now()'
