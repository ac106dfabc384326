import { BookOpen } from 'lucide-react'
import { Link, useLocation } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import type { EbookOffer } from '../../api/shapes.ts'
import { useMe } from '../../api/session.ts'
import { client } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { libraryTexts } from '../../texts/library.ts'
import { rowActionClass } from '../../ui/offer-row.tsx'
import { useDeed } from './use-deed.ts'

const t = libraryTexts.offer

/** What can be done about a loan now: borrow, wait, read, or see it in the library. */
export function LoanAction({ offer: { isbn13, lending, mine } }: { offer: EbookOffer }) {
  const me = useMe()
  const { pathname } = useLocation()
  const borrow = useDeed((key) => client.ebooks.borrow.mutate({ isbn13, key }))
  const wait = useDeed((key) => client.ebooks.hold.mutate({ isbn13, key }))
  if (mine?.loan?.state === 'ACTIVE') return <ReadLink isbn13={isbn13} />
  if (mine?.hold)
    return (
      <Link to={paths.library()} className={rowActionClass}>
        {t.toLibrary}
      </Link>
    )
  if (!lending || lending.isSuspended) return null
  if (me === null)
    return (
      <Link to={paths.signIn({ next: pathname })} className={rowActionClass}>
        {t.signIn}
      </Link>
    )
  const isFree = lending.free > 0 || mine?.loan?.state === 'READY'
  const deed = isFree ? borrow : wait
  return (
    <>
      <button type="button" disabled={deed.isBusy} className={rowActionClass} onClick={deed.run}>
        {isFree ? t.borrow : t.wait}
      </button>
      {deed.error && (
        <span role="alert" className="block text-danger">
          {toTrouble(deed.error).sentence}
        </span>
      )}
    </>
  )
}

/** The reader is a page of its own, with rules of its own for what may run. */
export function ReadLink({ isbn13 }: { isbn13: string }) {
  return (
    <Link to={paths.reader({ isbn: isbn13 })} reloadDocument className={rowActionClass}>
      <BookOpen aria-hidden className="size-4" /> {libraryTexts.read}
    </Link>
  )
}
