// A process that kills itself with SIGKILL at one named point of the saga (server/platform/crash-points.ts), once.
import { startChild } from '../../scripts/start/child.ts'
import type { Program } from '../../scripts/start/child.ts'

export interface ArmedProcess {
  readonly point: string
  /** Resolves true once it has died at its point; false when it was stopped without having got there. */
  readonly hasDied: Promise<boolean>
  stop(): Promise<void>
}

const startsMax = 3 // on a crowded machine PostgreSQL may take too long to let a process in

/** Starts `program` with `point` armed. A worker may reach its point before it has said that it is ready: that counts too. */
export async function startArmed(program: Program, point: string): Promise<ArmedProcess> {
  const armed = { ...program, env: { ...program.env, QUIRE_CRASH_AT: point } }
  for (let starts = 1; ; starts++) {
    try {
      const running = await startChild(armed)
      return { point, hasDied: running.ended.then(wasKilled), stop: () => running.stop() }
    } catch (error) {
      if (!(error instanceof Error)) throw error
      if (wasKilled(error.message.split('\n')[0] ?? ''))
        return { point, hasDied: Promise.resolve(true), stop: () => Promise.resolve() }
      if (starts === startsMax) throw error
    }
  }
}

function wasKilled(how: string): boolean {
  return how.includes('ended by SIGKILL')
}
