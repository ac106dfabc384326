// The jobs of refunds. Nudges: what is true stands in the refund, and at the provider.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'
import { ReturnedLine } from './model.ts'

/** The alarm clock of a refund: one waiting job each, moved by every step, that finishes what a dead process left. */
export const driveRefund = defineJob({
  name: 'refunds.driveRefund',
  data: z.strictObject({ refundId: z.uuid() }),
  queue: {
    policy: 'standard',
    retryLimit: 8,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 60,
    deadLetter: 'refunds.dead',
  },
  key: ({ refundId }) => refundId,
})

/** Copies came back: a shelf of ours may have them again. */
export const copiesReturned = defineJob({
  name: 'refunds.copiesReturned',
  data: z.strictObject({ refundId: z.uuid(), by: z.string(), copies: z.array(ReturnedLine).optional() }),
  queue: { policy: 'standard', retryLimit: 8, retryDelay: 2, retryBackoff: true, deadLetter: 'refunds.dead' },
})

/** Looks for refunds whose alarm was lost. */
export const sweepDue = defineJob({
  name: 'refunds.sweepDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next minute brings the next
})

/** Time to look for refunds that do not move on. */
export const stuckDue = defineJob({
  name: 'refunds.stuckDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next five minutes bring the next
})
