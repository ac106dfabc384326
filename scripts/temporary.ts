// Folders for one run, in the system's place for such things.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { markOf } from './processes.ts'

/**
 * Makes an empty folder for this process; the caller removes it. What a killed process left of the same kind is removed on the way: each
 * folder carries the number of the process that made it.
 */
export function temporaryFolder(kind: string): string {
  const prefix = `quire-${kind}-`
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN
    if (!Number.isNaN(pid) && !markOf(pid)) removeFolder(join(tmpdir(), name))
  }
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
}

export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // another user's: theirs to remove
  }
}
