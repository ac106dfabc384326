// The jobs of notify. Each re-reads its message.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Sends one message by mail; the mail's key is the message's id, so that it arrives once. */
export const sendMail = defineJob({
  name: 'notify.sendMail',
  data: z.strictObject({ messageId: z.uuid() }),
  // 5 s, 10 s, … half an hour: three hours in all.
  queue: {
    policy: 'standard',
    retryLimit: 14,
    retryDelay: 5,
    retryBackoff: true,
    retryDelayMax: 1_800,
    deadLetter: 'notify.dead',
  },
  key: ({ messageId }) => messageId,
})

/** The twin of the others: finds mails whose job was lost. */
export const sweepMail = defineJob({
  name: 'notify.sweep',
  data: z.strictObject({}),
  queue: { policy: 'standard', retryLimit: 0 }, // the next one brings the next
})
