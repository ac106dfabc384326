// The product's own search in OpenSearch for a tool: filled from a database, by the code that production runs.
import { createOpenSearchEngine, dropReplicas, tendReplicas } from '../../server/modules/search/index.ts'
import type { ReplicaDeps, SearchEngine } from '../../server/modules/search/index.ts'
import { systemClock } from '../../server/platform/clock.ts'
import type { Db } from '../../server/platform/db.ts'
import { createLog } from '../../server/platform/log.ts'
import { connectOpenSearch } from '../../server/platform/opensearch.ts'
import { Problem } from '../problem.ts'
import { startOpenSearch } from './node.ts'

export interface FilledOpenSearch {
  readonly engine: SearchEngine
  readonly replica: ReplicaDeps
  close(): Promise<void>
}

/** A tool measures what it is given, however slow: no search is cut off for its time. */
const timeoutMs = 60_000

/** Fills an index of its own in `OPENSEARCH_URL`'s OpenSearch, or in one that it starts. A Problem where there can be none. */
export async function openFilledOpenSearch(db: Db, say: (line: string) => void): Promise<FilledOpenSearch> {
  const given = process.env['OPENSEARCH_URL']
  if (!given) say('Starting an OpenSearch …')
  const node = given ? { url: given, stop: async () => {} } : await startOpenSearch()
  if ('missing' in node) throw new Problem(`OpenSearch cannot be started: ${node.missing}. Set OPENSEARCH_URL to one.`)
  const remote = connectOpenSearch(node.url)
  const alias = `quire-tool-${process.pid}`
  const log = createLog({ name: 'opensearch', level: 'warn' })
  const replica: ReplicaDeps = { db, clock: systemClock, log, remote, alias }
  const close = async () => {
    await dropReplicas(replica).catch(() => {}) // whoever ends this has a better error to tell
    await remote.close()
    await node.stop()
  }
  try {
    while (
      !(await tendReplicas(replica, { onProgress: (count) => void process.stderr.write(`\r${count} in OpenSearch`) }))
    )
      continue
    process.stderr.write('\n')
    return { engine: createOpenSearchEngine({ db, remote, alias, timeoutMs }), replica, close }
  } catch (error) {
    await close()
    throw error
  }
}
