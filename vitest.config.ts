// All tests that need no running Quire: `npx vitest run [folder]`. The server's get a PostgreSQL (server/testing/global-setup.ts), which starts
// only when one of them is asked for.
import { defineConfig } from 'vitest/config'

const plain = ['proto', 'seller-gateway', 'sandbox', 'web', 'scripts', 'bench', 'chaos']

// A loaded machine of two cores is no reason to fail: these only end what hangs.
const patience = { testTimeout: 30_000, hookTimeout: 60_000 }

// Property tests draw the same examples each time, so that a change is what makes a test fail; FC_SEED=n draws others.
const setupFiles = ['scripts/gate/seed-properties.ts']

export default defineConfig({
  test: {
    maxWorkers: 2, // the smallest machine this is built on has two cores, and PostgreSQL wants its share
    projects: [
      {
        test: {
          ...patience,
          setupFiles,
          name: 'server',
          include: ['server/**/*.test.ts'],
          globalSetup: ['server/testing/global-setup.ts'],
        },
      },
      ...plain.map((name) => ({ test: { ...patience, setupFiles, name, include: [`${name}/**/*.test.{ts,tsx}`] } })),
    ],
  },
})
