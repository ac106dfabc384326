// The worker as a value: runs every job, sweeps what the alarm clocks lost.
import { createDriver } from '#buying'
import { createCheckoutDriver } from '#checkout'
import { openBoards } from '#offers'
import { followChanges } from '#search'
import { armCrashPoint } from '#platform/crash-points'
import { ensureQueues, work } from '#platform/jobs'
import type { Config } from './config.ts'
import { toCheckoutDeps } from './checkout-deps.ts'
import { createDeps } from './deps.ts'
import { allJobs } from './jobs.ts'

const drainMs = 8_000

/** Starts working. `close` finishes the jobs at hand and closes everything. */
export async function startWork(config: Config): Promise<{ close(): Promise<void> }> {
  const deps = await createDeps(config, 'worker')
  const closing = new AbortController()
  const driver = createDriver(deps)
  const checkouts = createCheckoutDriver(toCheckoutDeps(deps, driver))
  const boards = openBoards(deps)
  const jobs = allJobs(deps, { driver, checkouts, boards })
  await ensureQueues(deps.boss, jobs)
  armCrashPoint(config.crashAt)
  await work(deps.boss, jobs, deps.log)
  const sweeping = Promise.all([driver.sweep(closing.signal), checkouts.sweep(closing.signal)])
  const following = deps.openSearch && followChanges({ ...deps, ...deps.openSearch }, closing.signal)
  return {
    async close() {
      closing.abort()
      await sweeping
      await following
      await Promise.race([checkouts.idle().then(() => driver.idle()), deps.clock.sleep(drainMs)])
      boards.close()
      await deps[Symbol.asyncDispose]()
    },
  }
}
