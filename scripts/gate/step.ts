// A step of the gate: something that must hold, run and counted.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { bin, root } from '../root.ts'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

export interface Result extends Counts {
  /** What to show when something failed. */
  words?: string
  /** Why it did not run, or not wholly. */
  skippedBecause?: string
}

export interface Step {
  name: string
  run(): Promise<Result>
}

const longestMs = 15 * 60_000 // no step takes half of this on two cores; a hanging one must not hold CI for ever

const running = new Set<ChildProcess>()

/** Asked to stop (Ctrl-C, kill, the end of npm), the gate ends what it is running and then itself. */
export function stopOnSignal(): void {
  const stop = () => {
    for (const child of running) child.kill('SIGTERM')
    process.exit(130)
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(name, stop)
  process.channel?.unref()
}

/** A step that is one program of the lock file (or `node`): it passes when that ends with 0. */
export function tool(name: string, program: string, args: string[], cwd: string = root): Step {
  return {
    name,
    async run() {
      const { code, words } = await execute(program === 'node' ? process.execPath : bin(program), args, { cwd })
      return code === 0 ? passed() : { passed: 0, failed: 1, skipped: 0, words }
    },
  }
}

/** A step that is one of our own programs which counts for itself and says so: `N passed, N failed` alone on a line. */
export function counted(name: string, args: string[]): Step {
  return {
    name,
    async run() {
      const { code, words } = await execute(process.execPath, args)
      const [, passed, failed] = words.match(/^(\d+) passed, (\d+) failed$/m) ?? []
      const broken = code !== 0 || passed === undefined ? 1 : 0
      return { passed: Number(passed ?? 0), failed: Math.max(Number(failed ?? 0), broken), skipped: 0, words }
    },
  }
}

export function passed(): Result {
  return { passed: 1, failed: 0, skipped: 0 }
}

export function skipped(skippedBecause: string): Result {
  return { passed: 0, failed: 0, skipped: 1, skippedBecause }
}

/** Runs a program to its end. Its output comes back in one piece, both streams in the order in which they were written. */
export function execute(
  program: string,
  args: string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number; words: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    const timer = setTimeout(() => child.kill('SIGKILL'), longestMs)
    let words = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (words += text))
    }
    const end = (code: number) => {
      clearTimeout(timer)
      running.delete(child)
      resolve({ code, words })
    }
    child.once('error', (error) => {
      words += error.message
      end(1)
    })
    child.once('close', (code, signal) => {
      if (signal) words += `\nended by ${signal}`
      end(code ?? 1)
    })
  })
}
