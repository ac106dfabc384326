// Names every platform in package-lock.json. A registry that lacks a platform's package at one version makes npm drop it from
// the lock file, and `npm ci` then refuses the lock as incomplete. What is added says for which platform it is and nothing else, so
// that other platforms skip it without asking a registry. Run it after a change of dependencies: node scripts/complete-lock.ts
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type LockEntry = { optionalDependencies?: Record<string, string>; [field: string]: unknown }
type Lock = { packages: Record<string, LockEntry> }

const OS = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32']
const CPU: [RegExp, string][] = [
  [/arm64|aarch64/, 'arm64'],
  [/arm(v7|-eabi|-gnueabihf|-musleabihf)?$/, 'arm'],
  [/x64/, 'x64'],
  [/ia32/, 'ia32'],
  [/ppc64/, 'ppc64'],
  [/riscv64/, 'riscv64'],
  [/s390x/, 's390x'],
  [/wasm32/, 'wasm32'],
]

const file = join(import.meta.dirname, '..', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
const added = complete(lock)
if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(`${added.length} platform packages added to the lock file`)

/** Adds an entry for each optional package that the lock file lacks; returns their names. Unknown platforms are left out. */
function complete({ packages }: Lock): string[] {
  const names: string[] = []
  for (const [path, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(packages, path, name)) continue
      const os = OS.find((known) => name.includes(known)) ?? (name.includes('wasm32') ? 'none' : undefined)
      const cpu = CPU.find(([pattern]) => pattern.test(name))?.[1]
      if (!os || !cpu || !/^\d/.test(version)) continue
      packages[`node_modules/${name}`] = {
        version,
        cpu: [cpu],
        ...(entry.dev ? { dev: true } : {}),
        ...(name.includes('musl') ? { libc: ['musl'] } : {}),
        optional: true,
        os: [os],
      }
      names.push(name)
    }
  }
  return names
}

/** Node's own rule: the nearest node_modules above, up to the root. */
function isLocked(packages: Lock['packages'], from: string, name: string): boolean {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (base === '') return false
    if (!base.includes('/node_modules/')) base = ''
    if (base === '') return packages[`node_modules/${name}`] !== undefined
  }
}
