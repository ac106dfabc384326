// Everything that onboarding is while the gateway runs: the store, the sellers that are followed, and the work that nobody asks for.
import type { onboarding } from '@quire/proto'
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.ts'
import type { Lookups } from '../core/lookups.ts'
import type { Registry } from '../core/registry.ts'
import { isDatabaseAway, openDatabase } from '../store/database.ts'
import type { Db } from '../store/database.ts'
import { listStaleReports } from '../store/reports.ts'
import { openSecrets, rewrapSecrets } from '../store/secrets.ts'
import { findSeller, suspend } from '../store/sellers.ts'
import { followSellers } from './follow-sellers.ts'
import type { Following } from './follow-sellers.ts'
import type { ConformanceKit } from './kit.ts'
import { RunUnderWay, runKit } from './run-kit.ts'
import { createSeals } from './seal.ts'
import type { Seals } from './seal.ts'
import { toEntry } from './to-entry.ts'

export interface OnboardingConfig {
  databaseUrl: string
  /** Outer keys of sealed secrets, newest first. */
  secretKeys: readonly string[]
  /** True in a sandbox: endpoints on this machine are let in. */
  allowLoopback: boolean
  /** Sellers that one address may register before it has to wait. */
  registrationsMax: number
}

interface Around {
  registry: Registry
  lookups: Lookups
  clock: Clock
  log: Logger
  kit: ConformanceKit | null
}

export interface Onboarding {
  config: OnboardingConfig
  db: Db
  seals: Seals
  following: Following
  /**
   * Takes a live seller out of trade until it passes the kit again. `what` is a sentence that says what it did; the seller reads it. False when
   * it was not live. Every gateway follows within seconds.
   */
  suspend(sellerId: string, what: string): Promise<boolean>
  close(): Promise<void>
}

// Keys rotate and the kit changes with a release, so there is seldom anything to do.
const sweepMs = 60_000

/** Opens the store and begins to follow it. Does not wait for the database: the gateway trades without it. */
export function openOnboarding(config: OnboardingConfig, around: Around): Onboarding {
  const { databaseUrl, secretKeys, allowLoopback } = config
  const { registry, lookups, clock, log, kit } = around
  const db = openDatabase(databaseUrl)
  const seals = createSeals(secretKeys)
  const following = followSellers({ db, seals, registry, lookups, clock, log, allowLoopback })
  const closing = new AbortController()
  const sweeper = startSweeper({ db, seals, clock, log, kit, allowLoopback, following, signal: closing.signal })
  return {
    config,
    db,
    seals,
    following,
    async suspend(sellerId, what) {
      const isDone = await suspend(db, sellerId, what)
      if (isDone) {
        log.warn({ seller: sellerId, what }, 'a seller is suspended')
        await following.refresh()
      }
      return isDone
    },
    async close() {
      closing.abort()
      await Promise.all([sweeper.close(), following.close()])
      await db.destroy()
    },
  }
}

interface Sweep {
  db: Db
  seals: Seals
  clock: Clock
  log: Logger
  kit: ConformanceKit | null
  allowLoopback: boolean
  following: Following
  signal: AbortSignal
}

/** Sweeps now and every minute; `close` waits for a sweep under way, which `signal` must have ended. */
function startSweeper(sweep: Sweep): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let cancelTimer = () => {}
  function next(): void {
    running = sweepOnce(sweep).then(() => {
      if (!sweep.signal.aborted) cancelTimer = sweep.clock.after(sweepMs, next)
    })
  }
  next()
  return {
    async close() {
      cancelTimer()
      await running
    },
  }
}

async function sweepOnce(sweep: Sweep): Promise<void> {
  const { db, seals, log, kit, signal } = sweep
  try {
    const { moved, broken } = await rewrapSecrets(db, seals)
    if (moved > 0) log.info({ moved }, 'secrets moved to the newest of QUIRE_GATEWAY_SECRET_KEYS')
    if (broken.length > 0) log.error({ sellers: broken }, 'no key of QUIRE_GATEWAY_SECRET_KEYS opens their secrets')
    if (!kit) return
    for (const id of await listStaleReports(db, kit.version)) if (!signal.aborted) await renewReport(sweep, kit, id)
  } catch (error) {
    if (!isDatabaseAway(error) && !signal.aborted) log.error({ err: error }, 'the sweep of registered sellers failed')
  }
}

/** A report of another version of the kit or the contract says little: the kit is run again, and what it finds counts. */
async function renewReport(
  { db, seals, log, allowLoopback, following, signal }: Sweep,
  kit: ConformanceKit,
  id: string,
): Promise<void> {
  const seller = await findSeller(db, id)
  if (!seller) return
  try {
    const entry = toEntry(seller, await openSecrets(db, seals, id), allowLoopback)
    let report: onboarding.ConformanceReport | null = null
    for await (const event of runKit({ db, kit, seller, entry, checks: [], signal }))
      if ('report' in event) report = event.report
    log.info({ seller: id, conforms: report?.conforms, kit: kit.version }, 'the conformance kit has run again')
    await following.refresh()
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    if (!(error instanceof RunUnderWay))
      log.error({ err: error, seller: id }, 'the conformance kit could not be run again')
  }
}
