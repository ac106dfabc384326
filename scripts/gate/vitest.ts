// A run of Vitest as a step: its own counts, and its own words when something failed.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bin, root } from '../root.ts'
import { execute } from './step.ts'
import type { Counts, Result } from './step.ts'

interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
}

/** Runs Vitest with `args`. A file that does not load, or a run without a single test, is a failure of its own. */
export async function vitest(args: string[], env: Record<string, string> = {}, cwd: string = root): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), 'quire-report-'))
  const file = join(dir, 'report.json')
  try {
    const flags = ['run', ...args, '--reporter', 'dot', '--reporter', 'json', '--outputFile', file]
    const { code, words } = await execute(bin('vitest'), flags, { cwd, env: { ...process.env, NO_COLOR: '1', ...env } })
    const counts = read(file)
    const isBroken = code !== 0 || counts.passed + counts.skipped === 0
    return { ...counts, failed: isBroken ? Math.max(counts.failed, 1) : counts.failed, words }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function read(file: string): Counts {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report
    const skipped = report.numPendingTests + report.numTodoTests
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 } // it ended before it could write a report; its words say why
  }
}
