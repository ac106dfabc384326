// One embedded PostgreSQL: makes its data folder, starts it, stops it, and ends it when the process that started it dies.
// Promises: nothing is lost by a kill -9 (fsync stays on unless `throwaway`), and a lock file that a dead PostgreSQL left is seen through.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Problem, onFile } from '../problem.ts'
import { hasEnded, markOf, programOf, signal } from '../processes.ts'
import { initialise, owner, refusal } from './initialise.ts'
import { placeFor, startedIn } from './place.ts'
import { findPrograms } from './programs.ts'

export interface ClusterOptions {
  dir: string
  port: number
  password: string
  /** For tests: faster, and lost when the machine loses power. */
  throwaway?: boolean
  /** What PostgreSQL keeps in memory (`shared_buffers`); 128MB unless told. */
  sharedBuffers?: string
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

const stopMs = 20_000 // a checkpoint of a development database takes far less; after this it is killed, and recovers at the next start
const usualBuffers = '128MB' // a development machine has other things to do
const startMs = 60_000 // recovery after a crash replays at most a gigabyte of log (max_wal_size)

/** Starts the cluster in `dir`, making it first when there is none. Throws a Problem with PostgreSQL's last words when it cannot. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { dir, port, password, throwaway = false, sharedBuffers = usualBuffers } = options
  const programs = await findPrograms()
  if (!existsSync(join(dir, 'PG_VERSION'))) initialise(dir, password, programs, !throwaway)
  await settleOldLock(dir)
  const at = placeFor(dir, programs.user)
  const child = spawn(programs.postgres, ['-D', at.dataDir, ...settings(port, throwaway, sharedBuffers)], {
    ...at.spawn,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // its own process group: Ctrl-C reaches only us, and we stop things in order
  })
  const ended = ending(child)
  await ready(child, ended, options)
  const guard = guardOf(child)
  return {
    pid: child.pid as number,
    ended: ended.finally(() => guard.kill('SIGKILL')),
    url: (database) => `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`,
    stop: () => stop(child, ended),
  }
}

function settings(port: number, throwaway: boolean, sharedBuffers: string): string[] {
  const values: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '', // another copy's socket file can then not be in the way
    max_connections: '150', // server and worker hold 16 each and pg-boss 10 each; the rest is for tests and a second server
    shared_buffers: sharedBuffers,
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
  const [pid, dataDir] = onFile(dir, () => readFileSync(file, 'utf8')).split('\n')
  const mark = markOf(Number(pid))
  if (mark && programOf(mark.pid) === 'postgres' && dir === (dataDir === startedIn ? folderOf(mark.pid) : dataDir)) {
    signal(mark.pid, 'SIGINT')
    if (!(await hasEnded(mark, stopMs))) {
      throw new Problem(
        `Another PostgreSQL (process ${mark.pid}) uses ${dir} and does not end. End it, and start again.`,
      )
    }
  }
  rmSync(file, { force: true })
}

function folderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null // it has just ended
  }
}

/** Waits for PostgreSQL's word that it is ready. */
function ready(child: ChildProcess, ended: Promise<string>, { dir, onLine }: ClusterOptions): Promise<void> {
  const { stderr } = child
  if (!stderr) throw new Error('PostgreSQL was started without a pipe for its log')
  return new Promise((resolve, reject) => {
    const last: string[] = []
    const timer = setTimeout(() => child.kill('SIGQUIT'), startMs)
    createInterface({ input: stderr }).on('line', (line) => {
      onLine?.(line)
      last.push(line)
      if (last.length > 20) last.shift() // enough to hold the reason of a failed start
      if (!line.includes('database system is ready to accept connections')) return
      clearTimeout(timer)
      resolve()
    })
    void ended.then((how) => {
      clearTimeout(timer)
      reject(refusal(dir, `could not be started (${how})`, last.join('\n')))
    })
  })
}

/** A shell that does nothing but wait for our end of its pipe to close, which a kill -9 does too; then it asks PostgreSQL to stop. */
function guardOf(child: ChildProcess): ChildProcess {
  const script = 'read -r _; kill -INT "$0"'
  const guard = spawn('sh', ['-c', script, String(child.pid)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guard.on('error', () => {}) // no shell (Windows): only a kill -9 of ours then leaves PostgreSQL behind, and the next start ends it
  guard.unref()
  return guard
}

/** Waits for `close`, after the last line of its log has been read. */
function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, name) => resolve(name ? `ended by ${name}` : `ended with ${code}`))
  })
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT') // "fast": ends the sessions, writes everything, leaves nothing to recover
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopMs)
  await ended
  clearTimeout(timer)
}
