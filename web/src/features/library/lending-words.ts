// How an ebook's lending stands, in words. Pure.
import type { EbookOffer } from '../../api/shapes.ts'
import { libraryTexts } from '../../texts/library.ts'
import { formatDate } from '../../ui/format.ts'

const t = libraryTexts.offer

/** What somebody owns stands before everything: there is nothing left to compare. */
export const placeOfOwned = -1

/** How many copies are out, and who waits; or what the reader has of it. */
export function sayLending({ lending, mine }: Pick<EbookOffer, 'lending' | 'mine'>): string {
  if (mine?.loan) return mine.loan.state === 'READY' ? t.kept : t.onLoan(formatDate(mine.loan.until))
  if (mine?.hold) return t.place(mine.hold.place)
  if (!lending || lending.isSuspended) return t.suspended
  const { licences, free, waiting } = lending
  return free > 0 ? t.left(free, licences) : t.out(licences, waiting)
}

/** When it can be read, and for how long. */
export function sayDelivery({ lending, mine }: Pick<EbookOffer, 'lending' | 'mine'>): string {
  if (mine?.loan) return t.atOnce
  if (!lending || lending.isSuspended) return t.notNow
  if (lending.free > 0 && !mine?.hold) return t.forDays(lending.loanDays)
  const expected = mine?.hold ? mine.hold.expectedAt : lending.expectedAt
  return expected ? t.expected(formatDate(expected)) : t.whenFree
}
