import { listMandates, listUses } from '#mandates'
import type { WatchView, WatchesDeps } from './model.ts'
import { refuse } from './model.ts'
import { listEditionsOf, listWatchesOf } from './queries.ts'
import { toWatchView } from './to-watch-view.ts'

const shownMax = 300 // every active one, and the newest of those that have ended

/** The account's watches, newest first. */
export async function listWatches(deps: Pick<WatchesDeps, 'db' | 'clock'>, accountId: string): Promise<WatchView[]> {
  return await load(deps, accountId, null)
}

/** Refuses `watches.not_found` for somebody else's. */
export async function getWatch(
  deps: Pick<WatchesDeps, 'db' | 'clock'>,
  watchId: string,
  accountId: string,
): Promise<WatchView> {
  const [view] = await load(deps, accountId, watchId)
  if (!view) throw refuse('not_found')
  return view
}

async function load(
  { db, clock }: Pick<WatchesDeps, 'db' | 'clock'>,
  accountId: string,
  watchId: string | null,
): Promise<WatchView[]> {
  const watches = await listWatchesOf(db, accountId, { watchId, limit: shownMax })
  const ids = watches.map(({ id }) => id)
  if (ids.length === 0) return []
  const buying = watches.flatMap(({ id, mayBuy }) => (mayBuy ? [id] : []))
  const [editions, mandates, uses] = await Promise.all([
    listEditionsOf(db, ids),
    listMandates(db, buying),
    listUses(db, buying),
  ])
  const editionsOf = Map.groupBy(editions, (edition) => edition.watchId)
  const usesOf = Map.groupBy(uses, (use) => use.mandateId)
  const now = clock.now()
  return watches.map((watch) => {
    const { id } = watch
    const mandate = mandates.get(id)
    return toWatchView(
      { watch, editions: editionsOf.get(id) ?? [], ...(mandate && { mandate }), uses: usesOf.get(id) ?? [] },
      now,
    )
  })
}
