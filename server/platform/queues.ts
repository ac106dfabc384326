// The queues as the people who run them see them: how much waits, what has failed for good, and another try for that.
import { sql } from 'kysely'
import { fromKysely } from 'pg-boss'
import type { PgBoss } from 'pg-boss'
import type { Db, Tx } from './db.ts'

/** One queue, counted now: pg-boss' own counts are as old as the last look of a worker, and perhaps there is none. */
export interface QueueState {
  readonly name: string
  /** Where its jobs go when they have failed for good; null when they are not kept. */
  readonly deadLetter: string | null
  /** Due, and nobody has begun. */
  readonly waiting: number
  /** Their time has not come. */
  readonly deferred: number
  readonly running: number
  /** Of the last days, as long as pg-boss keeps them. */
  readonly failed: number
  /** Since when the longest-waiting due job is due. */
  readonly oldestDueAt: Date | null
}

/** Every queue, dead letters' too, by name. */
export async function listQueues(db: Db): Promise<QueueState[]> {
  const { rows } = await sql<QueueState>`
    select q.name, q.dead_letter as "deadLetter",
      count(*) filter (where j.state < 'active' and j.start_after <= now())::int as waiting,
      count(*) filter (where j.state < 'active' and j.start_after > now())::int as deferred,
      count(*) filter (where j.state = 'active')::int as running,
      count(*) filter (where j.state = 'failed')::int as failed,
      min(j.start_after) filter (where j.state < 'active' and j.start_after <= now()) as "oldestDueAt"
    from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state in ('created', 'retry', 'active', 'failed')
    where q.name not like '\\_\\_pgboss%'
    group by q.name, q.dead_letter order by q.name`.execute(db)
  return rows
}

/** A job that failed for good, and why. */
export interface DeadJob {
  readonly id: string
  /** The queue where it failed, and where it would go again. */
  readonly source: string | null
  readonly data: object
  /** The error's message, or what there is of it. */
  readonly error: string | null
  readonly tries: number
  readonly at: Date
}

/** At most `limit` jobs of a dead-letter queue, oldest first. */
export async function listDeadJobs(boss: PgBoss, queue: string, limit: number): Promise<DeadJob[]> {
  const jobs = await boss.findJobs<object>(queue, { queued: true, limit })
  return jobs.map(({ id, sourceName, data, sourceOutput, sourceRetryCount, createdOn }) => ({
    id,
    source: sourceName,
    data,
    error: errorOf(sourceOutput),
    tries: (sourceRetryCount ?? 0) + 1,
    at: createdOn,
  }))
}

/** Puts these jobs of a dead-letter queue back where they failed, in `tx`; gives how many were still there. */
export async function redriveJobs(boss: PgBoss, tx: Tx, queue: string, ids: readonly string[]): Promise<number> {
  return await boss.redrive(queue, { ids: [...ids], db: fromKysely(tx.withoutPlugins()) })
}

const errorLengthMax = 500

function errorOf(output: object | null): string | null {
  if (output === null) return null
  const text = 'message' in output && typeof output.message === 'string' ? output.message : JSON.stringify(output)
  return text.slice(0, errorLengthMax)
}
