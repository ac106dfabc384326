// The bank's word on a mandate: its watch goes on, at once, or ends.
import { listMandates } from '#mandates'
import { ensureQuestion } from '#prices'
import { inTransaction } from '#platform/db'
import { lookAtPrice } from './jobs.ts'
import { tellConsent } from './keep-news.ts'
import type { WatchesDeps } from './model.ts'
import { endWatch, listEditionsOf, lockAnyWatch } from './queries.ts'

/** Called when a mandate is settled; any number of times. A watch that was revoked meanwhile stays so, and nobody is told. */
export async function noteConsent(deps: WatchesDeps, watchId: string): Promise<void> {
  const { db, clock, jobs } = deps
  await inTransaction(db, async (tx) => {
    const watch = await lockAnyWatch(tx, watchId)
    const mandate = (await listMandates(tx, [watchId])).get(watchId)
    if (!mandate || watch.endedAt !== null) return
    const at = clock.now()
    await tellConsent(deps, tx, watch, { mandate, at })
    if (mandate.state !== 'ACTIVE') return await endWatch(tx, watchId, 'UNCONFIRMED', at)
    const { country, currency } = watch
    const isbns = (await listEditionsOf(tx, [watchId])).map(({ isbn13 }) => isbn13)
    for (const isbn13 of isbns.toSorted()) {
      await ensureQuestion(tx, { isbn13, country, currency }, at) // a price that was right all the time is not missed
      await jobs.send(tx, lookAtPrice, { isbn13, country, currency })
    }
  })
}
