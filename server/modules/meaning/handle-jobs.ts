import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { embedWorks, sweepDue } from './jobs.ts'
import type { MeaningDeps } from './model.ts'
import { saveWorks, sweepWorks } from './save-works.ts'

export function meaningJobs(deps: MeaningDeps): JobHandler<unknown>[] {
  return [
    handle(embedWorks, ({ workIds }, signal) => saveWorks(deps, workIds, signal)),
    handle(
      sweepDue,
      async (_, signal) => {
        const count = await sweepWorks(deps, signal)
        if (count > 0) deps.log.info({ count, model: deps.embedder.model }, 'works were given vectors')
      },
      { cron: '*/10 * * * *' },
    ),
  ]
}
