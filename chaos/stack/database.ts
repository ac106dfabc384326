// The PostgreSQL of a run: it can be crashed in the middle of everything, and comes back with all that was committed.
import { freePort } from '../../scripts/ports.ts'
import { startCluster } from '../../scripts/postgres/cluster.ts'
import { signal } from '../../scripts/processes.ts'
import { removeFolder, temporaryFolder } from '../../scripts/temporary.ts'
import { createPool } from '../../server/platform/db.ts'

export interface ChaosDatabase {
  readonly port: number
  /** Its address, without anything in between. */
  readonly url: string
  /** As `pg_ctl restart -m immediate`: every session ends at once, and the start recovers from the log. */
  crash(): Promise<void>
  stop(): Promise<void>
}

export async function startDatabase(): Promise<ChaosDatabase> {
  const dir = temporaryFolder('chaos-postgres')
  const port = await freePort()
  const options = { dir, port, password: 'chaos', throwaway: true }
  let cluster = await startCluster(options)
  const url = cluster.url('postgres')
  await keepCommits(url)
  return {
    port,
    url,
    async crash() {
      signal(cluster.pid, 'SIGQUIT')
      await cluster.ended
      cluster = await startCluster(options)
    },
    async stop() {
      await cluster.stop()
      removeFolder(dir)
    },
  }
}

/**
 * A throwaway cluster may forget its last commits when it crashes. This one may not: the role's own setting wins over the command line. Without
 * fsync the log is in the system's hands, which outlive a process.
 */
async function keepCommits(url: string): Promise<void> {
  const pool = createPool({ url, name: 'quire-chaos', max: 1 })
  await pool.query('alter role current_user set synchronous_commit = on')
  await pool.end()
}
