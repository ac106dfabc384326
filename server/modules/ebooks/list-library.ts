import { hydrateEditions } from '#catalog'
import type { EbooksDeps } from './model.ts'
import { listHoldsOf } from './hold-queries.ts'
import { toLoanViews } from './list-loans.ts'
import { listLoansOf } from './loan-queries.ts'
import { listOwnedBy } from './owned-queries.ts'
import { listLending } from './queries.ts'
import { toHoldView, toTitle } from './to-views.ts'
import type { LibraryView } from './to-views.ts'

const shownMax = 200 // of each kind on one shelf; the newest
const endedShownMs = 90 * 24 * 60 * 60_000 // what ended earlier is of interest to nobody

/** What somebody owns, has on loan or had lately, and waits for. */
export async function listLibrary(
  { db, clock }: Pick<EbooksDeps, 'db' | 'clock'>,
  accountId: string,
): Promise<LibraryView> {
  const now = clock.now()
  const endedAfter = new Date(now.getTime() - endedShownMs)
  const [owned, loans, holds] = await Promise.all([
    listOwnedBy(db, accountId, shownMax),
    listLoansOf(db, { accountId, endedAfter, limit: shownMax }),
    listHoldsOf(db, accountId),
  ])
  const isbns = [...new Set([...owned, ...holds].map(({ isbn13 }) => isbn13))]
  const [cards, lending, loanViews] = await Promise.all([
    hydrateEditions({ db }, isbns),
    listLending(db, isbns, now),
    toLoanViews(db, loans, now),
  ])
  return {
    owned: owned.map(({ id, isbn13, at }) => ({ id, ...toTitle(isbn13, cards.get(isbn13)), since: at.toISOString() })),
    loans: loanViews,
    holds: holds.map((hold) => {
      const { isbn13 } = hold
      return toHoldView(hold, { card: cards.get(isbn13), lending: lending.get(isbn13), now })
    }),
  }
}
