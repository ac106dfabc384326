// Names every platform in package-lock.json. A registry that lacks a platform's package at one version makes npm drop it from
// the lock file, and `npm ci` then refuses the lock as incomplete. What is added says for which platform it is and nothing else, so
// that other platforms skip it without asking a registry. Run it after a change of dependencies: node scripts/complete-lock.ts
// (with --check it only says whether something is missing).
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.ts'

type LockEntry = { optionalDependencies?: Record<string, string>; [field: string]: unknown }
type Packages = Record<string, LockEntry>

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32']
const processors: [RegExp, string][] = [
  [/arm64|aarch64/, 'arm64'],
  [/arm(v7|-eabi|-gnueabihf|-musleabihf)?$/, 'arm'],
  [/x64/, 'x64'],
  [/ia32/, 'ia32'],
  [/ppc64/, 'ppc64'],
  [/riscv64/, 'riscv64'],
  [/s390x/, 's390x'],
  [/wasm32/, 'wasm32'],
]

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Packages }
const missing = missingFrom(lock.packages)
const names = Object.keys(missing).map((path) => path.slice('node_modules/'.length))
if (process.argv.includes('--check')) {
  if (names.length > 0)
    fail(
      `package-lock.json lacks ${names.length} platform packages (${names[0]} …). Run: node scripts/complete-lock.ts`,
    )
} else {
  const all = Object.entries({ ...lock.packages, ...missing }).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`)
  process.stdout.write(`${names.length} platform packages added to the lock file\n`)
}

function missingFrom(packages: Packages): Packages {
  const paths = Object.keys(packages)
  const entries = Object.values(packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !paths.some((path) => path.endsWith(`node_modules/${name}`)))
      .flatMap(([name, version]) => entryFor(name, version, entry)),
  )
  return Object.fromEntries(entries)
}

/** Nothing for a package whose name tells no platform, or that is wanted by a range: npm is to find those. */
function entryFor(name: string, version: string, { dev }: LockEntry): [string, LockEntry][] {
  const os = systems.find((each) => name.includes(each)) ?? (name.includes('wasm32') ? 'none' : undefined)
  const cpu = processors.find(([pattern]) => pattern.test(name))?.[1]
  if (!os || !cpu || !/^\d/.test(version)) return []
  const libc = name.includes('musl') ? { libc: ['musl'] } : {}
  return [[`node_modules/${name}`, { version, cpu: [cpu], ...(dev ? { dev } : {}), ...libc, optional: true, os: [os] }]]
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
