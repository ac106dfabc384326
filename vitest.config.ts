// All tests that need no running Quire: `npx vitest run [folder]`. The server's and those of the gateway's store get a PostgreSQL
// (server/testing/global-setup.ts), which starts only when one of them is asked for.
import { defineConfig } from 'vitest/config'

// The gateway's tests that need PostgreSQL; all its others run without.
const stored = ['seller-gateway/store/**/*.test.ts', 'seller-gateway/onboarding/**/*.test.ts']
// The server's tests that need OpenSearch; where there is none they are skipped, and say so.
const remote = ['server/**/*.opensearch.test.ts']
const globalSetup = ['server/testing/global-setup.ts']
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
          exclude: [...remote, '**/node_modules/**'],
          globalSetup,
        },
      },
      {
        test: {
          ...patience,
          setupFiles,
          name: 'opensearch',
          include: remote,
          globalSetup: [...globalSetup, 'server/testing/global-opensearch.ts'],
        },
      },
      { test: { ...patience, setupFiles, name: 'gateway-store', include: stored, globalSetup } },
      ...plain.map((name) => ({
        test: { ...patience, setupFiles, name, include: [`${name}/**/*.test.{ts,tsx}`], exclude: stored },
      })),
    ],
  },
})
