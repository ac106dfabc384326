// `npm run chaos`: real processes are killed, and afterwards everybody's books are compared from outside. README.md says what and why.
import { parseArgs } from 'node:util'
import { Problem, failWith } from '../scripts/problem.ts'
import type { Books } from './books/model.ts'
import { runCrashPoints } from './crash-points/run.ts'
import { keepEvidence } from './evidence.ts'
import { toChecks } from './invariants/index.ts'
import type { Check, Violation } from './invariants/index.ts'
import { toReport, totalOf } from './kills/report.ts'
import { runKills } from './kills/run.ts'
import { runSabotage } from './sabotage/run.ts'
import { createEavesdropper } from './sealed/eavesdropper.ts'
import type { Eavesdropper } from './sealed/eavesdropper.ts'
import type { Found } from './sealed/find-numbers.ts'
import { measureSimulation } from './simulation.ts'
import type { Simulation } from './simulation.ts'
import { openStack } from './stack/open-stack.ts'
import type { ChaosStack } from './stack/open-stack.ts'

const parts = ['crash-points', 'kills'] as const
type Part = (typeof parts)[number]

interface Options {
  readonly parts: readonly Part[]
  readonly isJson: boolean
  readonly isSabotage: boolean
  readonly seed: number
  readonly purchases: number
}

/** How a part went. */
interface Outcome {
  readonly checks: readonly Check[]
  /** What it adds to the report. */
  readonly figures: object
  /** The faults that struck, by kind. */
  readonly kinds: Readonly<Record<string, number>>
  readonly books: Books
  readonly violations: readonly Violation[]
}

const brokenMax = 50 // in the report; more of them say nothing new

try {
  const options = readOptions()
  if (options.isSabotage) process.exit((await sabotage(options)) === 0 ? 0 : 1)
  const simulation = measureSimulation()
  // Side by side: each waits most of its time, for leases to run out and for sellers to be sure.
  const outcomes = await Promise.all(options.parts.map((part) => runPart(part, options)))
  process.exit(tell(outcomes, options, simulation) === 0 ? 0 : 1)
} catch (error) {
  failWith(error)
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      part: { type: 'string' },
      json: { type: 'boolean', default: false },
      sabotage: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
      purchases: { type: 'string', default: '2000' },
    },
  })
  const named = parts.filter((part) => values.part === undefined || part === values.part)
  if (named.length === 0) throw new Problem(`--part is one of ${parts.join(', ')}.`)
  return {
    parts: named,
    isJson: values.json,
    isSabotage: values.sabotage,
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31),
    purchases: wholeNumber('--purchases', values.purchases, 1, 20_000),
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new Problem(`${name} is a whole number from ${least} to ${most}.`)
}

/** Breaks the design in a copy and asks whether the tests see it. Returns how often they did not. */
async function sabotage({ isJson }: Options): Promise<number> {
  const checks = await runSabotage((line) => void process.stderr.write(`${line}\n`))
  const missed = checks.filter(({ failure }) => failure !== null)
  const passed = checks.length - missed.length
  if (isJson) process.stdout.write(`${JSON.stringify({ name: 'sabotage', passed, failed: missed.length, checks })}\n`)
  else process.stdout.write(`${passed} passed, ${missed.length} failed\n`)
  return missed.length
}

/** Each part has a stack of its own. When something is wrong, the logs of its processes and what the books say are kept. */
async function runPart(part: Part, options: Options): Promise<Outcome> {
  const begun = performance.now()
  const say = (line: string) =>
    void process.stderr.write(`${part}, ${Math.round((performance.now() - begun) / 1000)} s: ${line}\n`)
  const eavesdropper = createEavesdropper()
  const stack = await openStack({ seed: options.seed, onBytes: eavesdropper.onBytes })
  let outcome: Outcome | null = null
  try {
    outcome = part === 'kills' ? await kills(stack, eavesdropper, options, say) : await crashPoints(stack, say)
    return outcome
  } finally {
    const isSound = outcome?.checks.every(({ failure }) => failure === null) ?? false
    const kept = isSound ? null : keepEvidence(stack.logDir, outcome)
    await stack.close()
    if (kept) say(`the logs and what the books say are in ${kept}`)
  }
}

async function crashPoints(stack: ChaosStack, say: (line: string) => void): Promise<Outcome> {
  const { checks, violations, books, kinds, purchases, kills: died } = await runCrashPoints(stack, say)
  return { checks, figures: { crashPoints: { purchases, kills: died } }, kinds, books, violations }
}

async function kills(
  stack: ChaosStack,
  eavesdropper: Eavesdropper,
  options: Options,
  say: (line: string) => void,
): Promise<Outcome> {
  const began = performance.now()
  const result = await runKills(stack, eavesdropper, options, say)
  const seconds = Math.round((performance.now() - began) / 1000)
  const { books, violations, sealed } = result
  const { kinds, ...figures } = toReport(result)
  const checks = [...toChecks(violations), isSealed(sealed.found)]
  return { checks, figures: { ...figures, seconds }, kinds, books, violations }
}

function isSealed(found: readonly Found[]): Check {
  const heard = found.map(({ minor, form, within }) => `${minor} as ${[...within, form].join(' of ')}`)
  return { name: 'no byte that left for a seller says what a shopper would pay', failure: heard.join('\n  ') || null }
}

/** Prints the checks and the report; with `--json` only the report, on one line. Returns how many checks have failed. */
function tell(outcomes: readonly Outcome[], { isJson, seed }: Options, simulation: Simulation): number {
  const checks = outcomes.flatMap((outcome) => outcome.checks)
  const violations = outcomes.flatMap((outcome) => outcome.violations)
  const failed = checks.filter(({ failure }) => failure !== null).length
  const passed = checks.length - failed
  const figures = Object.assign({}, ...outcomes.map((outcome) => outcome.figures)) as object
  const kinds = Object.assign({}, ...outcomes.map((outcome) => outcome.kinds)) as Record<string, number>
  const counts = {
    faults: totalOf(kinds),
    kindsCount: new Set(Object.keys(kinds).map((kind) => kind.slice(0, 3))).size,
    kinds,
  }
  const broken = violations.slice(0, brokenMax)
  const report = {
    name: 'chaos',
    seed,
    simulation,
    ...figures,
    ...counts,
    violations: violations.length,
    broken,
    passed,
    failed,
  }
  if (isJson) {
    process.stdout.write(`${JSON.stringify(report)}\n`)
    return failed
  }
  for (const { name, failure } of checks)
    process.stdout.write(failure === null ? `passed  ${name}\n` : `FAILED  ${name}\n  ${failure}\n`)
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n\n${passed} passed, ${failed} failed\n`)
  return failed
}
