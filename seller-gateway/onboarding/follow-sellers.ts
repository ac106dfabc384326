// Keeps the registry and the cached look-ups as the store says, while the gateway runs. Owns: what is asked live, what is only settled, and that
// one broken entry, or a database that is away, changes nothing for anybody else. It polls (docs/decisions/0010 says why not LISTEN).
import type { Logger } from 'pino'
import type { Clock } from '../core/clock.ts'
import type { Lookups } from '../core/lookups.ts'
import type { Registry } from '../core/registry.ts'
import { isDatabaseAway } from '../store/database.ts'
import type { Db } from '../store/database.ts'
import { listOffers, listPushedBooks } from '../store/offers.ts'
import { openSecrets } from '../store/secrets.ts'
import { findSeller, listRegistered } from '../store/sellers.ts'
import { withPushedOffers } from './push-quotes.ts'
import type { Seals } from './seal.ts'
import { toEntry } from './to-entry.ts'

export interface FollowDeps {
  db: Db
  seals: Seals
  registry: Registry
  lookups: Lookups
  clock: Clock
  log: Logger
  allowLoopback: boolean
}

export interface Following {
  /** Brings the registry up to date; one that is asked for during another follows it. Never rejects. */
  refresh(): Promise<void>
  close(): Promise<void>
}

/** A change made by another process is seen after this long at most. */
const pollMs = 2_000
// What was pushed is looked at for this long, so that a push that commits late is not missed. Longer than a batch may take.
const pushedWithinMs = 12_000
// Of more books at once, the rest is seen when its cached prices end, half a minute later.
const pushedBooksMax = 5_000
// As many copies of one book as the look-ups keep.
const offersShownMax = 200

/** Begins to follow; the first look is under way when it returns. */
export function followSellers(deps: FollowDeps): Following {
  const { clock, log } = deps
  const known = new Map<string, number>()
  let forgotten = new Set<string>()
  let isAway = false
  let isClosed = false
  let running: Promise<void> | null = null
  let isAskedAgain = false
  let cancelTimer = () => {}

  async function look(): Promise<void> {
    try {
      await bringUpToDate(deps, known)
      forgotten = await forgetPushed(deps, forgotten)
      if (isAway) log.info('the database is back: registered sellers are followed again')
      isAway = false
    } catch (error) {
      if (!isAway) log.warn({ err: error }, 'registered sellers cannot be read; those known stay as they are')
      isAway = true
    }
  }

  async function run(): Promise<void> {
    cancelTimer()
    do {
      isAskedAgain = false
      await look()
    } while (isAskedAgain && !isClosed)
    running = null
    if (!isClosed) cancelTimer = clock.after(pollMs, () => void refresh())
  }

  function refresh(): Promise<void> {
    if (running) isAskedAgain = true
    else if (!isClosed) running = run()
    return running ?? Promise.resolve()
  }

  void refresh()
  return {
    refresh,
    async close() {
      isClosed = true
      cancelTimer()
      await running
    },
  }
}

async function bringUpToDate(deps: FollowDeps, known: Map<string, number>): Promise<void> {
  const current = await listRegistered(deps.db)
  for (const { id, version } of current) {
    if (known.get(id) === version) continue
    await takeIn(deps, id)
    known.set(id, version)
  }
  for (const id of [...known.keys()].filter((one) => !current.some((seller) => seller.id === one))) {
    deps.registry.remove(id)
    known.delete(id)
  }
}

/** Forgets what is cached of books that were pushed lately, once a push. Returns those that it has dealt with. */
async function forgetPushed({ db, lookups }: FollowDeps, done: ReadonlySet<string>): Promise<Set<string>> {
  const books = await listPushedBooks(db, { withinMs: pushedWithinMs, max: pushedBooksMax })
  const seen = new Set<string>()
  for (const { sellerId, isbn13, receivedAt } of books) {
    const push = `${sellerId} ${isbn13} ${receivedAt.getTime()}`
    if (!done.has(push)) lookups.forget(sellerId, isbn13)
    seen.add(push)
  }
  return seen
}

/** Takes one seller in. A broken one is left out until it changes. Rejects only when the database cannot be asked. */
async function takeIn(deps: FollowDeps, id: string): Promise<void> {
  const { db, seals, registry, clock, log, allowLoopback } = deps
  try {
    const seller = await findSeller(db, id)
    if (!seller) return
    const entry = toEntry(seller, await openSecrets(db, seals, id), allowLoopback)
    const readOffers = (isbn13: string, since: Date) => listOffers(db, id, { isbn13, since, max: offersShownMax })
    registry.put(entry, {
      isClosed: seller.state !== 'LIVE',
      wrap: (adapter) => withPushedOffers(adapter, seller.profile, { readOffers, now: clock.now }),
    })
  } catch (error) {
    if (isDatabaseAway(error)) throw error
    log.error({ err: error, seller: id }, 'a registered seller cannot be taken in; it is left out')
    registry.remove(id)
  }
}
