// Which processes live, and how to end those that a dead Quire left behind. A pid alone is reused by the system, so a process is
// known by its pid and the moment it began.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

export interface ProcessMark {
  pid: number
  /** When it began, in the system's own words; only ever compared. */
  began: string
}

const pollMs = 50 // another process's end can only be looked for, and a person does not notice this much

/** The mark of a live process, or null when no process has this pid. */
export function markOf(pid: number): ProcessMark | null {
  const began = process.platform === 'linux' ? beganOnLinux(pid) : ask(pid, 'lstart')
  return began ? { pid, began } : null
}

export function isAlive(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.began === mark.began
}

/** The name of the program that runs as `pid`, or null when there is none. */
export function programOf(pid: number): string | null {
  if (process.platform !== 'linux') return ask(pid, 'comm')?.split('/').at(-1) ?? null
  return readOrNull(`/proc/${pid}/comm`)?.trim() ?? null
}

/** Waits until the process has ended. False when it still lives after `timeoutMs`. */
export async function hasEnded(mark: ProcessMark, timeoutMs: number): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; isAlive(mark); await delay(pollMs)) {
    if (Date.now() > end) return false
  }
  return true
}

/** Sends a signal to a process that may have ended by itself in the meantime. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // it has ended: that is what was wanted
  }
}

/** Field 22 of /proc/<pid>/stat, counted from after the name, which may itself hold spaces and brackets. A zombie has ended. */
function beganOnLinux(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields && fields[0] !== 'Z' ? (fields[19] ?? null) : null
}

function ask(pid: number, column: 'lstart' | 'comm'): string | null {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim() || null
  } catch {
    return null // ps ends with 1 when there is no such process
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
