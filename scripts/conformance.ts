// `npm run conformance -- --target host:port …`: checks a seller against quire.seller.v1 and says what to mend. docs/conformance.md has the checks,
// `--help` the options. Ends with 0 only when no required check failed; with --json the last line is the report as one object.
import { writeFileSync } from 'node:fs'
import { runKit, toMarkdown, toReport } from '../seller-gateway/conformance/index.ts'
import type { CheckResult, Report } from '../seller-gateway/conformance/index.ts'
import { helpText, listOfChecks, readArguments } from './conformance/arguments.ts'
import type { Arguments } from './conformance/arguments.ts'
import { openTargets } from './conformance/targets.ts'
import type { Target } from './conformance/targets.ts'
import { describeReport, describeResult, toJson } from './conformance/terminal.ts'
import { failWith } from './problem.ts'

/** Asked to stop, the kit cancels what it ordered, says what it knows by then, and ends. A second signal changes nothing: npm sends several. */
const stop = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(name, () => stop.abort())
process.channel?.unref()

try {
  const args = readArguments(process.argv.slice(2))
  if (args.wants !== 'run') process.stdout.write(args.wants === 'help' ? helpText : listOfChecks())
  else process.exitCode = await run(args)
} catch (error) {
  failWith(error)
}

async function run(args: Arguments): Promise<number> {
  const targets = await openTargets(args)
  // With --json standard output is for the object; what happens meanwhile is for whoever watches.
  const screen = args.isJson ? process.stderr : process.stdout
  const say = (text: string) => void screen.write(`${text}\n`)
  const reports: { seller: string; report: Report }[] = []
  try {
    for (const name of targets.names) {
      if (stop.signal.aborted) break
      reports.push({ seller: name, report: await check(await targets.open(name), say) })
    }
  } finally {
    await targets.close()
  }
  if (args.reportFile !== null)
    writeFileSync(args.reportFile, `${reports.map(({ seller, report }) => toMarkdown(report, seller)).join('\n\n')}\n`)
  if (args.isJson) process.stdout.write(`${toJson(reports)}\n`)
  return reports.length === targets.names.length && reports.every(({ report }) => report.conforms) ? 0 : 1
}

async function check({ subject, options }: Target, say: (text: string) => void): Promise<Report> {
  say(`\n${subject.name}: ordering copies of ${options.isbns.join(', ')} at most, and cancelling them`)
  const results: CheckResult[] = []
  try {
    for await (const result of runKit(subject, { ...options, signal: stop.signal })) {
      results.push(result)
      say(describeResult(result))
    }
  } finally {
    await subject.close()
  }
  const report = toReport(results, new Date())
  say(describeReport(report))
  return report
}
