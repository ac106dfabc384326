// The jobs of mandates. What became of one is told here; whoever asked for it consumes it.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** The alarm clock of a mandate that is not settled: one waiting job each, moved by every step. */
export const confirmMandate = defineJob({
  name: 'mandates.confirmMandate',
  data: z.strictObject({ mandateId: z.uuid() }),
  queue: {
    policy: 'standard',
    retryLimit: 8,
    retryBackoff: true,
    retryDelayMax: 60,
    expireInSeconds: 60,
    deadLetter: 'mandates.dead',
  },
  key: ({ mandateId }) => mandateId,
})

/** The bank has said yes or no, or the time to ask it is over. A nudge: the mandate says which. */
export const mandateSettled = defineJob({
  name: 'mandates.mandateSettled',
  data: z.strictObject({ mandateId: z.uuid() }),
  queue: { policy: 'singleton', retryLimit: 8, retryDelay: 1, retryBackoff: true, deadLetter: 'mandates.dead' },
  key: ({ mandateId }) => mandateId,
})

/** The twin of the alarm clocks: finds those that were lost. */
export const sweepMandates = defineJob({
  name: 'mandates.sweep',
  data: z.strictObject({}),
  queue: { policy: 'standard', retryLimit: 0 }, // the next minute brings the next
})
