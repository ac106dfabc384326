// A run of the kit, folded from its events. Seeing an event twice changes nothing: after a broken connection some come again.
import type { CheckResult, KitReport, RunEvent } from '../../api/shapes.ts'

export interface RunSoFar {
  readonly results: readonly CheckResult[]
  /** There at the end of a whole run. */
  readonly report: KitReport | null
  /** Why it ended without a report. */
  readonly ended: string | null
}

export const nothingYet: RunSoFar = { results: [], report: null, ended: null }

export function runReducer(run: RunSoFar, event: RunEvent | { type: 'reset' }): RunSoFar {
  switch (event.type) {
    case 'reset':
      return nothingYet
    case 'result': {
      const isKnown = run.results.some(({ check }) => check === event.result.check)
      return isKnown ? run : { ...run, results: [...run.results, event.result] }
    }
    case 'report':
      return { ...run, report: event.report }
    case 'ended':
      return { ...run, ended: event.sentence }
  }
}
