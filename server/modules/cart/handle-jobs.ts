import { handle } from '#platform/jobs'
import type { JobHandler } from '#platform/jobs'
import { sweepDue } from './jobs.ts'
import type { CartDeps } from './model.ts'
import { sweepCarts } from './sweep-carts.ts'

/** What a worker process does for carts. */
export function cartJobs(deps: CartDeps): JobHandler<unknown>[] {
  return [handle(sweepDue, () => sweepCarts(deps), { cron: '41 3 * * *' })]
}
