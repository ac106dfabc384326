// The jobs of stock. Nudges: each handler reads what is true.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** A reservation's time is over; sent in the transaction that makes it, for that moment. */
export const reservationDue = defineJob({
  name: 'stock.reservationDue',
  data: z.strictObject({ reservationId: z.uuid() }),
  queue: { policy: 'standard', retryLimit: 5, retryDelay: 1, retryBackoff: true, deadLetter: 'stock.dead' },
})

/** Looks for reservations whose job was lost. */
export const sweepDue = defineJob({
  name: 'stock.sweepDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next minute brings the next
})

/** Time to compare the counters with the facts. */
export const checkDue = defineJob({
  name: 'stock.checkDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 2, expireInSeconds: 600, deadLetter: 'stock.dead' }, // reads every movement once
})
