// The sweep: what lost jobs left behind is sent again, what has expired is ended, what is too old is forgotten.
import { listUses } from '#mandates'
import { deleteOldPoints, listLostLooks } from '#prices'
import { inTransaction } from '#platform/db'
import { lookAtPrice, priceMatched } from './jobs.ts'
import { tellExpired } from './keep-news.ts'
import type { WatchesDeps } from './model.ts'
import { endExpired, listFirings } from './queries.ts'

const pageSize = 500 // of each kind, each minute
const lateMs = 60_000 // younger ones have their own job yet
const firingMaxMs = 3_600_000 // an older match is not bought: the next look says what the price is now
const historyMs = 400 * 86_400_000 // a year, and a month for who compares the same day of two years

export async function ensureLooks(deps: WatchesDeps): Promise<void> {
  const { db, jobs, clock, log } = deps
  const at = clock.now()
  const before = (ms: number) => new Date(at.getTime() - ms)
  await inTransaction(db, async (tx) => {
    const lost = await listLostLooks(tx, { before: before(lateMs), limit: pageSize })
    for (const question of lost) await jobs.send(tx, lookAtPrice, question)
    const fired = await listFirings(tx, { from: before(firingMaxMs), to: before(lateMs), limit: pageSize })
    const uses = await listUses(
      tx,
      fired.map(({ watchId }) => watchId),
    )
    const hasPurchase = ({ watchId, firing }: (typeof fired)[number]) =>
      uses.some((use) => use.mandateId === watchId && use.firing === firing)
    const firings = fired.filter((firing) => !hasPurchase(firing))
    for (const firing of firings) await jobs.send(tx, priceMatched, firing)
    if (lost.length + firings.length > 0)
      log.warn({ looks: lost.length, firings: firings.length }, 'jobs of watches were lost and are sent again')
  })
  await inTransaction(db, async (tx) => {
    for (const watch of await endExpired(tx, at, pageSize)) await tellExpired(deps, tx, watch, at)
    await deleteOldPoints(tx, before(historyMs))
  })
}
