// What waits and what does not move on, as figures for an alarm: asked of the database when somebody looks. What cannot be counted is left out,
// which an alarm sees; a 0 would say that all is well.
import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import { countWaiting } from '#buying'
import { listCheckoutReviews } from '#checkout'
import { listStuck } from '#orders'
import { readIndexState } from '#search'
import { listRefundWork } from '#refunds'
import { listQueues } from '#platform/queues'
import type { Deps } from './deps.ts'

/**
 * Adds `quire_stuck{kind,state}`: orders, refunds and checkouts that staff are to look at; `quire_purchases_waiting{state}`, with
 * `quire_purchases_oldest_seconds{state}`: those whose order is of unknown fate and those that need a person; `quire_jobs{queue,state}`, with
 * `quire_jobs_overdue_seconds{queue}`: how long the job that is due longest has waited for a worker; `quire_search_waiting{state}`, with
 * `quire_search_waiting_seconds` and `quire_search_lag_seconds`: how far OpenSearch is behind, where there is one.
 */
export function watchWork(registry: Registry, deps: Pick<Deps, 'db' | 'clock' | 'log'>): void {
  const stuck = gauge(
    'stuck',
    'Orders (at most 50 of a state), refunds (at most 100) and checkouts (at most 50) that have been where they are for too long',
    ['kind', 'state'],
    async () => {
      for (const { state } of await listStuck(deps)) stuck.inc({ kind: 'order', state })
      for (const { state } of await listCheckoutReviews(deps)) stuck.inc({ kind: 'checkout', state })
      for (const { state } of await listRefundWork(deps, 'stuck')) stuck.inc({ kind: 'refund', state })
    },
  )
  const waiting = gauge('purchases_waiting', 'Purchases that wait for a seller or a person', ['state'], async () => {
    for (const { state, count } of await countWaiting(deps.db)) waiting.set({ state }, count)
  })
  const oldest = gauge('purchases_oldest_seconds', 'Age of the oldest of them', ['state'], async () => {
    for (const { state, oldestAt } of await countWaiting(deps.db)) oldest.set({ state }, secondsSince(oldestAt))
  })
  const jobs = gauge('jobs', 'Jobs of each queue, dead letters too', ['queue', 'state'], async () => {
    for (const { name: queue, waiting: due, deferred, running, failed } of await listQueues(deps.db))
      for (const [state, count] of Object.entries({ waiting: due, deferred, running, failed }))
        jobs.set({ queue, state }, count)
  })
  const overdue = gauge(
    'jobs_overdue_seconds',
    'How long the job that is due longest has waited',
    ['queue'],
    async () => {
      for (const { name: queue, oldestDueAt } of await listQueues(deps.db))
        overdue.set({ queue }, oldestDueAt ? secondsSince(oldestDueAt) : 0)
    },
  )

  const behind = gauge('search_waiting', 'Works whose change is not in OpenSearch', ['state'], async () => {
    const { waiting: due, refused } = await readIndexState(deps.db)
    for (const [state, count] of Object.entries({ waiting: due, refused })) behind.set({ state }, count)
  })
  const behindFor = gauge('search_waiting_seconds', 'How long the oldest of them has waited', [], async () => {
    const { waitingSince } = await readIndexState(deps.db)
    behindFor.set(waitingSince ? secondsSince(waitingSince) : 0)
  })
  const lag = gauge('search_lag_seconds', 'From change to findable, the slowest of the last batch', [], async () => {
    const lagMs = (await readIndexState(deps.db)).replicas.find(({ state }) => state === 'live')?.lagMs
    if (lagMs !== undefined && lagMs !== null) lag.set(lagMs / 1000)
  })

  const secondsSince = (at: Date) => Math.max(0, (deps.clock.now().getTime() - at.getTime()) / 1000)

  function gauge<L extends string>(name: string, help: string, labelNames: L[], count: () => Promise<void>): Gauge<L> {
    const made: Gauge<L> = new Gauge<L>({
      name: `quire_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect: () => recount(made, count),
    })
    return made
  }

  async function recount(counted: Gauge, count: () => Promise<void>): Promise<void> {
    counted.reset()
    try {
      await count()
    } catch (error) {
      deps.log.warn({ err: error }, 'what waits cannot be counted')
    }
  }
}
