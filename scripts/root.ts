// Where the clone lies, and how its tools are called.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

export const root: string = join(import.meta.dirname, '..')

/** The path of a program that the lock file brought. */
export function bin(name: string): string {
  return join(root, 'node_modules/.bin', name)
}

/** Runs a tool of the lock file in the clone's root; throws with its words when it fails. Returns what it printed. */
export function runTool(name: string, args: string[], input?: string): string {
  const { status, stdout, stderr, error } = spawnSync(bin(name), args, {
    cwd: root,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
    maxBuffer: 64 * 1024 * 1024, // no tool here prints more than a few hundred kilobytes
  })
  if (status !== 0) throw new Error(`${name} ${args.join(' ')} failed:\n${error?.message ?? ''}${stdout}${stderr}`)
  return stdout
}
