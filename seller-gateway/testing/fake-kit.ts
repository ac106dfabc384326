// A conformance kit of two checks that pass unless a test says otherwise.
import type { onboarding } from '@quire/proto'
import type { ConformanceKit } from '../onboarding/kit.ts'

/** The kit, with what a test may do to it. */
export function fakeKit(version = 'fake/quire.seller.v1') {
  let failing = new Set<string>()
  let gate = Promise.resolve()
  let begun = Promise.withResolvers<void>()
  const runs: string[] = []
  const kit: ConformanceKit = {
    version,
    checks: ['quotes.plain', 'place.twice'],
    async *run({ entry, checks }, signal) {
      runs.push(entry.id)
      begun.resolve()
      await gate
      for (const check of kit.checks.filter((name) => checks.length === 0 || checks.includes(name))) {
        if (signal.aborted) return
        yield { check, required: true, state: failing.has(check) ? 'CHECK_STATE_FAILED' : 'CHECK_STATE_PASSED' }
      }
    },
    toReport(results): onboarding.ConformanceReport {
      const failed = results.filter(({ state }) => state === 'CHECK_STATE_FAILED').length
      return {
        kitVersion: version,
        passed: results.length - failed,
        failed,
        conforms: failed === 0,
        results: [...results],
      }
    },
  }
  return {
    ...kit,
    /** The sellers it ran for. */
    runs,
    fail: (check: string) => void failing.add(check),
    reset() {
      failing = new Set()
      gate = Promise.resolve()
    },
    /** The next runs wait until `release`. */
    hold() {
      begun = Promise.withResolvers<void>()
      const held = Promise.withResolvers<void>()
      gate = held.promise
      return { begun: begun.promise, release: () => held.resolve() }
    },
  }
}
