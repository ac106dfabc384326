// `npm test`: everything that must hold. Without arguments all of it; `npm test -- server/modules/buying` only the tests under a path.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './gate/browser.ts'
import { runGate } from './gate/run.ts'
import { startStack } from './gate/stack.ts'
import { staticSteps } from './gate/static.ts'
import { counted, skipped, stopOnSignal } from './gate/step.ts'
import type { Step } from './gate/step.ts'
import { vitest } from './gate/vitest.ts'
import { integratorsWalk } from './integrators/walk.ts'
import { resolveClassPath } from './opensearch/class-path.ts'
import { root } from './root.ts'

const paths = process.argv.slice(2)

const tests: Step = {
  name: 'tests (unit and integration)',
  async run() {
    const openSearch = await resolveClassPath()
    const result = await vitest(paths)
    return 'missing' in openSearch
      ? { ...result, skippedBecause: `those of OpenSearch: ${openSearch.missing}` }
      : result
  },
}

const journeys: Step = {
  name: 'journeys in a real browser',
  async run() {
    const chromium = findChromium()
    if (!chromium) return skipped('no Chromium on this machine; install it, or set QUIRE_CHROMIUM to its path')
    const stack = await startStack()
    try {
      return await vitest(
        ['--config', 'e2e/vitest.config.ts'],
        { ...stack.env, QUIRE_CHROMIUM: chromium },
        join(root, 'web'),
      )
    } finally {
      await stack.stop()
    }
  },
}

// Fewer purchases than `npm run chaos` makes: enough to kill each process a few times, and not to double the time of the tests.
const crashes = counted('crash test (real processes, kill -9)', ['chaos/main.ts', '--purchases', '40'])

const all = [...staticSteps(), tests]
all.push(...(has('web/e2e') ? [journeys] : []), integratorsWalk, ...(has('chaos/main.ts') ? [crashes] : []))
stopOnSignal()
process.exitCode = await runGate(paths.length > 0 ? [tests] : all)

function has(path: string): boolean {
  return existsSync(join(root, path))
}
