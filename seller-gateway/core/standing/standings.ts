// Sellers' standings while the gateway runs: what is seen of their orders and calls goes in, what quotes and integrators are told comes out.
// Promises: nothing that trades waits for a store. What is noted is written in batches a moment later; what is read for a quote is in memory.
// A store that is away costs nothing but time; gateways that share one add up.
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { createBatches } from './batches.ts'
import { callHours, failureBasisPoints, hourOf, isFailedCall, orderDays } from './judge-conduct.ts'
import type { Conduct } from './judge-conduct.ts'
import { countPromises, keptShare, weekOf, weeksKept } from './kept-share.ts'
import type { KeptShare, PromiseCounts, WeekCount } from './kept-share.ts'
import type { Noted } from './promise.ts'
import type { StandingStore } from './store.ts'

/** Everything that a seller is told of its standing. */
export interface SellerStanding extends KeptShare, PromiseCounts {
  /** Failed calls among the last thousand. */
  failureBasisPoints: number
}

export interface Standings {
  /** Something was seen of an order. */
  note(noted: Omit<Noted, 'atMs'>): void
  /** A call to a seller has ended, with `error` or (null) with an answer. */
  countCall(sellerId: string, error: unknown): void
  /** What quotes and ranking are told, as of the last batch. */
  shareOf(sellerId: string): KeptShare
  /** What the seller itself is told. Rejects when the store is away. */
  standingOf(sellerId: string): Promise<SellerStanding>
  /** What the seller did since, as far back as is judged. Rejects when the store is away. */
  conductOf(sellerId: string, since: Date): Promise<Conduct>
  /** Resolves when everything noted so far was offered to the store. */
  flush(): Promise<void>
  /** Writes what is left, and ends. */
  close(): Promise<void>
}

// What other gateways wrote is read this often; a score moves by less than a point a minute.
const readEveryMs = 60_000
// A seller may still cancel an order this long after it was placed, and be found out.
const promiseDays = 180
const hoursKept = 30 * 24
const pruneEveryMs = 3_600_000
const dayMs = 24 * 3_600_000

interface StandingsDeps {
  store: StandingStore
  clock: Clock
  log: Logger
}

/** Standings over `store`. Reads it at once, in the background: until then every seller is a usual one. */
export function createStandings({ store, clock, log }: StandingsDeps): Standings {
  let weeks = new Map<string, readonly WeekCount[]>()
  const shares = new Map<string, KeptShare>() // made from `weeks` when first asked for
  let work = Promise.resolve() // one thing at a time, so that nothing older is read over something newer

  const inTurn = (run: () => Promise<void>): Promise<void> =>
    (work = work.then(run).catch((error: unknown) => log.warn({ err: error }, 'standings: the store is away')))

  async function read(sellerIds: readonly string[] | null): Promise<void> {
    const found = await store.listWeeks(sellerIds, weekOf(clock.now()) - weeksKept)
    if (sellerIds === null) weeks = found
    else for (const id of sellerIds) weeks.set(id, found.get(id) ?? [])
    shares.clear()
  }

  const flush = () => inTurn(() => batches.write())
  const batches = createBatches({ store, clock, log, onDue: () => void flush(), onWritten: read })
  const stopReading = every(clock, readEveryMs, () => void inTurn(() => read(null)))
  const stopPruning = every(clock, pruneEveryMs, () => void inTurn(() => prune(store, clock.now())))
  void inTurn(() => read(null))

  return {
    note: (one) => batches.note({ ...one, atMs: clock.now() }),
    countCall(sellerId, error) {
      const isFailed = isFailedCall(error)
      if (isFailed === null) return
      batches.countCalls({ sellerId, hour: hourOf(clock.now()), calls: 1, failures: Number(isFailed) })
    },
    shareOf(sellerId) {
      const known = shares.get(sellerId)
      if (known) return known
      const share = keptShare(weeks.get(sellerId) ?? [], clock.now())
      shares.set(sellerId, share)
      return share
    },
    standingOf: (sellerId) => readStanding(store, sellerId, clock.now()),
    conductOf: (sellerId, since) => readConduct(store, sellerId, { sinceMs: since.getTime(), now: clock.now() }),
    flush,
    async close() {
      stopReading()
      stopPruning()
      await flush()
      batches.close()
    },
  }
}

async function readStanding(store: StandingStore, sellerId: string, now: number): Promise<SellerStanding> {
  const [found, hours] = await Promise.all([
    store.listWeeks([sellerId], weekOf(now) - weeksKept),
    store.listHours(sellerId, hourOf(now) - hoursKept),
  ])
  const counts = found.get(sellerId) ?? []
  return { ...keptShare(counts, now), ...countPromises(counts), failureBasisPoints: failureBasisPoints(hours) }
}

async function readConduct(
  store: StandingStore,
  sellerId: string,
  { sinceMs, now }: { sinceMs: number; now: number },
): Promise<Conduct> {
  const [orders, hours] = await Promise.all([
    store.countOutcomes(sellerId, Math.max(sinceMs, now - orderDays * dayMs)),
    // The hour in which it went live is not judged: part of it was before.
    store.listHours(sellerId, Math.max(hourOf(sinceMs) + 1, hourOf(now) - callHours)),
  ])
  return { orders, hours }
}

function prune(store: StandingStore, now: number): Promise<void> {
  return store.prune({ placedMs: now - promiseDays * dayMs, hour: hourOf(now) - hoursKept })
}

/** Calls `run` again and again; the returned function ends that. */
function every(clock: Clock, ms: number, run: () => void): () => void {
  let cancel = clock.after(ms, again)
  function again(): void {
    run()
    cancel = clock.after(ms, again)
  }
  return () => cancel()
}
