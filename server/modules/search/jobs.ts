// Search's jobs: what the catalogue announces is indexed, what waits is merged, and a sweep finds what got lost.
import { z } from 'zod'
import { worksChanged } from '#catalog'
import { inTransaction } from '#platform/db'
import { defineJob, handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { forgetReplicas, tendReplicas } from './index-anew.ts'
import { indexChanges } from './index-changes.ts'
import { indexStandings } from './index-standings.ts'
import { indexWorks, sweepIndex } from './index-works.ts'
import type { IndexDeps, ReplicaDeps } from './model.ts'
import { mergeSegments } from './merge-segments.ts'

const nothing = z.strictObject({})

/** Merges what waits into segments. One waiting at a time: any number of index batches need one merge after them. */
const mergeIndex = defineJob({
  name: 'search.mergeIndex',
  data: nothing,
  // Nothing to do in most cases; a minute when the largest segments of a million works are made into one. It says that it lives: when its worker is killed,
  // another merges half a minute later, not after the quarter of an hour that a merge may take.
  queue: { policy: 'singleton', retryLimit: 3, heartbeatSeconds: 30, expireInSeconds: 900, deadLetter: 'search.dead' },
  key: () => 'all',
})

/** The twin of catalog.worksChanged for what it may lose; nightly. */
const sweepDocuments = defineJob({
  name: 'search.sweepDocuments',
  data: nothing,
  queue: { policy: 'singleton', retryLimit: 1, expireInSeconds: 3_600, deadLetter: 'search.dead' },
})

/** Builds and replaces the indexes in OpenSearch, and takes there what waits; the twin of followChanges. */
const tendRemoteIndexes = defineJob({
  name: 'search.tendReplicas',
  data: nothing,
  // The next minute's goes on where this one stopped.
  queue: { policy: 'singleton', retryLimit: 0, expireInSeconds: 300 },
  key: () => 'all',
})

/** While PostgreSQL saves the documents of one job this process makes those of another. An import announces thousands of them. */
const indexBatch = 2

/** A job copies for so long and leaves the rest to the next, so that a worker can stop. */
const copyMs = 50_000

/** Prices or copies of these books have changed; whoever changes them sends it in the same transaction. */
export const standingsChanged = defineJob({
  name: 'search.indexStandings',
  data: z.strictObject({ isbns: z.array(z.string()).max(2_000) }),
  // It reads what is so now: late, twice and in another order are all the same.
  queue: { policy: 'standard', retryLimit: 3, retryBackoff: true, deadLetter: 'search.dead' },
})

export function searchJobs(deps: IndexDeps): JobHandler<unknown>[] {
  const { db, jobs, log, openSearch } = deps
  return [
    handle(
      worksChanged,
      async ({ workIds }) => {
        await inTransaction(db, async (tx) => {
          await indexWorks(tx, workIds)
          await jobs.send(tx, mergeIndex, {})
          await deps.announceIndexed?.(tx, workIds)
        })
      },
      { batch: indexBatch },
    ),
    handle(standingsChanged, ({ isbns }) => indexStandings(deps, isbns)),
    handle(mergeIndex, async (_, signal) => void (await mergeSegments(db, { signal }))),
    handle(
      sweepDocuments,
      async (_, signal) => {
        const count = await sweepIndex(db, signal)
        if (count > 0) log.warn({ count }, 'works were not indexed and are now')
        await inTransaction(db, (tx) => jobs.send(tx, mergeIndex, {}))
        if (!openSearch) await forgetReplicas(db) // or what changes would be marked for ever
      },
      { cron: '17 3 * * *' },
    ),
    ...(openSearch ? remoteJobs({ ...deps, ...openSearch }) : []),
  ]
}

function remoteJobs(deps: ReplicaDeps): JobHandler<unknown>[] {
  return [
    handle(
      tendRemoteIndexes,
      async (_, signal) => {
        await indexChanges(deps, signal)
        await tendReplicas(deps, { until: new Date(deps.clock.now().getTime() + copyMs), signal })
      },
      { cron: '* * * * *' },
    ),
  ]
}
