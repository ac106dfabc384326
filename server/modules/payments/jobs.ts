// The jobs of payments. What changed is told here; whoever opened the payment consumes it.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** An event of the provider waits in the inbox. */
export const webhookReceived = defineJob({
  name: 'payments.webhookReceived',
  data: z.strictObject({ eventId: z.string().max(255) }),
  queue: { policy: 'standard', retryLimit: 8, retryDelay: 2, retryBackoff: true, deadLetter: 'payments.dead' },
})

/** Looks for events whose job was lost. */
export const inboxDue = defineJob({
  name: 'payments.inboxDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next minute brings the next
})

/** The provider has news on a card that is being saved. A nudge: what is true is at the provider. */
export const cardChanged = defineJob({
  name: 'payments.cardChanged',
  data: z.strictObject({ purpose: z.string(), reference: z.uuid() }),
  queue: { policy: 'singleton', retryLimit: 8, retryDelay: 1, retryBackoff: true, deadLetter: 'payments.dead' },
  key: ({ reference }) => reference,
})

/**
 * Something about this payment changed, or the provider has news on a call that was not answered. A nudge: what is true
 * stands in the payment, and at the provider.
 */
export const paymentChanged = defineJob({
  name: 'payments.paymentChanged',
  data: z.strictObject({ paymentId: z.uuid(), purpose: z.string(), reference: z.uuid() }),
  queue: { policy: 'singleton', retryLimit: 8, retryDelay: 1, retryBackoff: true, deadLetter: 'payments.dead' },
  key: ({ paymentId }) => paymentId,
})
