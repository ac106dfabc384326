// The work, its editions, the live quote board, and beside it the one control that matters.
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type LoaderFunctionArgs, replace, useLoaderData, useSearchParams } from 'react-router'
import type { OffersInput, Quote } from '../api/shapes.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { BookHeader } from '../features/book/book-header.tsx'
import { Editions } from '../features/book/editions.tsx'
import { AskPanel } from '../features/buy/ask-panel.tsx'
import { floors, useBuyDraft } from '../features/buy/draft.ts'
import { AddToCart } from '../features/cart/add-to-cart.tsx'
import { EbookReadings } from '../features/library/ebook-readings.tsx'
import { ebookQueries, useEbookRows } from '../features/library/ebook-rows.tsx'
import { boardRows } from '../features/offers/board-rows.ts'
import { DestinationBar } from '../features/offers/destination-bar.tsx'
import { QuoteBoard } from '../features/offers/quote-board.tsx'
import { useLiveOffers } from '../features/offers/use-live-offers.ts'
import { type Preferences, readPreferences, usePreferences } from '../local/preferences.ts'
import { useSettled } from '../local/use-settled.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { Page } from '../ui/page.tsx'

const sellersUsually = 3 // places kept on the board until the number of sellers is known

const typingPauseMs = 500

export async function loader({ params, request }: LoaderFunctionArgs): Promise<{ isbn13: string } | Response> {
  const isbn = params.isbn ?? ''
  const [book] = await Promise.all([
    queryClient.ensureQueryData(trpc.catalog.getBook.queryOptions({ isbn13: isbn })),
    queryClient.prefetchQuery(trpc.stock.offers.queryOptions({ isbn13: isbn })), // in the same request, so that nothing moves later
  ])
  const place = toPlace(readPreferences())
  await Promise.all(ebookQueries(book, place).map((query) => queryClient.prefetchQuery(query))) // none, for most books
  if (book.isbn13 === isbn) return { isbn13: isbn }
  // One address per book, whichever form of the number was typed.
  queryClient.setQueryData(trpc.catalog.getBook.queryKey({ isbn13: book.isbn13 }), book)
  return replace(paths.book({ isbn: book.isbn13 }) + new URL(request.url).search)
}

export function Component() {
  const { isbn13 } = useLoaderData<{ isbn13: string }>()
  return <BookPage key={isbn13} isbn13={isbn13} />
}

function BookPage({ isbn13 }: { isbn13: string }) {
  const { data: book } = useSuspenseQuery(trpc.catalog.getBook.queryOptions({ isbn13 }))
  const { data: sellers } = useQuery(trpc.sellers.list.queryOptions(undefined, { staleTime: 600_000 }))
  const [place, setPlace] = usePreferences()
  const [params] = useSearchParams()
  const drafting = useBuyDraft(isbn13, params.get('max'))
  const accepted = floors[drafting.draft.floor]
  // Not at every key of a postal code: each change asks every seller anew.
  const asked = useSettled(useOffersInput(isbn13, place), typingPauseMs)
  const board = useLiveOffers(asked)
  const others = useEbookRows(book, asked, (line, what) => <AddToCart line={line} title={book.title} what={what} />)
  const { data: own } = useQuery(trpc.stock.offers.queryOptions({ isbn13 }))
  const lowest = boardRows(board, accepted).find((row) => row.isEligible)?.shown?.total ?? null

  function actionOf({ condition }: Quote) {
    const copy = own?.offers.find((offer) => offer.condition === condition)
    if (!copy) return null
    const line = { kind: 'copy' as const, isbn13, condition: copy.condition, quantity: 1, price: copy.price }
    return <AddToCart line={line} title={book.title} what={texts.conditions[copy.condition]} />
  }

  return (
    <Page title={book.work.title}>
      {/* On a wide screen the form stands beside all the rest, in sight from the start; on a phone it follows the prices. */}
      <div className="items-start gap-x-12 lg:grid lg:grid-cols-[minmax(0,1fr)_23rem] lg:grid-rows-[auto_auto_1fr]">
        <BookHeader book={book} />
        <div className="mt-10 min-w-0 lg:col-start-1">
          <div className="mb-6 border-y border-line py-3">
            <DestinationBar value={place} onChange={setPlace} />
          </div>
          <QuoteBoard
            board={board}
            accepted={accepted}
            expectedSellers={sellers?.sellers.length ?? sellersUsually}
            others={others}
            actionOf={actionOf}
          />
          <EbookReadings book={book} place={asked} />
        </div>
        <div className="mt-10 lg:col-start-2 lg:row-span-3 lg:row-start-1 lg:mt-8">
          <AskPanel
            isbn13={isbn13}
            title={book.title}
            place={place}
            onPlace={setPlace}
            drafting={drafting}
            lowest={lowest}
            target={params.get('watch')}
          />
        </div>
        <div className="min-w-0 lg:col-start-1">
          <Editions book={book} />
        </div>
      </div>
    </Page>
  )
}

function useOffersInput(isbn13: string, { country, postalCode, currency }: Preferences): OffersInput {
  return useMemo(
    () => ({ isbn13, ...toPlace({ country, postalCode, currency }) }),
    [isbn13, country, postalCode, currency],
  )
}

function toPlace({ country, postalCode, currency }: Preferences): Omit<OffersInput, 'isbn13'> {
  const code = postalCode.trim()
  return { destination: { country, ...(code && { postalCode: code }) }, currency }
}
