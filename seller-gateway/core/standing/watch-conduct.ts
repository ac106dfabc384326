// Suspends registered sellers whose live behaviour breaks the contract. Looks once a minute; the rules are in judge-conduct.ts.
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { judgeConduct } from './judge-conduct.ts'
import type { Standings } from './standings.ts'

/** Who may be suspended, and how; the door to onboarding. */
export interface Suspending {
  /** Registered sellers that are live now, and since when they are answerable: what led to an earlier suspension is made good. */
  listLive(): Promise<readonly { sellerId: string; since: Date }[]>
  /** Suspends; repeating it changes nothing. `reason` says to its integrator what happened and what to mend. */
  suspend(sellerId: string, reason: string): Promise<void>
}

interface WatchDeps {
  standings: Pick<Standings, 'conductOf'>
  suspending: Suspending
  clock: Clock
  log: Logger
}

const lookEveryMs = 60_000

export interface ConductWatch {
  /** Looks now. Never rejects: a seller that could not be judged is judged the next time. */
  look(): Promise<void>
  close(): void
}

export function watchConduct({ standings, suspending, clock, log }: WatchDeps): ConductWatch {
  async function judge(sellerId: string, since: Date): Promise<void> {
    const reason = judgeConduct(await standings.conductOf(sellerId, since))
    if (reason === null) return
    await suspending.suspend(sellerId, reason)
  }

  async function look(): Promise<void> {
    const later = (error: unknown) => log.warn({ err: error }, 'conduct could not be judged')
    const live = await suspending.listLive().catch((error: unknown) => (later(error), []))
    for (const { sellerId, since } of live) await judge(sellerId, since).catch(later)
  }

  let cancel = clock.after(lookEveryMs, again)
  function again(): void {
    cancel = clock.after(lookEveryMs, again)
    void look()
  }
  return { look, close: () => cancel() }
}
