// `npm run chaos`: real processes are killed, and afterwards everybody's books are compared from outside. README.md says what and why.
import { parseArgs } from 'node:util'
import { Problem, failWith } from '../scripts/problem.ts'
import type { Books } from './books/model.ts'
import { runCrashPoints } from './crash-points/run.ts'
import { keepEvidence } from './evidence.ts'
import { toChecks } from './invariants/index.ts'
import type { Check, Violation } from './invariants/index.ts'
import { toReport } from './kills/report.ts'
import { runKills } from './kills/run.ts'
import { openStack } from './stack/open-stack.ts'
import type { ChaosStack } from './stack/open-stack.ts'

const parts = ['crash-points', 'kills'] as const
type Part = (typeof parts)[number]

interface Options {
  readonly parts: readonly Part[]
  readonly isJson: boolean
  readonly seed: number
  readonly purchases: number
}

/** How a part went. */
interface Outcome {
  readonly checks: readonly Check[]
  /** What it adds to the report. */
  readonly figures: object
  readonly books: Books
  readonly violations: readonly Violation[]
}

const brokenMax = 50 // in the report; more of them say nothing new

try {
  const options = readOptions()
  // Side by side: each waits most of its time, for leases to run out and for sellers to be sure.
  const outcomes = await Promise.all(options.parts.map((part) => runPart(part, options)))
  process.exit(tell(outcomes, options) === 0 ? 0 : 1)
} catch (error) {
  failWith(error)
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      part: { type: 'string' },
      json: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      purchases: { type: 'string', default: '200' },
    },
  })
  const named = parts.filter((part) => values.part === undefined || part === values.part)
  if (named.length === 0) throw new Problem(`--part is one of ${parts.join(', ')}.`)
  return {
    parts: named,
    isJson: values.json,
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    purchases: wholeNumber('--purchases', values.purchases, 1, 1_500), // the demo catalogue has a book for each
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Problem(`${name} is a whole number from ${least} to ${most}.`)
}

/** Each part has a stack of its own. When something is wrong, the logs of its processes and what the books say are kept. */
async function runPart(part: Part, options: Options): Promise<Outcome> {
  const say = (line: string) => void process.stderr.write(`${part}: ${line}\n`)
  const stack = await openStack({ seed: options.seed })
  let outcome: Outcome | null = null
  try {
    outcome = part === 'kills' ? await kills(stack, options, say) : await crashPoints(stack, say)
    return outcome
  } finally {
    const isSound = outcome?.checks.every(({ failure }) => failure === null) ?? false
    const kept = isSound ? null : keepEvidence(stack.logDir, outcome)
    await stack.close()
    if (kept) say(`the logs and what the books say are in ${kept}`)
  }
}

async function crashPoints(stack: ChaosStack, say: (line: string) => void): Promise<Outcome> {
  const { checks, violations, books, purchases, kills: died } = await runCrashPoints(stack, say)
  return { checks, figures: { crashPoints: { purchases, kills: died } }, books, violations }
}

async function kills(stack: ChaosStack, options: Options, say: (line: string) => void): Promise<Outcome> {
  const began = performance.now()
  const result = await runKills(stack, options, say)
  const seconds = Math.round((performance.now() - began) / 1000)
  const { books, violations } = result
  return { checks: toChecks(violations), figures: { ...toReport(result), seconds }, books, violations }
}

/** Prints the checks and the report; with `--json` only the report, on one line. Returns how many checks have failed. */
function tell(outcomes: readonly Outcome[], { isJson, seed }: Options): number {
  const checks = outcomes.flatMap((outcome) => outcome.checks)
  const violations = outcomes.flatMap((outcome) => outcome.violations)
  const failed = checks.filter(({ failure }) => failure !== null).length
  const passed = checks.length - failed
  const figures = Object.assign({}, ...outcomes.map((outcome) => outcome.figures)) as object
  const broken = violations.slice(0, brokenMax)
  const report = { name: 'chaos', seed, ...figures, violations: violations.length, broken, passed, failed }
  if (isJson) {
    process.stdout.write(`${JSON.stringify(report)}\n`)
    return failed
  }
  for (const { name, failure } of checks)
    process.stdout.write(failure === null ? `passed  ${name}\n` : `FAILED  ${name}\n  ${failure}\n`)
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n\n${passed} passed, ${failed} failed\n`)
  return failed
}
