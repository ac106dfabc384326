// The jobs of ebooks. Nudges: each handler reads what is true.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

const retried = {
  policy: 'standard',
  retryLimit: 8,
  retryDelay: 2,
  retryBackoff: true,
  deadLetter: 'ebooks.dead',
} as const

/** The alarm clock of a loan: a copy that nobody picked up, or a loan at its end. Renewing moves it. */
export const loanDue = defineJob({
  name: 'ebooks.loanDue',
  data: z.strictObject({ loanId: z.uuid() }),
  queue: retried,
  key: ({ loanId }) => loanId,
})

/** A loan ends soon: its reader is told. */
export const loanEndsSoon = defineJob({
  name: 'ebooks.loanEndsSoon',
  data: z.strictObject({ loanId: z.uuid() }),
  queue: retried,
  key: ({ loanId }) => loanId,
})

/** There may be copies for those who wait: licences were added, or more wait than one transaction serves. */
export const queueMoves = defineJob({
  name: 'ebooks.queueMoves',
  data: z.strictObject({ isbn13: z.string() }),
  queue: retried,
  key: ({ isbn13 }) => isbn13,
})

/** Looks for loans at their end, reminders and free copies whose job was lost. */
export const sweepDue = defineJob({
  name: 'ebooks.sweepDue',
  data: z.strictObject({}),
  queue: { policy: 'singleton', retryLimit: 0 }, // the next minute brings the next
})
