// A process's output as a file in the data folder, cut off at a size: what ran last is what one wants to read.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface LogFile {
  path: string
  write(line: string): void
  /** The last lines, for a message that says why a process ended. */
  tail(): string[]
}

const maxBytes = 10 * 1024 * 1024 // of a file; with the one before it, twice that a process
const tailLines = 25 // a stack trace with the sentence above it

/** Opens the log. Writing is synchronous (lines are few) and never fails the caller: a full disk must not stop the supervisor. */
export function openLog(path: string): LogFile {
  mkdirSync(dirname(path), { recursive: true })
  let size = sizeOf(path)
  const last: string[] = []
  return {
    path,
    tail: () => [...last],
    write(line) {
      last.push(line)
      if (last.length > tailLines) last.shift()
      try {
        if (size > maxBytes) {
          renameSync(path, `${path}.1`)
          size = 0
        }
        appendFileSync(path, `${line}\n`)
        size += Buffer.byteLength(line) + 1
      } catch {
        // the disk is full or the folder is gone; the process goes on, and the tail still says why it ended
      }
    },
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
