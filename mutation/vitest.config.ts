// The tests of the pure core alone: no database, no sockets. Stryker runs those that reach a mutant, once for each of them.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    setupFiles: ['scripts/gate/seed-properties.ts'],
    testTimeout: 30_000,
    include: [
      'server/platform/{money,fsm}.test.ts',
      'server/modules/buying/{machine,choose-offer,decide,simulation}.test.ts',
    ],
  },
})
