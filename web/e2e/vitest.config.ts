// The journeys, in a real browser against a running Quire. `npm test` starts one for them; by hand, from this folder:
// QUIRE_URL=http://127.0.0.1:3000 npx vitest run
import { defineConfig } from 'vitest/config'

export default defineConfig({
  cacheDir: '../node_modules/.vite',
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    bail: 1, // a journey goes step by step: after a missed one the rest would only wait in vain
    fileParallelism: false, // one browser at a time: the smallest machine this runs on has two cores
    testTimeout: 60_000, // a purchase asks sellers that take their time, as real ones do
    hookTimeout: 60_000,
  },
})
