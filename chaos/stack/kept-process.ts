// One of Quire's processes, kept alive: however it ends, it is started again at once, as a service manager would.
import { setTimeout as delay } from 'node:timers/promises'
import { startChild } from '../../scripts/start/child.ts'
import type { Program, Running } from '../../scripts/start/child.ts'
import { signal } from '../../scripts/processes.ts'

export interface KeptProcess {
  readonly name: string
  /** kill -9, in the middle of whatever it does. False while it is not up, when there is nothing to kill. */
  kill(): boolean
  /** Asks it to end (SIGTERM), as a roll-out does; it is started again once it has. False while it is not up. */
  restart(): boolean
  /** Stops it in the middle of whatever it does (SIGSTOP), as a machine that swaps or a paused container would. Null while it is not up. */
  freeze(): { thaw(): void } | null
  /** Asks it to stop, and leaves it stopped. */
  stop(): Promise<void>
}

const againMs = 200 // after a start that failed; a port of the killed one may still be closing

/** Starts it and waits until it is ready. Throws when it cannot be started the first time. */
export async function keepProcess(program: Program): Promise<KeptProcess> {
  let running: Running | null = await startChild(program)
  let isStopping = false
  const kept = keep(running)

  async function keep(first: Running): Promise<void> {
    for (let current: Running | null = first; current !== null; current = await next()) {
      await current.ended
      running = null
    }
  }

  async function next(): Promise<Running | null> {
    while (!isStopping) {
      try {
        running = await startChild(program)
        if (isStopping) await running.stop()
        return running
      } catch {
        await delay(againMs) // its log says why; a process that never comes up is found by the purchases that never end
      }
    }
    return null
  }

  return {
    name: program.name,
    kill() {
      if (running === null) return false
      signal(running.pid, 'SIGKILL')
      running = null
      return true
    },
    restart() {
      if (running === null) return false
      signal(running.pid, 'SIGTERM')
      running = null
      return true
    },
    freeze() {
      if (running === null) return null
      const { pid } = running
      signal(pid, 'SIGSTOP')
      return { thaw: () => signal(pid, 'SIGCONT') }
    },
    async stop() {
      isStopping = true
      await running?.stop()
      await kept
    },
  }
}
