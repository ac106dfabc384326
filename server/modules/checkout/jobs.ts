// The alarm clock of a checkout: one waiting job each, moved by every step, that finishes what a dead process left.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

export const driveCheckout = defineJob({
  name: 'checkout.driveCheckout',
  data: z.strictObject({ checkoutId: z.uuid() }),
  queue: {
    policy: 'standard',
    retryLimit: 8,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 60,
    deadLetter: 'checkout.dead',
  },
  key: ({ checkoutId }) => checkoutId,
})
