import { z } from 'zod'
import { hydrateAccounts } from '#accounts'
import { hydrateEditions } from '#catalog'
import type { Db } from '#platform/db'
import { refuse } from './model.ts'
import type { EbooksDeps, PooledLoan } from './model.ts'
import { listLoanHistory, listLoans } from './loan-queries.ts'
import { listLending } from './queries.ts'
import { toLoanView, toReader } from './to-views.ts'
import type { LoanView, StaffLoanView } from './to-views.ts'

interface Asked {
  readonly limit: number
  readonly cursor?: string | undefined
  readonly isLive: boolean
  readonly isbn13?: string | undefined
}

/** One page of all loans, the newest first. Refuses `ebooks.cursor_invalid`. */
export async function listAllLoans(
  { db, clock }: Pick<EbooksDeps, 'db' | 'clock'>,
  { limit, cursor, isLive, isbn13 }: Asked,
): Promise<{ loans: StaffLoanView[]; nextCursor?: string }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const found = await listLoans(db, { limit: limit + 1, after, isLive, isbn13: isbn13 ?? null }) // one more tells of a next page
  const page = found.slice(0, limit)
  const readers = page.map(({ accountId }) => accountId)
  const [views, accounts] = await Promise.all([toLoanViews(db, page, clock.now()), hydrateAccounts(db, readers)])
  const last = page.at(-1)
  return {
    loans: views.map((view, i) => {
      const accountId = readers[i] ?? ''
      return { ...view, accountId, reader: toReader(accounts.get(accountId)) }
    }),
    ...(last && found.length > limit ? { nextCursor: toCursor(last) } : {}),
  }
}

/** Loans with their titles and histories, in their order. */
export async function toLoanViews(db: Db, loans: readonly PooledLoan[], now: Date): Promise<LoanView[]> {
  const isbns = [...new Set(loans.map(({ isbn13 }) => isbn13))]
  const ids = loans.map(({ id }) => id)
  const [cards, lending, steps] = await Promise.all([
    hydrateEditions({ db }, isbns),
    listLending(db, isbns, now),
    listLoanHistory(db, ids),
  ])
  const histories = Map.groupBy(steps, ({ loanId }) => loanId)
  return loans.map((loan) => {
    const { id, isbn13 } = loan
    const card = cards.get(isbn13)
    return toLoanView(loan, { card, lending: lending.get(isbn13), history: histories.get(id) ?? [], now })
  })
}

const Place = z.tuple([z.int().min(0), z.uuid()])

/** Where a page ended: the loan itself, so that loans made meanwhile move nothing. */
function toCursor({ keptFrom, id }: PooledLoan): string {
  return Buffer.from(JSON.stringify([keptFrom.getTime(), id])).toString('base64url')
}

function readCursor(cursor: string): { keptFrom: Date; id: string } {
  try {
    const [ms, id] = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
    return { keptFrom: new Date(ms), id }
  } catch {
    throw refuse('cursor_invalid')
  }
}
