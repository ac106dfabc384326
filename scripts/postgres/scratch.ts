// A PostgreSQL for one run of the tests or of a tool: empty, fast, on a free port, gone afterwards.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../ports.ts'
import { markOf } from '../processes.ts'
import { startCluster } from './cluster.ts'

export interface Scratch {
  url(database: string): string
  stop(): Promise<void>
}

const prefix = 'quire-scratch-'

export async function startScratch(): Promise<Scratch> {
  sweep()
  const dir = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  const cluster = await startCluster({ dir, port: await freePort(), password: 'scratch', throwaway: true })
  return {
    url: (database) => cluster.url(database),
    async stop() {
      await cluster.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Removes what killed runs left behind; each folder carries the number of the process that made it. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN
    if (Number.isNaN(pid) || markOf(pid)) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // another user's; theirs to remove
    }
  }
}
