// The drivers of one process: things driven from call to call, at most a few dozen at once, and drained before the process ends.
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

const drivenMax = 64 // each holds a connection only while it commits; beyond this the alarm clocks take their turn
const sweepEveryMs = 1_000
const sweepSize = 32

export interface Driver<Turn> {
  /** Drives it in the background, from its first turn where that is known; past the limit it is left to its alarm clock. */
  drive(id: string, turn?: Turn | null): void
  /** Drives it and waits until it rests or has ended. */
  driven(id: string, turn?: Turn | null): Promise<void>
  /** Its alarm went off: waits for whoever drives it in this process, and looks afterwards whether that was enough. */
  woken(id: string): Promise<void>
  /** Finds what every alarm clock lost, each second, until `signal` aborts. */
  sweep(signal: AbortSignal): Promise<void>
  /** Waits for what is being driven. */
  idle(): Promise<void>
}

/** What is driven. */
export interface Driven<Turn> {
  /** How the log calls it: `purchase`. */
  readonly name: string
  /** Drives one until it rests, has ended, or another driver has it. */
  advance(id: string, turn: Turn | null | undefined): Promise<void>
  /** At most `limit` whose alarm has gone off, longest due first. */
  listDue(limit: number): Promise<string[]>
}

export function openDriver<Turn>(
  { clock, log }: { clock: Clock; log: Log },
  { name, advance, listDue }: Driven<Turn>,
): Driver<Turn> {
  const running = new Map<string, Promise<void>>()

  async function run(id: string, turn: Turn | null | undefined): Promise<void> {
    try {
      await advance(id, turn)
    } catch (error) {
      // Its lease runs out and its alarm goes off: another try comes by itself.
      log.error({ err: error, [`${name}Id`]: id }, `a ${name} could not be driven`)
    } finally {
      running.delete(id)
    }
  }

  function driven(id: string, turn?: Turn | null): Promise<void> {
    const already = running.get(id)
    if (already) return already
    const started = run(id, turn)
    running.set(id, started)
    return started
  }

  return {
    driven,
    async woken(id) {
      await running.get(id)
      await driven(id)
    },
    drive(id, turn) {
      if (turn !== null && running.size < drivenMax) void driven(id, turn)
    },
    async sweep(signal) {
      while (!signal.aborted) {
        try {
          const due = running.size < drivenMax ? await listDue(sweepSize) : []
          for (const id of due) if (running.size < drivenMax) void driven(id)
        } catch (error) {
          log.warn({ err: error }, `due ${name}s could not be listed`)
        }
        await clock.sleep(sweepEveryMs, signal).catch(() => {})
      }
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values())
    },
  }
}
