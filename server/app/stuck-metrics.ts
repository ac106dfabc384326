// What does not move on, as figures for an alarm: asked of the database when somebody looks.
import { Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import { listStuck } from '#orders'
import { listRefundWork } from '#refunds'
import type { Deps } from './deps.ts'

/** Adds `quire_stuck{kind,state}`: orders and refunds that staff are to look at. Without the database it says nothing rather than 0. */
export function watchStuck(registry: Registry, deps: Pick<Deps, 'db' | 'clock' | 'log'>): void {
  const gauge = new Gauge({
    name: 'quire_stuck',
    help: 'Orders (at most 50 of a state) and refunds (at most 100) that have been where they are for too long',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      gauge.reset()
      try {
        for (const { state } of await listStuck(deps)) gauge.inc({ kind: 'order', state })
        for (const { state } of await listRefundWork(deps, 'stuck')) gauge.inc({ kind: 'refund', state })
      } catch (error) {
        deps.log.warn({ err: error }, 'what is stuck cannot be counted')
      }
    },
  })
}
