// The tests of the pure core alone: no database, no sockets. A mutant is run against those that reach it until the first fails, so
// the tables come before the properties, and the simulation last.
import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

const inOrder = [
  'server/platform/fsm.test.ts',
  'server/platform/money.test.ts',
  'server/modules/orders/machine.test.ts',
  'server/modules/payments/machine.test.ts',
  'server/modules/payments/classify-failure.test.ts',
  'server/modules/watches/decide-watch.test.ts',
  'server/modules/offers/decide-stop.test.ts',
  'seller-gateway/core/amounts.test.ts',
  'seller-gateway/core/fx.test.ts',
  'server/modules/buying/machine.test.ts',
  'server/modules/buying/purchase.test.ts',
  'server/modules/buying/moves.test.ts',
  'server/modules/buying/decide-rules.test.ts',
  'server/modules/buying/decide-payment.test.ts',
  'server/modules/buying/decide-order.test.ts',
  'server/modules/buying/decide-offer.test.ts',
  'server/modules/buying/decide-review.test.ts',
  'server/modules/buying/eligibility.test.ts',
  'server/modules/buying/rank-offers.test.ts',
  'server/modules/buying/choose-offer.test.ts',
  'server/modules/buying/decide.test.ts',
  'server/modules/buying/simulation.test.ts',
]

class TablesFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => inOrder.findIndex((file) => moduleId.endsWith(file))
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b)))
  }
}

export default defineConfig({
  test: {
    include: inOrder,
    isolate: false, // pure: one file leaves nothing behind for the next, and modules are loaded once
    sequence: { sequencer: TablesFirst },
    setupFiles: ['scripts/gate/seed-properties.ts'],
    env: { SIMULATION_SCHEDULES: '1500' }, // a tenth of a second; the gate runs all of them
    testTimeout: 30_000,
  },
})
