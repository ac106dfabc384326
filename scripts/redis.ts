// A Redis for one run of a test or a benchmark: the machine's own redis-server on a free port, empty, keeping nothing, gone afterwards.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { freePort } from './ports.ts'

export interface ScratchRedis {
  readonly url: string
  /** Kills it as a crash would. */
  kill(): Promise<void>
  /** Starts it again after `kill`, at the same address and empty. */
  restart(): Promise<void>
  /** Stops answering without a word (SIGSTOP), or goes on. */
  freeze(isFrozen: boolean): void
  stop(): Promise<void>
}

/** Whether this machine has a redis-server; it is never downloaded. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0
}

export async function startRedis(): Promise<ScratchRedis> {
  const port = await freePort()
  let child = await start(port)
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      child = await start(port)
    },
    freeze(isFrozen) {
      child.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT')
    },
    stop: kill,
  }
}

async function start(port: number) {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'ignore'] })
  // Killed, and not only asked to end: it may be frozen.
  process.once('exit', () => child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('Ready to accept connections')) {
      child.stdout.resume() // what it says later is nobody's business, and may not fill the pipe
      return child
    }
  throw new Error(`redis-server ended with ${child.exitCode}`)
}
