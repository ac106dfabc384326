// The catalogue's jobs. What changed is told here; the search module consumes it.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Works whose record changed; sent in the transaction that changed them. A nudge: the reader loads them anew. */
export const worksChanged = defineJob({
  name: 'catalog.worksChanged',
  // One import batch touches at most 1,000 works (import-csv.ts).
  data: z.strictObject({ workIds: z.array(z.uuid()).max(1_000) }),
  // Indexing 1,000 works takes seconds; ten times that before another worker may take the job.
  queue: { policy: 'standard', retryLimit: 8, expireInSeconds: 60, deadLetter: 'catalog.dead' },
})

/** An import that a worker is to run to its end. It says every few seconds that it lives; when it does not, another worker goes on with it. */
export const runImportDue = defineJob({
  name: 'catalog.runImport',
  data: z.strictObject({ importId: z.uuid() }),
  // A file of Open Library takes hours; pg-boss allows no job a whole day.
  queue: {
    policy: 'singleton',
    retryLimit: 20,
    retryBackoff: true,
    retryDelayMax: 300,
    heartbeatSeconds: 30,
    expireInSeconds: 23 * 3_600,
    deadLetter: 'catalog.dead',
  },
  key: ({ importId }) => importId,
})
