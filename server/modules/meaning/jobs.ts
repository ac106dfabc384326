// The jobs of meaning; there are queues for them where a model is configured.
import { z } from 'zod'
import { defineJob } from '#platform/jobs'

/** These works are new or have changed. */
export const embedWorks = defineJob({
  name: 'meaning.embedWorks',
  data: z.strictObject({ workIds: z.array(z.string()).max(2_000) }),
  // A model server that is being restarted is back within minutes; for longer the sweep is enough.
  queue: { policy: 'standard', retryLimit: 4, retryDelay: 15, retryBackoff: true, expireInSeconds: 600 },
})

/** Every work without a vector of its record: all of them, when a model is new. */
export const sweepDue = defineJob({
  name: 'meaning.sweepDue',
  data: z.strictObject({}),
  // The first one of a large catalogue takes hours; one that dies is begun again and goes on where it stopped.
  queue: { policy: 'singleton', retryLimit: 0, expireInSeconds: 86_000 },
})
