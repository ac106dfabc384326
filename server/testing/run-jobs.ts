// Jobs that wait, run by a test as the worker would: in turn, and when the test says.
import { sql } from 'kysely'
import { ordersJobs } from '#orders'
import type { OrdersDeps } from '#orders'
import { refundsJobs } from '#refunds'
import type { RefundsDeps } from '#refunds'
import type { JobHandler } from '#platform/jobs'

const signal = new AbortController().signal

/** The jobs of orders and refunds. */
export function useJobs(t: { readonly deps: OrdersDeps & RefundsDeps }) {
  /** Runs a job with these data. */
  async function run(name: string, data: unknown): Promise<void> {
    const handlers: JobHandler<unknown>[] = [...ordersJobs(t.deps), ...refundsJobs(t.deps)]
    const handler = handlers.find(({ job }) => job.name === name)
    if (!handler) throw new Error(`nobody runs ${name}`)
    await handler.run(handler.job.data.parse(data), signal)
  }

  /** Runs every job that waits in this queue and is due, each so many times; says how many there were. */
  async function runWaiting(name: string, times = 1): Promise<number> {
    const { rows } = await sql<{ data: unknown }>`
      delete from pgboss.job where name = ${name} and state = 'created' and start_after <= now() + interval '1 second'
      returning data`.execute(t.deps.db)
    for (const { data } of rows) for (let n = 0; n < times; n++) await run(name, data)
    return rows.length
  }

  /** Forgets what another test left. */
  async function forget(): Promise<void> {
    await sql`delete from pgboss.job where state = 'created'`.execute(t.deps.db)
  }

  return { run, runWaiting, forget }
}
