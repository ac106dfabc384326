// One of Quire's processes, kept alive: however it ends, it is started again at once, as a service manager would.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { startChild } from '../../scripts/start/child.ts'
import type { Program, Running } from '../../scripts/start/child.ts'
import { signal } from '../../scripts/processes.ts'
import { skewFileVariable } from './skewed-clock.ts'

export interface KeptProcess {
  readonly name: string
  /** kill -9, in the middle of whatever it does. False while it is not up, when there is nothing to kill. */
  kill(): boolean
  /** Asks it to end (SIGTERM), as a roll-out does; it is started again once it has. False while it is not up. */
  restart(): boolean
  /** Stops it in the middle of whatever it does (SIGSTOP), as a machine that swaps or a paused container would. Null while it is not up. */
  freeze(): { thaw(): void } | null
  /** Sets its clock `ms` ahead of the right time, or behind it, for as long as it is kept. */
  setClock(ms: number): void
  /** Asks it to stop, and leaves it stopped. */
  stop(): Promise<void>
}

const againMs = 200 // after a start that failed; a port of the killed one may still be closing

const skewedClock = join(import.meta.dirname, 'skewed-clock.ts')

/** Starts it and waits until it is ready. Throws when it cannot be started the first time. `skewFile` will hold how far its clock is off. */
export async function keepProcess(described: Program, skewFile: string): Promise<KeptProcess> {
  const program = withOwnClock(described, skewFile)
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
    setClock(ms) {
      writeFileSync(skewFile, String(ms))
      if (running !== null) signal(running.pid, 'SIGUSR2') // one that is being started reads the file by itself
    },
    async stop() {
      isStopping = true
      await running?.stop()
      await kept
    },
  }
}

function withOwnClock(program: Program, skewFile: string): Program {
  writeFileSync(skewFile, '0')
  const env = {
    ...program.env,
    NODE_OPTIONS: `--import ${pathToFileURL(skewedClock).href}`,
    [skewFileVariable]: skewFile,
  }
  return { ...program, env }
}
