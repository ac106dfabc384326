// One of Quire's processes: started, known to be ready by the line that it prints, stopped.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import { root } from '../root.ts'
import { openLog } from './log-file.ts'
import type { LogFile } from './log-file.ts'

export interface Program {
  name: string
  /** The entry point, from the clone's root. */
  entry: string
  env: Record<string, string>
  logDir: string
}

/** Something that runs until it is stopped or ends by itself. */
export interface Running {
  pid: number
  /** Resolves when it has ended, with the reason in words. Never rejects. */
  ended: Promise<string>
  stop(): Promise<void>
  /** What it said last. */
  tail(): string[]
}

const readyMs = 60_000 // a loaded machine of one core; a healthy one takes a second or two
const stopMs = 15_000 // each process drains within ten seconds of its own accord

/** What Node made of our files, for the next start: it takes a third less of a processor then. Node looks at their content. */
const compileCache = join(root, 'node_modules/.cache/compiled')
const endWithParent = join(import.meta.dirname, 'end-with-parent.ts')

/** Starts a program and waits for its line `NAME ready…`. Throws a Problem with its last words when it ends or is late. */
export async function startChild(program: Program): Promise<Running> {
  const log = openLog(join(program.logDir, `${program.name}.log`))
  const child = spawn(process.execPath, ['--import', endWithParent, join(root, program.entry)], {
    cwd: root,
    env: { NODE_COMPILE_CACHE: compileCache, ...program.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true, // its own process group: Ctrl-C reaches only the supervisor, which stops things in order
  })
  const ended = ending(child)
  await ready(child, program, log, ended)
  return { pid: child.pid as number, ended, stop: () => stop(child, ended), tail: log.tail }
}

/** Runs a program that does its work and ends. Returns what it printed; throws a Problem with its last words when it fails. */
export async function runChild(program: Program): Promise<string> {
  const log = openLog(join(program.logDir, `${program.name}.log`))
  const child = spawn(process.execPath, ['--import', endWithParent, join(root, program.entry)], {
    cwd: root,
    env: { NODE_COMPILE_CACHE: compileCache, ...program.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  const lines: string[] = []
  eachLine(child, log, (line) => lines.push(line))
  const ended = await ending(child)
  if (child.exitCode !== 0) throw lastWords(`${program.entry} ${ended}`, log)
  return lines.join('\n')
}

function ready(child: ChildProcess, program: Program, log: LogFile, ended: Promise<string>): Promise<void> {
  const word = `${program.name} ready`
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(lastWords(`The ${program.name} was not ready after ${readyMs / 1000} s`, log))
    }, readyMs)
    eachLine(child, log, (line) => {
      if (!line.includes(word)) return
      clearTimeout(timer)
      resolve()
    })
    void ended.then((how) => {
      clearTimeout(timer)
      reject(lastWords(`The ${program.name} ${how} while it was starting`, log))
    })
  })
}

function eachLine(child: ChildProcess, log: LogFile, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      log.write(line)
      onLine(line)
    })
  }
}

/** Waits for `close`, after the last line has been read. */
function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`))
    child.once('close', (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with ${code}`))
  })
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await ended
  clearTimeout(timer)
}

function lastWords(what: string, log: LogFile): Problem {
  return new Problem(`${what}. Its last words (all of them: ${log.path}):\n${log.tail().join('\n')}`)
}
