// `npm run mutation`: changes the pure core in every small way, one at a time, requires its tests to notice, and writes docs/mutation.md.
// `npm run mutation -- FILE…` does so for some files only, with what earlier runs knew, and writes nothing. With `--reuse` the whole run, too,
// believes what is known of code whose tests have not changed either.
// Ends with 1 when a file is below the bar that mutation/expected.json sets.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReport, scoreOf, totalOf } from './mutation/read-report.ts'
import type { FileScore, Report } from './mutation/read-report.ts'
import { ensureStryker, folder, runStryker } from './mutation/stryker.ts'
import { equivalentOf, noticedOf, toDocument } from './mutation/to-document.ts'
import type { Expected } from './mutation/to-document.ts'
import { Problem, failWith } from './problem.ts'
import { root } from './root.ts'

const isReuse = process.argv.includes('--reuse')

try {
  const files = process.argv.slice(2).filter((arg) => arg !== '--reuse')
  const { mutate } = readData<{ mutate: string[] }>('stryker.config.json')
  const stranger = files.find((file) => !mutate.includes(file))
  if (stranger !== undefined)
    throw new Problem(`${stranger} is not of the core. mutation/stryker.config.json names:\n${mutate.join('\n')}`)
  process.exitCode = files.length > 0 ? await measureSome(files) : await measureAll()
} catch (error) {
  failWith(error)
}

async function measureSome(files: readonly string[]): Promise<number> {
  const expected = readData<Expected>('expected.json')
  await ensureStryker(say)
  await runStryker(files, { isFresh: false })
  const scores = readReport(readData<Report>('report.json')).filter(({ file }) => files.includes(file))
  return judge(scores, expected)
}

async function measureAll(): Promise<number> {
  const expected = readData<Expected>('expected.json')
  await ensureStryker(say)
  const at = new Date()
  await runStryker([], { isFresh: !isReuse })
  const minutes = Math.ceil((Date.now() - at.getTime()) / 60_000)
  const scores = readReport(readData<Report>('report.json'))
  writeFileSync(join(root, 'docs/mutation.md'), toDocument(scores, expected, { at, minutes: isReuse ? null : minutes }))
  for (const { file, original } of noticedOf(scores, expected.equivalents))
    say(`mutation/expected.json excuses what a test notices: ${file}, ${original}`)
  say(`${inPercent(totalOf(scores))}  in all`)
  return judge(scores, expected)
}

/** Tells each score, and what the tests did not notice and should; 1 when one is below the bar. */
function judge(scores: readonly FileScore[], { bar, equivalents }: Expected): number {
  for (const score of scores) {
    const isBelow = scoreOf(score) < bar
    say(`${inPercent(score)}  ${score.file}${isBelow ? `, below the bar of ${bar} %` : ''}`)
    for (const one of score.survivors)
      if (!equivalentOf(score.file, one, equivalents))
        say(`         ${score.file}:${one.line}  ${one.original}  →  ${one.replacement || '(nothing)'}`)
  }
  return scores.every((score) => scoreOf(score) >= bar) ? 0 : 1
}

function inPercent(score: FileScore): string {
  return `${scoreOf(score).toFixed(1).padStart(5)} %`
}

function readData<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
