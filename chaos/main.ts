// `npm run chaos`: real processes are killed, and afterwards everybody's books are compared from outside. README.md says what and why.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Problem, failWith } from '../scripts/problem.ts'
import type { Books } from './books/model.ts'
import { runCrashPoints } from './crash-points/run.ts'
import type { Violation } from './invariants/index.ts'
import { toReport } from './kills/report.ts'
import { runKills } from './kills/run.ts'
import { openStack } from './stack/open-stack.ts'
import type { ChaosStack } from './stack/open-stack.ts'

const parts = ['crash-points', 'kills'] as const
type Part = (typeof parts)[number]

/** How a part went; the lines are for people, `json` for scripts. */
interface Outcome {
  readonly passed: number
  readonly failed: number
  readonly lines: readonly string[]
  readonly json: object
  readonly books: Books
  readonly violations: readonly Violation[]
}

try {
  const options = readOptions()
  const outcomes: Outcome[] = []
  for (const part of options.parts) outcomes.push(await runPart(part, options))
  if (options.isJson) for (const { json } of outcomes) process.stdout.write(`${JSON.stringify(json)}\n`)
  const count = (of: 'passed' | 'failed') => outcomes.reduce((total, outcome) => total + outcome[of], 0)
  if (!options.isJson) process.stdout.write(`\n${count('passed')} passed, ${count('failed')} failed\n`)
  process.exit(count('failed') === 0 ? 0 : 1)
} catch (error) {
  failWith(error)
}

interface Options {
  readonly parts: readonly Part[]
  readonly isJson: boolean
  readonly seed: number
  readonly purchases: number
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

/** Each part has a stack of its own. What went wrong is kept with the logs of all processes. */
async function runPart(part: Part, options: Options): Promise<Outcome> {
  const say = (line: string) => void process.stderr.write(`${part}: ${line}\n`)
  const stack = await openStack({ seed: options.seed })
  let outcome: Outcome | null = null
  try {
    outcome = part === 'kills' ? await kills(stack, options, say) : await crashPoints(stack, say)
    if (!options.isJson) for (const line of outcome.lines) process.stdout.write(`${line}\n`)
    return outcome
  } finally {
    const kept = await stack.close(outcome === null || outcome.failed > 0)
    if (kept) say(`logs and evidence are in ${kept}`)
    if (kept && outcome) writeFileSync(join(kept, 'evidence.json'), evidenceOf(outcome))
  }
}

async function crashPoints(stack: ChaosStack, say: (line: string) => void): Promise<Outcome> {
  const { checks, violations, books, ...figures } = await runCrashPoints(stack, say)
  const failed = checks.filter(({ failure }) => failure !== null)
  return {
    passed: checks.length - failed.length,
    failed: failed.length,
    lines: checks.map(({ name, failure }) => (failure === null ? `passed  ${name}` : `FAILED  ${name}\n  ${failure}`)),
    json: { name: 'chaos-crash-points', ...figures, violations: violations.length, failed },
    books,
    violations,
  }
}

async function kills(stack: ChaosStack, options: Options, say: (line: string) => void): Promise<Outcome> {
  const began = performance.now()
  const result = await runKills(stack, options, say)
  const seconds = Math.round((performance.now() - began) / 1000)
  const report = toReport(result, { seed: options.seed, seconds })
  const { violations } = result
  return {
    passed: violations.length === 0 ? 1 : 0,
    failed: violations.length === 0 ? 0 : 1,
    lines: [
      ...violations.map(({ id, purchaseId, what }) => `FAILED  ${id} ${purchaseId ?? 'in total'}: ${what}`),
      JSON.stringify(report, null, 2),
    ],
    json: { ...report, broken: violations.slice(0, 50) }, // more of them say nothing new
    books: result.books,
    violations,
  }
}

/** Everything that anybody's books say about the purchases in question. */
function evidenceOf({ books, violations }: Outcome): string {
  const ids = new Set(violations.map(({ purchaseId }) => purchaseId))
  const dossiers = books.dossiers.filter(({ id }) => ids.has(id))
  const plain = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)
  return JSON.stringify({ violations, strays: books.strays, dossiers }, plain, 2)
}
