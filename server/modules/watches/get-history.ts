import { listPaid, listPoints } from '#prices'
import type { HistoryView, WatchesDeps } from './model.ts'
import { refuse } from './model.ts'
import { listEditionsOf, listWatchesOf } from './queries.ts'
import { toHistoryView } from './to-history-view.ts'

const shownMs = 365 * 86_400_000
const pointsMax = 20_000 // of all editions and conditions; the newest, when there are more
const paidMax = 500 // as many as the chart has steps

/** What a watch's book cost and what was paid for it, within a year. Refuses `watches.not_found` for somebody else's. */
export async function getHistory(
  { db, clock }: Pick<WatchesDeps, 'db' | 'clock'>,
  watchId: string,
  accountId: string,
): Promise<HistoryView> {
  const [watch] = await listWatchesOf(db, accountId, { watchId, limit: 1 })
  if (!watch) throw refuse('not_found')
  const editions = await listEditionsOf(db, [watchId])
  const since = new Date(clock.now().getTime() - shownMs)
  const asked = { ...watch, isbns: editions.map(({ isbn13 }) => isbn13), since, limit: pointsMax }
  const [points, paid] = await Promise.all([listPoints(db, asked), listPaid(db, { ...asked, limit: paidMax })])
  return toHistoryView(watch, points, paid)
}
