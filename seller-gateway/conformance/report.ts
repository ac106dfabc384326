// What came of a run: the report as data, and as a text that an integrator can act on.
import type { onboarding } from '@quire/proto'
import { fromDuration, toTimestamp } from '@quire/proto/time'
import type { CheckResult } from './run-kit.ts'

/** As quire.onboarding.v1.ConformanceReport. */
export type Report = onboarding.ConformanceReport__Output

/** The kit's version and the contract's. The first part changes with the checks. */
export const kitVersion = '2026.11/quire.seller.v1'

/** The report of a run that ended at `endedAt`. */
export function toReport(results: readonly CheckResult[], endedAt: Date): Report {
  const count = (state: CheckResult['state']) => results.filter((one) => one.state === state).length
  return {
    kitVersion,
    endTime: toTimestamp(endedAt),
    passed: count('CHECK_STATE_PASSED'),
    failed: count('CHECK_STATE_FAILED'),
    skipped: count('CHECK_STATE_SKIPPED'),
    conforms: !results.some(({ required, state }) => required && state === 'CHECK_STATE_FAILED'),
    results: [...results],
  }
}

/** The report as Markdown: the verdict, what failed and what to do about it, what was skipped and why, then all. */
export function toMarkdown(report: Report, seller: string): string {
  const { passed, failed, skipped, results } = report
  const broken = results.filter(({ state }) => state === 'CHECK_STATE_FAILED')
  const urgent = broken.filter(({ required }) => required)
  const absent = results.filter(({ state }) => state === 'CHECK_STATE_SKIPPED')
  return [
    `# Conformance of ${seller}`,
    `Kit ${report.kitVersion}. ${passed} passed, ${failed} failed, ${skipped} skipped. ${verdict(report)}`,
    ...section('Must be mended', urgent.map(toFinding)),
    ...section('Should be mended', broken.filter(({ required }) => !required).map(toFinding)),
    ...section(
      'Skipped',
      absent.length > 0 ? [absent.map((one) => `- \`${one.check}\`: ${one.detail}`).join('\n')] : [],
    ),
    ...section('All checks', [toTable(results)]),
  ].join('\n\n')
}

/** What the numbers mean, in a sentence. */
export function verdict({ conforms, results }: Report): string {
  const urgent = results.filter(({ required, state }) => required && state === 'CHECK_STATE_FAILED').length
  if (conforms) return 'The seller conforms: no required check failed.'
  return `The seller does not conform: ${urgent} required ${urgent === 1 ? 'check' : 'checks'} failed.`
}

function toFinding({ check, rule, sent, expected, received, detail }: CheckResult): string {
  return [
    `### ${check}`,
    rule,
    `Sent:\n\n${fenced(sent || 'nothing')}`,
    `Expected: ${expected}`,
    `Received:\n\n${fenced(received)}`,
    `What to do: ${detail}`,
  ].join('\n\n')
}

function toTable(results: readonly CheckResult[]): string {
  const rows = results.map(
    ({ check, required, state, elapsed }) =>
      `| ${check} | ${required ? 'required' : ''} | ${state.replace('CHECK_STATE_', '').toLowerCase()} | ${elapsed ? Math.round(fromDuration(elapsed)) : ''} |`,
  )
  return ['| check | | | ms |', '|---|---|---|---:|', ...rows].join('\n')
}

function section(title: string, parts: string[]): string[] {
  return parts.length > 0 ? [`## ${title}`, ...parts] : []
}

/** What a stranger said, as text: a fence longer than any in it. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${text}\n${fence}`
}
