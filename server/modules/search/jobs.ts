// Search's jobs: what the catalogue announces is indexed, the words are counted anew, and a sweep finds what got lost.
import { z } from 'zod'
import { worksChanged } from '#catalog'
import { inTransaction } from '#platform/db'
import { defineJob, handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { indexWorks, sweepIndex } from './index-works.ts'
import type { IndexDeps } from './model.ts'
import { recountTerms } from './queries.ts'

const nothing = z.strictObject({})

/** Counts the words anew. One waiting at a time: any number of index batches need one count after them. */
const recountWords = defineJob({
  name: 'search.recountWords',
  data: nothing,
  // About two seconds for 20,000 works.
  queue: { policy: 'singleton', retryLimit: 3, expireInSeconds: 300, deadLetter: 'search.dead' },
  key: () => 'all',
})

/** The twin of catalog.worksChanged for what it may lose; nightly. */
const sweepDocuments = defineJob({
  name: 'search.sweepDocuments',
  data: nothing,
  queue: { policy: 'singleton', retryLimit: 1, expireInSeconds: 3_600, deadLetter: 'search.dead' },
})

export function searchJobs(deps: IndexDeps): JobHandler<unknown>[] {
  const { db, jobs, log } = deps
  return [
    handle(worksChanged, async ({ workIds }) => {
      await inTransaction(db, async (tx) => {
        await indexWorks(tx, workIds)
        await jobs.send(tx, recountWords, {})
      })
    }),
    handle(recountWords, () => recountTerms(db)),
    handle(
      sweepDocuments,
      async (_, signal) => {
        const count = await sweepIndex(db, signal)
        if (count > 0) log.warn({ count }, 'works were not indexed and are now')
        await inTransaction(db, (tx) => jobs.send(tx, recountWords, {}))
      },
      { cron: '17 3 * * *' },
    ),
  ]
}
