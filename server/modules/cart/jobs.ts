// The jobs of cart.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Time to forget what guests left behind. */
export const sweepDue = defineJob({
  name: 'cart.sweepDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // tomorrow brings the next
})
