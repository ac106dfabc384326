// `npm run mutation`: changes the pure core in every small way, one at a time, requires its tests to notice, and writes docs/mutation.md.
// `npm run mutation -- FILE…` does so for some files only, with what earlier runs knew, and writes nothing. With `--reuse` the whole run, too,
// believes what is known of code whose tests have not changed either.
// Ends with 1 when a file is below the bar that mutation/expected.json sets.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReport, scoreOf, totalOf } from './mutation/read-report.ts'
import type { FileScore, Report } from './mutation/read-report.ts'
import { ensureStryker, folder, runStryker } from './mutation/stryker.ts'
import { equivalentOf, toDocument } from './mutation/to-document.ts'
import type { Equivalent } from './mutation/to-document.ts'
import { Problem, failWith } from './problem.ts'
import { root } from './root.ts'

try {
  const files = process.argv.slice(2).filter((arg) => arg !== '--reuse')
  const missing = files.find((file) => !existsSync(join(root, file)))
  if (missing !== undefined)
    throw new Problem(`There is no file ${missing}. Name files as mutation/stryker.config.json does.`)
  process.exitCode = await measure(files, files.length === 0 && !process.argv.includes('--reuse'))
} catch (error) {
  failWith(error)
}

/** `isFresh`: nothing is believed of an earlier run. */
async function measure(files: readonly string[], isFresh: boolean): Promise<number> {
  const { bar, equivalents } = readData<{ bar: number; equivalents: Equivalent[] }>('expected.json')
  const isWhole = files.length === 0
  await ensureStryker(say)
  const at = new Date()
  await runStryker(files, { isFresh })
  const minutes = Math.ceil((Date.now() - at.getTime()) / 60_000)
  const scores = readReport(readData<Report>('report.json')).filter(({ file }) => isWhole || files.includes(file))
  for (const score of scores) tell(score, equivalents)
  if (isWhole) {
    tell({ ...totalOf(scores), survivors: [] }, equivalents)
    writeFileSync(
      join(root, 'docs/mutation.md'),
      toDocument(scores, equivalents, { at, minutes: isFresh ? minutes : null, bar }),
    )
  }
  const below = scores.filter((score) => scoreOf(score) < bar)
  for (const { file } of below) say(`${file} is below the bar of ${bar} %`)
  return below.length === 0 ? 0 : 1
}

/** A file's score, then what its tests did not notice and should. */
function tell(score: FileScore, equivalents: readonly Equivalent[]): void {
  say(`${scoreOf(score).toFixed(1).padStart(5)} %  ${score.file}`)
  for (const survivor of score.survivors) {
    if (equivalentOf(score.file, survivor, equivalents)) continue
    say(`         ${score.file}:${survivor.line}  ${survivor.original}  →  ${survivor.replacement || '(nothing)'}`)
  }
}

function readData<T>(name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
