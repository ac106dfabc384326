// How purchases or checkouts ended, seen from outside: one look at the database for all that are waited for.
import type { createPool } from '../server/platform/db.ts'

export type Pool = ReturnType<typeof createPool>

const ends = {
  purchase: ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW'],
  checkout: ['PAID', 'DECLINED', 'CANCELLED', 'EXPIRED', 'NEEDS_REVIEW'],
}

/** Looks every `lookMs` while somebody waits. */
export function watchEnds(db: Pool, table: keyof typeof ends, lookMs: number) {
  const waiting = new Map<string, PromiseWithResolvers<string>>()
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking || waiting.size === 0) return
    isLooking = true
    look()
      .catch((error: unknown) => {
        for (const { reject } of waiting.values()) reject(error)
        waiting.clear()
      })
      .finally(() => (isLooking = false))
  }, lookMs)

  async function look(): Promise<void> {
    const { rows } = await db.query<{ id: string; state: string }>({
      name: `ends of ${table}`,
      text: `select id, state from ${table} where id = any($1) and state = any($2)`,
      values: [[...waiting.keys()], ends[table]],
    })
    for (const { id, state } of rows) {
      waiting.get(id)?.resolve(state)
      waiting.delete(id)
    }
  }

  return {
    /** The state in which it ended. */
    of(id: string): Promise<string> {
      const ended = Promise.withResolvers<string>()
      waiting.set(id, ended)
      return ended.promise
    },
    close: () => clearInterval(timer),
  }
}
