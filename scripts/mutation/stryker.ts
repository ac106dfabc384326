// Stryker, installed apart from everything else: nobody who only runs Quire waits for it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../problem.ts'
import { root } from '../root.ts'

/** Its package.json, its lock file, its configuration; what it leaves behind is not committed. */
export const folder: string = join(root, 'mutation')

/** Installs what mutation/package-lock.json names, unless it is there. */
export async function ensureStryker(say: (line: string) => void): Promise<void> {
  if (isInstalled()) return
  say('Installing what mutation/package-lock.json names, once')
  // the npm that runs this command, where one does; it must not take this run's settings for its own
  const npm = process.env['npm_execpath']
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))
  const args = ['ci', '--workspaces=false', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await run(npm ? process.execPath : 'npm', npm ? [npm, ...args] : args, { cwd: folder, env })
  if (code !== 0 || !isInstalled()) throw new Problem('npm could not install Stryker; its words are above.')
}

/** Runs Stryker over `files`, or all that mutation/stryker.config.json names. `isFresh`: nothing is believed of an earlier run. */
export async function runStryker(files: readonly string[], { isFresh }: { isFresh: boolean }): Promise<void> {
  const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js')
  const chosen = files.length > 0 ? ['--mutate', files.join(',')] : []
  const args = ['run', 'mutation/stryker.config.json', ...chosen, ...(isFresh ? ['--force'] : [])]
  const code = await run(process.execPath, [stryker, ...args], { cwd: root, env: process.env })
  if (code !== 0) throw new Problem('Stryker did not come to an end; its words are above.')
}

function isInstalled(): boolean {
  try {
    // npm writes this one last, so a broken-off install has none
    const present = versionsOf('node_modules/.package-lock.json')
    return Object.entries(versionsOf('package-lock.json')).every(([name, version]) => present[name] === version)
  } catch {
    return false
  }
}

function versionsOf(file: string): Record<string, string | undefined> {
  const { packages } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
    packages: Record<string, { version?: string; optional?: boolean }>
  }
  const own = Object.entries(packages).filter(([name, { optional }]) => name !== '' && !optional) // optional: another platform's
  return Object.fromEntries(own.map(([name, { version }]) => [name, version]))
}

function run(program: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<number> {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'inherit', 'inherit'] })
  const stop = () => child.kill('SIGTERM')
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']
  for (const name of signals) process.on(name, stop)
  process.channel?.unref()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      for (const name of signals) process.off(name, stop)
      resolve(code ?? 1)
    })
  })
}
