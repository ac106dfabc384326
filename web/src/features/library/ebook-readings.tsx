import { useQueries } from '@tanstack/react-query'
import type { Book, OffersInput } from '../../api/shapes.ts'
import { EbookAccessibility } from './ebook-accessibility.tsx'
import { ebookQueries } from './ebook-rows.tsx'

/** Who can read the ebooks of a book how; nothing where it has none. */
export function EbookReadings({ book, place }: { book: Book; place: Pick<OffersInput, 'destination' | 'currency'> }) {
  const offers = useQueries({ queries: ebookQueries(book, place) })
  return offers.map(({ data }) => data?.reading && <EbookAccessibility key={data.isbn13} reading={data.reading} />)
}
