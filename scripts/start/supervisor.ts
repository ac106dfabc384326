// Keeps Quire's processes running: starts them, starts one again when it ends, stops them in the reverse order of their start.
// It knows no reason to give up: a process that ends again and again is tried at ever longer intervals, each try with a line that says so.
import type { Running } from './child.ts'

export interface Supervisor {
  /** Starts these side by side and keeps them; rejects when one of them cannot be started the first time. */
  start(services: Record<string, () => Promise<Running>>): Promise<void>
  /** Stops all, last started first. Safe to call twice. */
  stop(): Promise<void>
}

interface Options {
  say(text: string): void
  /** Told the process ids that run, whenever they change. */
  onChange(pids: number[]): void
}

interface Kept {
  name: string
  begin(): Promise<Running>
  running: Running | null
  /** Ends when the service has been stopped for good. */
  kept: Promise<void>
}

const firstPauseMs = 1_000
const longestPauseMs = 30_000 // a machine that lost its disk for an hour is back within half a minute of its return
const settledMs = 60_000 // one that ran this long was healthy: the next pause is the first one again

export function createSupervisor({ say, onChange }: Options): Supervisor {
  const groups: Kept[][] = []
  const stopping = new AbortController()

  async function keep(service: Kept): Promise<void> {
    let pauseMs = firstPauseMs
    while (!stopping.signal.aborted) {
      const began = Date.now()
      const how = await run(service)
      if (stopping.signal.aborted) return
      if (Date.now() - began > settledMs) pauseMs = firstPauseMs
      say(`${service.name} ${how}; starting it again in ${pauseMs / 1000} s`)
      await pause(pauseMs, stopping.signal)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  /** Runs it until it ends; returns how it ended, or why it could not start. */
  async function run(service: Kept): Promise<string> {
    try {
      if (!service.running) {
        service.running = await service.begin()
        say(`${service.name} runs again`)
        changed()
        if (stopping.signal.aborted) await service.running.stop()
      }
      const { ended, tail } = service.running
      const how = await ended
      service.running = null
      changed()
      return stopping.signal.aborted ? how : how.includes('SIG') ? how : `${how} (${reason(tail())})`
    } catch (error) {
      return `could not be started (${error instanceof Error ? error.message : String(error)})`
    }
  }

  function changed(): void {
    onChange(groups.flat().flatMap(({ running }) => running?.pid ?? []))
  }

  return {
    async start(services) {
      stopping.signal.throwIfAborted()
      const group: Kept[] = []
      groups.push(group)
      const begun = Object.entries(services).map(async ([name, begin]) => {
        const service: Kept = { name, begin, running: await begin(), kept: Promise.resolve() }
        group.push(service) // once it runs: stop() need not think of half-started ones, they end with this process
        changed()
        service.kept = keep(service)
      })
      const failed = (await Promise.allSettled(begun)).find(({ status }) => status === 'rejected')
      if (failed) throw (failed as PromiseRejectedResult).reason
    },
    async stop() {
      stopping.abort()
      for (const group of groups.toReversed()) {
        await Promise.all(group.flatMap(({ running }) => (running ? [running.stop()] : [])))
        await Promise.all(group.map(({ kept }) => kept))
      }
    },
  }
}

/** Waits, but not after `signal`. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** The line that says why, as well as a stranger can tell: the last one that speaks of an error, or the last one. */
function reason(tail: string[]): string {
  return tail.findLast((line) => /error|fatal|panic/i.test(line))?.trim() ?? tail.at(-1)?.trim() ?? 'without a word'
}
