// Breaks the design on purpose, one small patch at a time in a copy of the clone, and asks whether the tests see it. A patch says in its
// first lines what it breaks and which tests have to notice; an unbroken copy has to pass the same tests first.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { root } from '../../scripts/root.ts'
import { removeFolder, temporaryFolder } from '../../scripts/temporary.ts'
import type { Check } from '../invariants/index.ts'

export interface Sabotage {
  readonly name: string
  /** What is broken, in a sentence. */
  readonly breaks: string
  /** The test file that has to notice. */
  readonly suite: string
  /** Only the tests whose names match; null: all of the file. */
  readonly tests: string | null
  readonly path: string
}

interface Verdict {
  readonly failure: string | null
  /** The test that noticed. */
  readonly by?: string
}

const patches = join(import.meta.dirname, 'patches')
const leftOut = new Set(['.git', 'node_modules', 'dist', '.quire'])
const suiteMs = 240_000 // a file of integration tests on a crowded machine
const testMs = 60_000 // likewise, for one test

/** Every patch in its folder. Throws when one does not say what it breaks or where that shows. */
export function listSabotages(): Sabotage[] {
  return readdirSync(patches)
    .filter((file) => file.endsWith('.patch'))
    .toSorted()
    .map((file) => {
      const path = join(patches, file)
      const [breaks = '', ...lines] = readFileSync(path, 'utf8').split('\n\n')[0]?.split('\n') ?? []
      const value = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2)
      const suite = value('Suite')
      if (!breaks || !suite) throw new Error(`${file} does not say what it breaks, or which suite has to notice`)
      return { name: basename(file, '.patch'), breaks, suite, tests: value('Tests') ?? null, path }
    })
}

/** Applies one after the other, each to a copy that is otherwise as it is here. One check each: passed when a test failed. */
export async function runSabotage(say: (line: string) => void): Promise<Check[]> {
  const dir = copyOfTheClone()
  const sound = new Map<string, string | null>() // a suite that several have to be caught by is run unbroken once
  try {
    return listSabotages().map((sabotage) => {
      const check = { name: `sabotage ${sabotage.name}: ${sabotage.breaks}`, ...judge(dir, sabotage, sound) }
      say(check.failure === null ? `caught ${check.name} — ${check.by}` : `MISSED ${check.name} — ${check.failure}`)
      return check
    })
  } finally {
    removeFolder(dir)
  }
}

function judge(dir: string, sabotage: Sabotage, sound: Map<string, string | null>): Verdict {
  const { suite, tests } = sabotage
  const key = `${suite} ${tests}`
  if (!sound.has(key)) sound.set(key, whyUnsound(runTests(dir, sabotage)))
  const why = sound.get(key)
  if (why) return { failure: `${suite} does not pass without it: ${why}` }
  git(dir, ['apply', sabotage.path])
  const { failed } = runTests(dir, sabotage)
  git(dir, ['apply', '--reverse', sabotage.path])
  const [by] = failed
  if (by === undefined) return { failure: `${suite} saw nothing` }
  return { failure: null, by: `${suite}: ${by}` }
}

function whyUnsound({ ran, failed }: { ran: number; failed: string[] }): string | null {
  return ran === 0 ? 'no test ran' : (failed[0] ?? null)
}

/** The names of the tests that failed. A file that cannot even be read has none: a patch that no longer fits is not one that was caught. */
function runTests(dir: string, { suite, tests }: Sabotage): { ran: number; failed: string[] } {
  const report = join(dir, 'sabotage-report.json')
  const only = tests === null ? [] : ['-t', tests]
  const flags = ['run', suite, ...only, `--testTimeout=${testMs}`, '--reporter=json', `--outputFile=${report}`]
  spawnSync(join(root, 'node_modules/.bin/vitest'), flags, { cwd: dir, stdio: 'ignore', timeout: suiteMs })
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: { status: string; fullName: string }[] }[]
  }
  removeFolder(report)
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  const named = (status: string) => all.filter((test) => test.status === status).map(({ fullName }) => fullName)
  const failed = named('failed')
  return { ran: failed.length + named('passed').length, failed }
}

function copyOfTheClone(): string {
  const dir = temporaryFolder('sabotage')
  for (const name of readdirSync(root)) {
    if (leftOut.has(name)) continue
    cpSync(join(root, name), join(dir, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !leftOut.has(basename(source)),
    })
  }
  for (const workspace of ['.', ...readdirSync(root)]) {
    const installed = join(root, workspace, 'node_modules') // a workspace has its own where two want different versions
    if (existsSync(installed)) symlinkSync(installed, join(dir, workspace, 'node_modules'))
  }
  return dir
}

function git(dir: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: dir, encoding: 'utf8' })
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
}
