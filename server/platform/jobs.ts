// Jobs over pg-boss: a job is a typed constant; sending it is part of the caller's transaction, so it commits or vanishes with it.
import { PgBoss, fromKysely } from 'pg-boss'
import type { Job, JobResult, QueueOptions, QueuePolicy } from 'pg-boss'
import type { z } from 'zod'
import type { Tx } from './db.ts'
import type { Log } from './log.ts'

/** What a job is: its queue's name, the schema of its data, and how it is retried. A nudge, never the truth: handlers re-read. */
export interface JobDefinition<T> {
  /** `module.verbNoun`; also the queue's name, which is how ops see it. */
  readonly name: `${string}.${string}`
  readonly data: z.ZodType<T>
  readonly queue: QueueOptions & { policy: QueuePolicy; deadLetter?: string }
  /** One waiting job a key: sending again moves the waiting one (an alarm clock). Without it every send is a job. */
  readonly key?: (data: T) => string
}

/** A definition with the function that does the work. */
export interface JobHandler<T> {
  readonly job: JobDefinition<T>
  run(data: T, signal: AbortSignal): Promise<void>
  /** How many run at once in one worker process; default 1. Each is fetched alone, and each looks at the queue for itself. */
  readonly concurrency?: number
  /** For short jobs that come in crowds: so many are fetched at once and run side by side, and the next crowd at once after a full one. */
  readonly batch?: number
  /** Cron expression, for jobs that come by themselves with the data `{}`. */
  readonly cron?: string
}

/** What modules see of the queue. */
export interface Jobs {
  /**
   * Enqueues in `tx`. `startAfter` defers; with a key the waiting job of that key is moved instead of doubled. `isFirst`: what the key stands for
   * came into being in this transaction, so there is none to move, and nobody looks for it.
   */
  send<T>(tx: Tx, job: JobDefinition<T>, data: T, options?: { startAfter?: Date; isFirst?: boolean }): Promise<void>
  /** Removes the waiting job of this key, in `tx`, if there is one. */
  drop<T>(tx: Tx, job: JobDefinition<T>, data: T): Promise<void>
}

export function defineJob<T>(job: JobDefinition<T>): JobDefinition<T> {
  return job
}

/** A job with its work. The result hides the data's type, so that all handlers fit one list. */
export function handle<T>(
  job: JobDefinition<T>,
  run: JobHandler<T>['run'],
  options: Pick<JobHandler<T>, 'concurrency' | 'batch' | 'cron'> = {},
): JobHandler<unknown> {
  return { job, run, ...options } as unknown as JobHandler<unknown>
}

/** Opens pg-boss. Servers only send; the worker also supervises, which is what notices the jobs of a dead process. */
export function createBoss(options: { url: string; role: 'sender' | 'worker'; log: Log }): PgBoss {
  const isWorker = options.role === 'worker'
  const boss = new PgBoss({
    connectionString: options.url,
    application_name: `quire-boss-${options.role}`,
    max: isWorker ? 6 : 2,
    supervise: isWorker,
    schedule: isWorker,
    migrate: false, // server/migrate.ts does, before anything starts
    // A killed worker's job is seen expired within 30 + 5 s (expireInSeconds below), not pg-boss' default of 15 minutes.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => options.log.error({ err: error }, 'pg-boss'))
  return boss
}

/** Installs or upgrades pg-boss' own schema; part of migrating. */
export async function installJobs(databaseUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: databaseUrl, supervise: false, schedule: false, max: 1 })
  boss.on('error', () => {}) // start() rejects with it
  await boss.start()
  await boss.stop({ graceful: false })
}

export function jobsOf(boss: PgBoss): Jobs {
  return {
    async send(tx, job, data, { startAfter, isFirst = false } = {}) {
      const payload = job.data.parse(data) as object
      const options = { db: fromKysely(tx.withoutPlugins()), ...(startAfter ? { startAfter } : {}) }
      if (job.key && isFirst) await boss.send(job.name, payload, { ...options, singletonKey: job.key(data) })
      else if (job.key)
        await boss.upsert(job.name, payload, {
          ...options,
          // Now, said aloud: left out it would leave a waiting job where it is, and a time long past would be past its retention too.
          startAfter: startAfter ?? 0, // seconds from PostgreSQL's now
          singletonKey: job.key(data),
        })
      else await boss.send(job.name, payload, options)
    },
    async drop(tx, job, data) {
      if (!job.key) throw new Error(`${job.name} has no key to drop by`)
      const db = fromKysely(tx.withoutPlugins())
      await db.executeSql(`delete from pgboss.job where name = $1 and singleton_key = $2 and state = 'created'`, [
        job.name,
        job.key(data),
      ])
    },
  }
}

/** Creates every queue and its dead-letter queue. Idempotent; existing queues get the current options. */
export async function ensureQueues(boss: PgBoss, handlers: readonly JobHandler<unknown>[]): Promise<void> {
  const dead = new Set(handlers.flatMap(({ job }) => job.queue.deadLetter ?? []))
  for (const name of dead) await boss.createQueue(name, { policy: 'standard', retentionSeconds: 90 * 86_400 })
  for (const { job } of handlers) {
    const { policy, ...options } = job.queue
    const queue = { expireInSeconds: 30, retryBackoff: true, retryLimit: 5, ...options }
    await boss.createQueue(job.name, { ...queue, policy })
    await boss.updateQueue(job.name, queue)
  }
}

/** How often each queue is looked at. A look costs PostgreSQL and the worker a millisecond, and there are dozens of queues. */
const lookEveryS = { whenAwaited: 0.5, whenScheduled: 2 } // nobody waits for what comes by the clock, to the minute

/** Starts the handlers in this process and schedules those with a cron expression. */
export async function work(boss: PgBoss, handlers: readonly JobHandler<unknown>[], log: Log): Promise<void> {
  for (const handler of handlers) {
    const { job, concurrency: localConcurrency = 1, batch: batchSize = 1, cron } = handler
    const pollingIntervalSeconds = cron ? lookEveryS.whenScheduled : lookEveryS.whenAwaited
    const options = { pollingIntervalSeconds, localConcurrency, batchSize, burstWhenBatchFull: true }
    // Each by itself: one that fails comes again without the others.
    await boss.work<unknown>(job.name, { ...options, perJobResults: true }, (claimed) =>
      Promise.all(claimed.map((one) => runJob(handler, one, log))),
    )
    if (cron) await boss.schedule(job.name, cron, {})
  }
}

async function runJob({ job, run }: JobHandler<unknown>, claimed: Job<unknown>, log: Log): Promise<JobResult> {
  const { id } = claimed
  const line = log.child({ job: job.name, jobId: id })
  try {
    const parsed = job.data.safeParse(claimed.data)
    if (!parsed.success) throw new Error(`data of ${job.name} does not fit its schema`, { cause: parsed.error })
    line.debug('job started')
    await run(parsed.data, claimed.signal)
    line.debug('job done')
    return { id, status: 'completed' }
  } catch (error) {
    return { id, status: 'failed', output: error }
  }
}
