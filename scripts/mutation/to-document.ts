// docs/mutation.md, written by a command and never by hand.
import { scoreOf, totalOf } from './read-report.ts'
import type { FileScore, Survivor } from './read-report.ts'

/** mutation/expected.json: the least that each file must score, in per cent, and what no test can find. */
export interface Expected {
  readonly bar: number
  readonly equivalents: readonly Equivalent[]
}

/** A change that alters nothing anybody could see. */
export interface Equivalent {
  readonly file: string
  readonly original: string
  readonly replacement: string
  readonly why: string
}

interface Run {
  readonly at: Date
  /** Null when a part was known from an earlier run. */
  readonly minutes: number | null
}

/** The scores as a page, with every survivor and why it may survive. */
export function toDocument(scores: readonly FileScore[], { bar, equivalents }: Expected, run: Run): string {
  const total = totalOf(scores)
  const changes = total.found + total.survivors.length
  const survivors = scores.flatMap(({ file, survivors: list }) =>
    list.map(
      (one) =>
        `| ${file}:${one.line} | ${code(one.original)} | ${code(one.replacement)} | ${whyOf(file, one, equivalents)} |`,
    ),
  )
  const how =
    run.minutes === null ? 'with what was known of code and tests that had not changed' : `in ${run.minutes} minutes`
  return `# Mutation testing

Written by \`npm run mutation\`; do not edit. Run on ${run.at.toISOString().slice(0, 10)}, ${how}.

The code of the pure core (money, the machines, the rules that spend it) was changed in ${changes} ways, one at a time: a comparison turned, a condition left out, a text
emptied. Each time its tests had to fail. What no longer loads is not counted. The score is the share of changes that they noticed; each file must have at least ${bar} %.

| file | changes | noticed | not | score |
|---|---:|---:|---:|---:|
${[...scores.map(toRow), toRow({ ...total, file: '**all**' })].join('\n')}

## Not noticed

${survivors.length === 0 ? 'None.' : `| where | the code | changed to | why nothing fails |\n|---|---|---|---|\n${survivors.join('\n')}`}
`
}

/** Why no test can find `survivor`; undefined when one should. */
export function equivalentOf(
  file: string,
  survivor: Survivor,
  equivalents: readonly Equivalent[],
): Equivalent | undefined {
  return equivalents.find(
    (one) => one.file === file && one.original === survivor.original && one.replacement === survivor.replacement,
  )
}

/** What is excused although a test finds it now, or although it is not there any more. */
export function noticedOf(scores: readonly FileScore[], equivalents: readonly Equivalent[]): Equivalent[] {
  const used = scores.flatMap(({ file, survivors }) => survivors.map((one) => equivalentOf(file, one, equivalents)))
  return equivalents.filter((one) => !used.includes(one))
}

function toRow(score: FileScore): string {
  const { file, found, survivors } = score
  return `| ${file} | ${found + survivors.length} | ${found} | ${survivors.length} | ${scoreOf(score).toFixed(1)} % |`
}

function whyOf(file: string, survivor: Survivor, equivalents: readonly Equivalent[]): string {
  return equivalentOf(file, survivor, equivalents)?.why ?? 'a test is missing'
}

function code(text: string): string {
  const short = text.length > 90 ? `${text.slice(0, 89)}…` : text // a table's cell, not a listing
  return short === '' ? '(nothing)' : `\`\`${short.replaceAll('|', '\\|')}\`\``
}
