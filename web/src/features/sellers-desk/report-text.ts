// A report of the conformance kit as plain text, to keep or to send to whoever mends it: failures first.
import type { CheckResult, KitReport } from '../../api/shapes.ts'
import { deskTexts } from '../../texts/desk.ts'

const t = deskTexts.kit
const order = ['FAILED', 'SKIPPED', 'PASSED', 'UNSPECIFIED'] as const

export function toReportText(sellerName: string, report: KitReport): string {
  const { kitVersion, endedAt, passed, failed, skipped, conforms } = report
  const head = [
    `${t.title}: ${sellerName}`,
    `${endedAt}, ${kitVersion}`,
    `${conforms ? t.passedAll : t.notYet}: ${t.summary(passed, failed, skipped)}`,
  ]
  const results = order.flatMap((state) => report.results.filter((result) => result.state === state))
  return `${[head.join('\n'), ...results.map(resultText)].join('\n\n')}\n`
}

function resultText(result: CheckResult): string {
  const { check, rule, required, state, sent, expected, received, detail, elapsedMs } = result
  const head = `${t.states[state].toUpperCase()} ${check} (${required ? t.required : t.optional}, ${t.took(String(elapsedMs))})`
  const isPassed = state === 'PASSED'
  const parts = [
    [t.sent, isPassed ? '' : sent],
    [t.expected, isPassed ? '' : expected],
    [t.received, isPassed ? '' : received],
    [state === 'FAILED' ? t.todo : t.why, isPassed ? '' : detail],
  ] as const
  return [head, `  ${rule}`, ...parts.flatMap(([name, text]) => (text ? `  ${name}: ${indented(text)}` : []))].join(
    '\n',
  )
}

/** What was sent may have lines of its own; they stay below their name. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n    ')
}
