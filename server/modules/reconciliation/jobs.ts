// The job of reconciliation.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Time to compare the books. */
export const compareDue = defineJob({
  name: 'reconciliation.compareDue',
  data: z.strictObject({}),
  // One look-up an order and a hundred intents a request: an hour is enough for some ten thousand orders in eight days.
  queue: { policy: 'singleton', retryLimit: 2, expireInSeconds: 3_600, deadLetter: 'reconciliation.dead' },
})
