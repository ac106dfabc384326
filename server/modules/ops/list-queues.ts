import { listDeadJobs, listQueues } from '#platform/queues'
import { listDeedViews } from './list-deeds.ts'
import { deadJobsMax, refuse } from './model.ts'
import type { DeadJobsView, OpsDeps, QueuesView } from './model.ts'

/** Every queue with what waits in it, and every queue of dead letters with how many it holds. */
export async function listQueueStates({ db }: Pick<OpsDeps, 'db'>): Promise<QueuesView> {
  const all = await listQueues(db)
  const dead = new Set(all.map(({ deadLetter }) => deadLetter))
  return {
    queues: all
      .filter(({ name }) => !dead.has(name))
      .map(({ name, waiting, deferred, running, failed, oldestDueAt }) => ({
        name,
        waiting,
        deferred,
        running,
        failed,
        oldestDueAt: oldestDueAt?.toISOString() ?? null,
        runbook: runbookOf(name),
      })),
    deadLetters: all
      .filter(({ name }) => dead.has(name))
      .map(({ name, waiting, oldestDueAt }) => ({
        name,
        count: waiting,
        oldestAt: oldestDueAt?.toISOString() ?? null,
        runbook: runbookOf(name),
      })),
  }
}

/** What failed for good in the queues that send here, oldest first, at most a hundred. Refuses `ops.no_such_queue`. */
export async function listDead(deps: Pick<OpsDeps, 'db' | 'boss'>, queue: string): Promise<DeadJobsView> {
  const { deadLetters } = await listQueueStates(deps)
  if (!deadLetters.some(({ name }) => name === queue)) throw refuse('no_such_queue', { queue })
  const [jobs, deeds] = await Promise.all([
    listDeadJobs(deps.boss, queue, deadJobsMax),
    listDeedViews(deps, `queue:${queue}`),
  ])
  return {
    jobs: jobs.map(({ data, at, ...job }) => ({ ...job, data: JSON.stringify(data), at: at.toISOString() })),
    deeds,
  }
}

/** The anchor that Markdown makes of the heading with the queue's name; all dead letters are one section. */
function runbookOf(queue: string): string {
  const heading = queue.endsWith('.dead') ? 'dead letters' : queue
  return `docs/runbook.md#${heading
    .toLowerCase()
    .replaceAll(' ', '-')
    .replaceAll(/[^a-z-]/g, '')}`
}
