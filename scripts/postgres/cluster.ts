// One embedded PostgreSQL: makes its data folder, starts it, stops it, and ends it when the process that started it dies.
// Promises: nothing is lost by a kill -9 (fsync stays on unless `throwaway`), and a lock file that a dead PostgreSQL left is seen through.
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess, SpawnOptions } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem, onFile } from '../problem.ts'
import { hasEnded, markOf, programOf, signal } from '../processes.ts'
import { findPrograms } from './programs.ts'
import type { Programs } from './programs.ts'

export interface ClusterOptions {
  dir: string
  port: number
  password: string
  /** For tests: faster, and lost when the machine loses power. */
  throwaway?: boolean
  /** Each line that PostgreSQL writes. */
  onLine?: (line: string) => void
}

export interface Cluster {
  pid: number
  /** Resolves with a reason when it has ended, asked or not. */
  ended: Promise<string>
  /** The address of one of its databases. */
  url(database: string): string
  stop(): Promise<void>
}

export const owner = 'quire' // the role that owns everything in an embedded cluster
const stopMs = 20_000 // a checkpoint of a development database takes far less; after this it is killed, and recovers at the next start
const startMs = 60_000 // recovery after a crash replays at most a gigabyte of log (max_wal_size)

/** Starts the cluster in `dir`, making it first when the folder is empty. Throws a Problem with PostgreSQL's last words when it cannot. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const programs = await findPrograms()
  const at = placeFor(options.dir, programs)
  if (!existsSync(join(options.dir, 'PG_VERSION'))) initialise(options, programs, at)
  await settleOldLock(options.dir)
  const child = spawn(programs.postgres, ['-D', at.dataDir, ...settings(options)], {
    ...at.spawn,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // its own process group: Ctrl-C reaches only us, and we stop things in order
  })
  const guard = await ready(child, options)
  return {
    pid: child.pid as number,
    ended: ending(child).finally(() => guard?.kill('SIGKILL')),
    url: (database) => `postgres://${owner}:${options.password}@127.0.0.1:${options.port}/${database}`,
    stop: () => stop(child),
  }
}

/**
 * How PostgreSQL reaches its data folder. Run as another user it may not be able to look there (a clone under /root, mode 0700); it is then
 * started inside the folder and told that its data are in the folder it is in, which asks no right on the folders above.
 */
function placeFor(dir: string, { user }: Programs): { dataDir: string; spawn: SpawnOptions } {
  onFile(dir, () => mkdirSync(dir, { recursive: true, mode: 0o700 }))
  const env = { ...withoutPostgresVariables(process.env), LC_ALL: 'C' } // messages in the language that ready() reads
  if (!user) return { dataDir: dir, spawn: { cwd: dir, env } }
  if (readdirSync(dir).length === 0) onFile(dir, () => chownSync(dir, user.uid, user.gid))
  const reachable = spawnSync('test', ['-x', dir], { ...user, cwd: '/' }).status === 0
  return { dataDir: reachable ? dir : '/proc/self/cwd', spawn: { ...user, cwd: dir, env } }
}

function initialise(
  { dir, password, throwaway }: ClusterOptions,
  { initdb, user }: Programs,
  at: ReturnType<typeof placeFor>,
): void {
  const secret = mkdtempSync(join(tmpdir(), 'quire-pw-'))
  const file = join(secret, 'password')
  try {
    writeFileSync(file, password, { mode: 0o600 })
    if (user) for (const path of [secret, file]) chownSync(path, user.uid, user.gid)
    const flags = ['--username', owner, '--pwfile', file, '--auth', 'scram-sha-256', '--encoding', 'UTF8']
    // PostgreSQL's own locale: text sorts alike on every machine, whatever locales it has
    flags.push('--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8')
    if (throwaway) flags.push('--no-sync')
    const { status, stderr, error } = spawnSync(initdb, ['-D', at.dataDir, ...flags], {
      ...at.spawn,
      encoding: 'utf8',
    } as const)
    if (status !== 0) {
      emptyOut(dir)
      throw refusal('PostgreSQL could not make its data folder', dir, String(stderr ?? error))
    }
  } finally {
    rmSync(secret, { recursive: true, force: true })
  }
}

function settings({ port, throwaway }: ClusterOptions): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // another copy's socket file can then not be in the way
    max_connections: '150', // server and worker hold 16 each and pg-boss 10 each; the rest is for tests and a second server
    shared_buffers: '128MB', // a development machine has other things to do
    max_wal_size: '1GB',
    jit: 'off', // compiling costs more than the short queries of a shop gain
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
  }
  if (throwaway) Object.assign(values, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' })
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * A lock file that a killed PostgreSQL left stops the next one when the system has given its number to somebody else. The caller holds the
 * data folder alone, so a PostgreSQL that still runs there is a leftover and is stopped.
 */
async function settleOldLock(dir: string): Promise<void> {
  const file = join(dir, 'postmaster.pid')
  if (!existsSync(file)) return
  const [pidLine, dataDir] = onFile(dir, () => readFileSync(file, 'utf8')).split('\n')
  const mark = markOf(Number(pidLine))
  const isOurs = programOf(Number(pidLine)) === 'postgres' && (dataDir === dir || dataDir === '/proc/self/cwd')
  if (mark && isOurs) {
    signal(mark.pid, 'SIGINT')
    if (!(await hasEnded(mark, stopMs))) {
      throw new Problem(
        `Another PostgreSQL (process ${mark.pid}) uses ${dir} and does not end. End it, and start again.`,
      )
    }
  }
  rmSync(file, { force: true })
}

/** Waits for PostgreSQL's word that it is ready; then sets the guard that ends it should this process die. */
function ready(child: ChildProcess, { dir, onLine }: ClusterOptions): Promise<ChildProcess | null> {
  return new Promise((resolve, reject) => {
    const last: string[] = []
    const fail = (what: string) => reject(refusal(what, dir, last.join('\n')))
    const timer = setTimeout(() => {
      child.kill('SIGQUIT')
      fail(`PostgreSQL was not ready after ${startMs / 1000} seconds`)
    }, startMs)
    eachLine(child, (line) => {
      onLine?.(line)
      last.push(line)
      if (last.length > 20) last.shift()
      if (!line.includes('database system is ready to accept connections')) return
      clearTimeout(timer)
      resolve(guardOf(child))
    })
    child.once('error', (error) => fail(`PostgreSQL could not be started (${error.message})`))
    child.once('close', () => {
      clearTimeout(timer)
      fail('PostgreSQL ended while it was starting')
    })
  })
}

/** A shell that does nothing but wait for our end of its pipe to close, which a kill -9 does too; then it asks PostgreSQL to stop. */
function guardOf(child: ChildProcess): ChildProcess | null {
  if (process.platform === 'win32') return null
  const guard = spawn('sh', ['-c', 'read -r _; kill -INT "$0"', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.unref()
  return guard
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, name) => resolve(name ? `ended by ${name}` : `ended with ${code}`))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = ending(child)
  child.kill('SIGINT') // "fast": ends the sessions, writes everything, leaves nothing to recover
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopMs)
  await ended
  clearTimeout(timer)
}

function refusal(what: string, dir: string, words: string): Problem {
  if (/No space left on device|Disk quota exceeded/.test(words)) {
    return new Problem(`The disk is full: PostgreSQL cannot write to ${dir}. Free some space and start again.`)
  }
  if (/incompatible with server|initialized by PostgreSQL version/.test(words)) {
    return new Problem(
      `${dir} was made by another version of PostgreSQL. Move it away, or set QUIRE_DATA_DIR to a new folder.`,
    )
  }
  return new Problem(`${what} (${dir}). Its last words:\n${words.trim()}`)
}

function emptyOut(dir: string): void {
  for (const name of readdirSync(dir)) rmSync(join(dir, name), { recursive: true, force: true })
}

function eachLine(child: ChildProcess, onLine: (line: string) => void): void {
  let rest = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
}

/** PGDATA, PGPORT and the like belong to a PostgreSQL of the developer's own. */
function withoutPostgresVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('PG')))
}
