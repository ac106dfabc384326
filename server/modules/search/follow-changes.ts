// Keeps OpenSearch close behind: the worker looks for what changed all the time, whoever changed it, and needs nobody to tell it.
import { indexChanges } from './index-changes.ts'
import type { ReplicaDeps } from './model.ts'

/** A look costs PostgreSQL two short statements. */
const lookEveryMs = 250
/** While OpenSearch is away the looks come twice as far apart each time, up to this. */
const lookEveryMaxMs = 10_000

/** Indexes what changes until `signal` says stop. Two workers that do so send some works twice, which their versions make harmless. */
export async function followChanges(deps: ReplicaDeps, signal: AbortSignal): Promise<void> {
  let waitMs = lookEveryMs
  while (!signal.aborted) {
    try {
      await indexChanges(deps, signal)
      waitMs = lookEveryMs
    } catch (error) {
      if (!signal.aborted && waitMs === lookEveryMs)
        deps.log.warn({ err: error }, 'OpenSearch does not take what changed')
      waitMs = Math.min(waitMs * 2, lookEveryMaxMs)
    }
    await deps.clock.sleep(waitMs, signal).catch(() => {})
  }
}
