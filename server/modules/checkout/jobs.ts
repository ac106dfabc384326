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

/** Time to look for checkouts that do not move on. */
export const stuckDue = defineJob({
  name: 'checkout.stuckDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next five minutes bring the next
})
