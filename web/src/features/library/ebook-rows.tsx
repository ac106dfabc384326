// The ebook of a book among the ways to get it: to own, and to borrow. Each is a row; who has it already sees that instead.
import { useQueries } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Book, EbookOffer, NewCartLine, OffersInput } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { libraryTexts } from '../../texts/library.ts'
import { formatMoney } from '../../ui/format.ts'
import { OfferRow } from '../../ui/offer-row.tsx'
import { Price } from '../../ui/price.tsx'
import { LoanAction, ReadLink } from './loan-action.tsx'
import { placeOfOwned, sayDelivery, sayLending } from './lending-words.ts'

const t = libraryTexts.offer
const shownMax = 3 // ebooks of one work; more are editions of the same words

/** A row, and where it stands: by its price in the asked currency, null where that cannot be compared. */
export interface EbookRow {
  id: string
  minor: number | null
  node: ReactNode
}

type Place = Pick<OffersInput, 'destination' | 'currency'>

/** What is asked about the ebooks of a book; the page asks before it is there, so that nothing moves later. */
export function ebookQueries(book: Book, { destination, currency }: Place) {
  const editions = [book, ...book.editions].filter(({ format }) => format === 'ebook')
  const isbns = [...new Set(editions.map(({ isbn13 }) => isbn13))].slice(0, shownMax)
  return isbns.map((isbn13) =>
    trpc.ebooks.offer.queryOptions(
      { isbn13, currency, destination },
      { retry: false, placeholderData: (before) => before }, // while another place is asked about, the rows stay
    ),
  )
}

/** `addToCart` is the button that puts the ebook into the cart. */
export function useEbookRows(
  book: Book,
  place: Place,
  addToCart: (line: NewCartLine, what: string) => ReactNode,
): EbookRow[] {
  const offers = useQueries({ queries: ebookQueries(book, place) })
  return offers.flatMap(({ data }) => (data ? rowsOf(data, place.currency, addToCart) : []))
}

function rowsOf(
  offer: EbookOffer,
  currency: string,
  addToCart: (line: NewCartLine, what: string) => ReactNode,
): EbookRow[] {
  const { isbn13, price, landed, lending, mine } = offer
  if (mine?.isOwned)
    return [{ id: `ebook:${isbn13}`, minor: placeOfOwned, node: <OwnedRow key={isbn13} offer={offer} /> }]
  const rows: EbookRow[] = []
  if (price) {
    const total = landed?.total ?? price
    const minor = total.currency === currency ? total.minor : null
    const add = mine?.isBeingBought ? t.beingBought : addToCart({ kind: 'ebook', isbn13, price }, t.kind)
    rows.push({
      id: `ebook:${isbn13}`,
      minor,
      node: (
        <OfferRow
          key={`ebook:${isbn13}`}
          id={`ebook:${isbn13}`}
          name={t.name}
          kind={t.kind}
          delivery={t.atOnce}
          facts={t.protection[offer.scheme]}
          price={<Price money={total} size="medium" />}
          note={noteOf(landed)}
        >
          {add}
        </OfferRow>
      ),
    })
  }
  if (lending || mine?.loan || mine?.hold)
    rows.push({
      id: `loan:${isbn13}`,
      minor: placeOfLoan(offer),
      node: <LoanRow key={`loan:${isbn13}`} offer={offer} />,
    })
  return rows
}

/** What costs nothing stands first; what has to be waited for, after what can be had now. */
function placeOfLoan({ lending, mine }: EbookOffer): number | null {
  return mine?.loan || (lending && lending.free > 0 && !lending.isSuspended) ? 0 : null
}

function noteOf(landed: EbookOffer['landed']): string {
  if (!landed) return ''
  if (landed.isEstimate) return t.taxLater
  return landed.tax.minor === 0 ? t.noDelivery : t.inclTax(formatMoney(landed.tax))
}

function OwnedRow({ offer: { isbn13, scheme } }: { offer: EbookOffer }) {
  return (
    <OfferRow
      id={`ebook:${isbn13}`}
      name={t.owned}
      kind={t.kind}
      delivery={t.atOnce}
      facts={t.protection[scheme]}
      price={<span className="font-medium">{t.yours}</span>}
      note=""
    >
      <ReadLink isbn13={isbn13} />
    </OfferRow>
  )
}

function LoanRow({ offer }: { offer: EbookOffer }) {
  return (
    <OfferRow
      id={`loan:${offer.isbn13}`}
      name={t.borrowName}
      kind={t.loanKind}
      delivery={sayDelivery(offer)}
      facts={sayLending(offer)}
      price={<span className="text-lg font-semibold">{t.free}</span>}
      note={t.endsByItself}
    >
      <LoanAction offer={offer} />
    </OfferRow>
  )
}
