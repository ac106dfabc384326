// Runs the gate's steps in order and says how each went; the last line is `N passed, N failed, N skipped`.
import type { Counts, Result, Step } from './step.ts'

const mostLines = 150 // of a failed step's words: the rest can be had by running the step alone

/** Runs every step, whatever the others do. Returns the exit code: 0 when nothing failed. */
export async function runGate(steps: Step[]): Promise<number> {
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const failures: string[] = []
  const gaps: string[] = []
  for (const step of steps) {
    const began = performance.now()
    const result = await run(step)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    process.stdout.write(
      `${verdict(result).padEnd(7)}  ${step.name.padEnd(34)} ${seconds.padStart(6)} s  ${summary(result)}\n`,
    )
    if (result.failed > 0) {
      failures.push(step.name)
      process.stdout.write(indent(result.words ?? 'failed without a word'))
    }
    if (result.skippedBecause) gaps.push(`${step.name}: ${result.skippedBecause}`)
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += result[key]
  }
  if (gaps.length > 0) process.stdout.write(`\nNot run here:\n${gaps.map((gap) => `  ${gap}\n`).join('')}`)
  if (failures.length > 0) process.stdout.write(`\nFailed: ${failures.join(', ')}\n`)
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  return total.failed === 0 ? 0 : 1
}

async function run(step: Step): Promise<Result> {
  try {
    return await step.run()
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { passed: 0, failed: 1, skipped: 0, words }
  }
}

function verdict({ failed, passed }: Result): string {
  if (failed > 0) return 'FAILED'
  return passed > 0 ? 'passed' : 'skipped'
}

function summary({ passed, failed, skipped, skippedBecause }: Result): string {
  if (passed + failed + skipped <= 1) return skippedBecause ?? ''
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

function indent(words: string): string {
  const lines = words.trim().split('\n')
  const shown =
    lines.length > mostLines ? [`… ${lines.length - mostLines} lines before`, ...lines.slice(-mostLines)] : lines
  return shown.map((line) => `    ${line}\n`).join('')
}
