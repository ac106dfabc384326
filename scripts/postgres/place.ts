// How PostgreSQL reaches its data folder, run as another user when we are root.
import { spawnSync } from 'node:child_process'
import type { SpawnOptions } from 'node:child_process'
import type { User } from './programs.ts'

export interface Place {
  /** What to tell PostgreSQL, with -D. */
  dataDir: string
  spawn: SpawnOptions
}

/** PostgreSQL's name for the folder that it was started in. */
export const startedIn = '/proc/self/cwd'

/**
 * Where `user` cannot look (a clone under /root, mode 0700), PostgreSQL is started inside the folder and told that its data are in the folder
 * it is in, which asks no right on the folders above. So the data stay where the person said, and /root stays closed.
 */
export function placeFor(dir: string, user: User | null): Place {
  const env = { ...withoutPostgresVariables(process.env), LC_ALL: 'C' } // messages in the language that the starter reads
  if (!user) return { dataDir: dir, spawn: { cwd: dir, env } }
  const reachable = spawnSync('test', ['-x', dir], { ...user, cwd: '/' }).status === 0
  return { dataDir: reachable ? dir : startedIn, spawn: { ...user, cwd: dir, env } }
}

/** PGDATA, PGPORT and the like belong to a PostgreSQL of the developer's own. */
function withoutPostgresVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PG')))
}
