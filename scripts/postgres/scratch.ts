// A PostgreSQL for one run of the tests or of a tool: empty, fast, on a free port, gone afterwards.
import { freePort } from '../ports.ts'
import { removeFolder, temporaryFolder } from '../temporary.ts'
import { startCluster } from './cluster.ts'

export interface Scratch {
  url(database: string): string
  stop(): Promise<void>
}

export async function startScratch(): Promise<Scratch> {
  const dir = temporaryFolder('scratch')
  const cluster = await startCluster({ dir, port: await freePort(), password: 'scratch', throwaway: true })
  return {
    url: (database) => cluster.url(database),
    async stop() {
      await cluster.stop()
      removeFolder(dir)
    },
  }
}
