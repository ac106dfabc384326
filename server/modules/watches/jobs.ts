// The jobs of watches: nudges to look, and the word to buying that a price matched. Each re-reads its rows.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** Asks the sellers one question. One waiting for each: everybody who watches the book shares it. */
export const lookAtPrice = defineJob({
  name: 'watches.lookAtPrice',
  data: z.strictObject({ isbn13: z.string(), country: z.string(), currency: z.string() }),
  queue: { policy: 'standard', retryLimit: 3, retryBackoff: true, expireInSeconds: 60, deadLetter: 'watches.dead' },
  key: ({ isbn13, country, currency }) => `${isbn13}/${country}/${currency}`,
})

/** A watch that may buy has fired. Consumed by buying. */
export const priceMatched = defineJob({
  name: 'watches.priceMatched',
  data: z.strictObject({ watchId: z.uuid(), firing: z.int().min(1) }),
  queue: { policy: 'standard', retryLimit: 5, retryBackoff: true, expireInSeconds: 60, deadLetter: 'watches.dead' },
  key: ({ watchId }) => watchId,
})

/** The twin of the others: finds what they lost, ends what has expired, forgets what is too old. */
export const sweepWatches = defineJob({
  name: 'watches.sweep',
  data: z.strictObject({}),
  queue: { policy: 'standard', retryLimit: 0 },
})
