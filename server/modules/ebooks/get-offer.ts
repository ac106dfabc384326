import type { Db } from '#platform/db'
import { toMoneyView } from '#platform/money'
import { decideWait } from './decide-wait.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, LendingState } from './model.ts'
import { listHoldsOf } from './hold-queries.ts'
import { findLiveLoan } from './loan-queries.ts'
import { findOwned } from './owned-queries.ts'
import { findPublication, listLending, listPrices } from './queries.ts'
import { toLendingView, toReadingView } from './to-views.ts'
import type { EbookOfferView } from './to-views.ts'

interface Asked {
  readonly isbn13: string
  readonly currency: string
  /** Null: nobody is signed in. */
  readonly accountId: string | null
}

/** What it takes to own or to borrow an ebook, now. Refuses `ebooks.ebook_not_found`. */
export async function getOffer(
  { db, clock, drm }: Pick<EbooksDeps, 'db' | 'clock' | 'drm'>,
  asked: Asked,
): Promise<EbookOfferView> {
  const { isbn13, currency, accountId } = asked
  const publicationId = await findPublication(db, isbn13)
  if (publicationId === null) throw refuse('ebook_not_found', { isbn13 })
  const now = clock.now()
  const price = (await listPrices(db, [isbn13])).get(isbn13)?.find((each) => each.currency === currency)
  const lending = (await listLending(db, [isbn13], now)).get(isbn13)
  return {
    isbn13,
    price: price ? toMoneyView(price) : null,
    lending: lending ? toLendingView(lending, now) : null,
    reading: toReadingView((await drm.listPublications([publicationId])).get(publicationId)?.description ?? null),
    mine: accountId === null ? null : await findMine(db, { accountId, isbn13, lending, now }),
  }
}

async function findMine(
  db: Db,
  whose: { accountId: string; isbn13: string; lending: LendingState | undefined; now: Date },
): Promise<EbookOfferView['mine']> {
  const { accountId, isbn13, lending, now } = whose
  const owned = await findOwned(db, { accountId, isbn13 })
  const loan = await findLiveLoan(db, { accountId, isbn13 })
  const [hold] = await listHoldsOf(db, accountId, isbn13)
  const expectedAt = hold && lending ? decideWait(lending, hold.ahead + 1, now) : null
  return {
    isOwned: owned !== null,
    loan: loan && {
      id: loan.id,
      state: loan.state === 'READY' ? 'READY' : 'ACTIVE',
      until: (loan.dueAt ?? loan.pickUpBy).toISOString(),
    },
    hold: hold ? { id: hold.id, place: hold.ahead + 1, expectedAt: expectedAt?.toISOString() ?? null } : null,
  }
}
