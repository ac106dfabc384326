import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { runImportDue, worksChanged } from './jobs.ts'
import type { RunnerDeps } from './model.ts'
import { ImportHeldError, runImport } from './run-import.ts'

/** What a worker process does for the catalogue: imports that staff began, one after the other. */
export function catalogJobs(deps: RunnerDeps): JobHandler<unknown>[] {
  const { jobs, log } = deps
  const announcing = {
    ...deps,
    announce: (tx: Parameters<typeof jobs.send>[0], workIds: readonly string[]) =>
      jobs.send(tx, worksChanged, { workIds: [...workIds] }),
  }
  return [
    handle(runImportDue, async ({ importId }, signal) => {
      try {
        const { state, editions, rejected, problem } = await runImport(announcing, importId, { signal })
        log.info({ importId, state, editions, rejected, problem }, 'import ended')
      } catch (error) {
        if (!(error instanceof ImportHeldError)) throw error
        log.info({ importId }, 'the import is run elsewhere')
      }
    }),
  ]
}
