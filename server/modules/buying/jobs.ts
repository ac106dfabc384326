// The alarm clock of a purchase: one waiting job each, never later than the step under way needs, that finishes what a dead process left.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

export const drivePurchase = defineJob({
  name: 'buying.drivePurchase',
  data: z.object({ purchaseId: z.uuid() }),
  queue: {
    policy: 'standard',
    retryLimit: 8,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 60,
    deadLetter: 'buying.dead',
  },
  key: ({ purchaseId }) => purchaseId,
})
