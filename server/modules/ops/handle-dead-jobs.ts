import { redriveJobs } from '#platform/queues'
import { refuse } from './model.ts'
import type { OpsDeps, RedriveInput } from './model.ts'
import { isDone, recordDeed } from './record-deed.ts'

/**
 * Puts dead jobs back into the queues where they failed, once a key. Harmless for every job here: handlers read what is true now.
 * Refuses `ops.gone` when none of them is there any more, and `ops.key_reused`.
 */
export async function handleDeadJobs(
  deps: Pick<OpsDeps, 'db' | 'boss' | 'clock'>,
  { key, queue, jobIds, reason }: RedriveInput,
  accountId: string,
): Promise<void> {
  const deed = { key, accountId, subject: `queue:${queue}`, action: 'redrive', reason }
  if (await isDone(deps, deed)) return
  await recordDeed(deps, {
    deed,
    detail: { jobIds },
    async work(tx) {
      const moved = await redriveJobs(deps.boss, tx, queue, jobIds)
      if (moved === 0) throw refuse('gone', { queue })
    },
  })
}
