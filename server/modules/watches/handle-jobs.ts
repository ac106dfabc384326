// What the worker does for watches.
import { mandateSettled } from '#mandates'
import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { ensureLooks } from './ensure-looks.ts'
import { lookAtPrice, sweepWatches } from './jobs.ts'
import type { LookDeps } from './model.ts'
import { noteConsent } from './note-consent.ts'
import { takeLook } from './take-look.ts'

const looks = 4 // at once in a worker: a look mostly waits for sellers, and must leave them time for shoppers who wait

export function watchesJobs(deps: LookDeps): JobHandler<unknown>[] {
  return [
    handle(lookAtPrice, (question) => takeLook(deps, question), { concurrency: looks }),
    handle(mandateSettled, ({ mandateId }) => noteConsent(deps, mandateId)),
    handle(sweepWatches, () => ensureLooks(deps), { cron: '* * * * *' }),
  ]
}
