// What a run looks like on a terminal, and as one line of JSON.
import { fromDuration } from '../../proto/time.ts'
import { verdict } from '../../seller-gateway/conformance/index.ts'
import type { CheckResult, Report } from '../../seller-gateway/conformance/index.ts'

const words = { PASSED: 'passed', FAILED: 'FAILED', SKIPPED: 'skipped' } as const

/** One check as it ended, one line. */
export function describeResult(result: CheckResult): string {
  const { check, required, detail } = result
  const state = stateOf(result)
  const why = state === 'SKIPPED' ? detail : state === 'FAILED' && !required ? 'not required' : ''
  return `${words[state].padEnd(7)}  ${check.padEnd(34)} ${String(millisecondsOf(result)).padStart(6)} ms  ${why}`.trimEnd()
}

/** The end of a run: what failed with all that is known, and what it means. */
export function describeReport(report: Report): string {
  const failed = report.results.filter((one) => stateOf(one) === 'FAILED')
  const urgentFirst = failed.toSorted((a, b) => Number(b.required) - Number(a.required))
  const { passed, skipped } = report
  return [
    ...urgentFirst.map(describeFailure),
    `\n${passed} passed, ${failed.length} failed, ${skipped} skipped. ${verdict(report)}`,
  ].join('\n')
}

/** One object, on one line: the report of one seller, or those of several under `sellers`. */
export function toJson(reports: readonly { seller: string; report: Report }[]): string {
  const views = reports.map(({ seller, report }) => toView(seller, report))
  const [only] = views
  const isAlone = views.length === 1 && only !== undefined
  return JSON.stringify(isAlone ? only : { conforms: views.every(({ conforms }) => conforms), sellers: views })
}

function toView(seller: string, { kitVersion, passed, failed, skipped, conforms, results }: Report) {
  return {
    seller,
    kit_version: kitVersion,
    conforms,
    passed,
    failed,
    skipped,
    results: results.map((result) => {
      const { check, rule, required, sent, expected, received, detail } = result
      const state = stateOf(result)
      return { check, rule, required, state, sent, expected, received, detail, elapsed_ms: millisecondsOf(result) }
    }),
  }
}

function describeFailure({ check, required, rule, sent, expected, received, detail }: CheckResult): string {
  return [
    `\n${check}${required ? '' : ' (not required)'}: ${rule}`,
    `  sent        ${indent(sent || 'nothing')}`,
    `  expected    ${indent(expected)}`,
    `  received    ${indent(received)}`,
    `  what to do  ${indent(detail)}`,
  ].join('\n')
}

function indent(text: string): string {
  return text.split('\n').join(`\n${' '.repeat(14)}`)
}

function stateOf({ state }: CheckResult): keyof typeof words {
  if (state === 'CHECK_STATE_PASSED') return 'PASSED'
  return state === 'CHECK_STATE_SKIPPED' ? 'SKIPPED' : 'FAILED'
}

function millisecondsOf({ elapsed }: CheckResult): number {
  return elapsed ? Math.round(fromDuration(elapsed)) : 0
}
