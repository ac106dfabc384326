import type { Db } from '#platform/db'
import { toMoneyView } from '#platform/money'
import type { Money } from '#platform/money'
import { readRates, toTotals } from '#rates'
import type { Destination } from '#sellers'
import { decideWait } from './decide-wait.ts'
import { refuse } from './model.ts'
import type { EbooksDeps, LendingState } from './model.ts'
import { listHoldsOf } from './hold-queries.ts'
import { findLiveLoan } from './loan-queries.ts'
import { listStanding } from './owned-queries.ts'
import { findPublication, listLending, listPrices } from './queries.ts'
import { toLendingView, toReadingView } from './to-views.ts'
import type { EbookOfferView } from './to-views.ts'

interface Asked {
  readonly isbn13: string
  readonly currency: string
  /** Whose tax it is; without it there is no total. */
  readonly destination?: Destination | undefined
  /** Null: nobody is signed in. */
  readonly accountId: string | null
}

/** What it takes to own or to borrow an ebook, now. Refuses `ebooks.ebook_not_found`. */
export async function getOffer(
  { db, clock, drm }: Pick<EbooksDeps, 'db' | 'clock' | 'drm'>,
  { isbn13, currency, destination, accountId }: Asked,
): Promise<EbookOfferView> {
  const publicationId = await findPublication(db, isbn13)
  if (publicationId === null) throw refuse('ebook_not_found', { isbn13 })
  const now = clock.now()
  const prices = (await listPrices(db, [isbn13])).get(isbn13) ?? []
  const price = prices.find((each) => each.currency === currency) ?? prices[0]
  const lending = (await listLending(db, [isbn13], now)).get(isbn13)
  return {
    isbn13,
    scheme: (await drm.getPublication(publicationId)).scheme,
    price: price ? toMoneyView(price) : null,
    landed: price && destination ? await toLanded(db, price, destination) : null,
    lending: lending ? toLendingView(lending, now) : null,
    reading: toReadingView((await drm.listPublications([publicationId])).get(publicationId)?.description ?? null),
    mine: accountId === null ? null : await findMine(db, { accountId, isbn13, lending, now }),
  }
}

/** What it costs in all where its tax is of. */
async function toLanded(db: Db, price: Money, destination: Destination): Promise<EbookOfferView['landed']> {
  const totals = toTotals([{ id: 'ebook', quantity: 1, price, isDigital: true }], destination, await readRates(db))
  if (totals.kind === 'refused') return null
  return { tax: toMoneyView(totals.tax), total: toMoneyView(totals.total), isEstimate: totals.isEstimate }
}

async function findMine(
  db: Db,
  whose: { accountId: string; isbn13: string; lending: LendingState | undefined; now: Date },
): Promise<EbookOfferView['mine']> {
  const { accountId, isbn13, lending, now } = whose
  const [standing] = await listStanding(db, { accountId, isbns: [isbn13] })
  const loan = await findLiveLoan(db, { accountId, isbn13 })
  const [hold] = await listHoldsOf(db, accountId, isbn13)
  const expectedAt = hold && lending ? decideWait(lending, hold.ahead + 1, now) : null
  return {
    isOwned: standing !== undefined && standing.grantedAt !== null,
    isBeingBought: standing?.grantedAt === null,
    loan: loan && {
      id: loan.id,
      state: loan.state === 'READY' ? 'READY' : 'ACTIVE',
      until: (loan.dueAt ?? loan.pickUpBy).toISOString(),
    },
    hold: hold ? { id: hold.id, place: hold.ahead + 1, expectedAt: expectedAt?.toISOString() ?? null } : null,
  }
}
