// An ebook to be read here. It fills the window: nothing of the shop is around it.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { client, trpc } from '../api/trpc.ts'
import { NotOpened, openPublication } from '../features/reader/open-publication.ts'
import { Reader } from '../features/reader/reader.tsx'
import type { Place } from '../features/reader/use-navigator.ts'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { readerTexts } from '../texts/reader.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'

const t = readerTexts
const keepAfterMs = 1_500 // whoever leafs through has not arrived yet

export function Component() {
  const { isbn = '' } = useParams()
  const book = useQuery({
    queryKey: ['publication', isbn],
    queryFn: ({ signal }) => openPublication(isbn, signal),
    staleTime: Infinity,
    gcTime: 0, // it holds a whole book's fetcher
    retry: false,
  })
  const kept = useQuery(
    trpc.ebooks.place.queryOptions({ isbn13: isbn }, { staleTime: Infinity, gcTime: 0, retry: false }),
  )
  const onPlace = useKeptPlace(isbn)
  const [isFaulty, setFaulty] = useState(false)
  const title = book.data?.title
  useEffect(() => {
    if (title) document.title = `${t.pageTitle(title)} · ${texts.appName}`
  }, [title])
  const error = book.error ?? kept.error
  if (error) return <NotReadable error={error} />
  if (!book.data || kept.isPending)
    return (
      <p role="status" className="flex min-h-dvh items-center justify-center font-serif text-xl text-soft">
        {t.opening}
      </p>
    )
  if (isFaulty) return <NotReadable error={new NotOpened('')} />
  return <Reader book={book.data} from={kept.data?.locator ?? null} onPlace={onPlace} onFault={() => setFaulty(true)} />
}

/** Keeps the place where the reader rests, for their next visit on any device. What could not be kept is kept with the next page. */
function useKeptPlace(isbn13: string): (place: Place) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useMemo(
    () => (place) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => {
        const { locator, progress } = place
        void client.ebooks.keepPlace.mutate({ isbn13, locator: JSON.stringify(locator), progress }).catch(() => {})
      }, keepAfterMs)
    },
    [isbn13],
  )
}

function NotReadable({ error }: { error: unknown }) {
  const reason = (error instanceof NotOpened && error.message) || toTrouble(error).sentence
  return (
    <main className="flex min-h-dvh items-center justify-center">
      <Empty
        title={t.notOpened}
        action={
          <Link to={paths.library()} className={buttonClass('primary')}>
            {t.toLibrary}
          </Link>
        }
      >
        {reason}
      </Empty>
    </main>
  )
}
