import { useQuery } from '@tanstack/react-query'
import { BookOpen } from 'lucide-react'
import { Link, useLocation } from 'react-router'
import type { Book, EbookOffer } from '../../api/shapes.ts'
import { useMe } from '../../api/session.ts'
import { client, trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { libraryTexts } from '../../texts/library.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { formatDate } from '../../ui/format.ts'
import { DeedProblem } from './deed-problem.tsx'
import { EbookAccessibility } from './ebook-accessibility.tsx'
import { useDeed } from './use-deed.ts'

const t = libraryTexts.offer
const shownMax = 3 // ebooks of one work; more are editions of the same words

/** The work as an ebook of ours, to borrow or to wait for, beside what copies of it cost; nothing where there is none. */
export function EbookOffers({ book }: { book: Book }) {
  const editions = [book, ...book.editions].filter(({ format }) => format === 'ebook')
  const isbns = [...new Set(editions.map(({ isbn13 }) => isbn13))].slice(0, shownMax)
  return isbns.map((isbn13) => <Offer key={isbn13} isbn13={isbn13} />)
}

function Offer({ isbn13 }: { isbn13: string }) {
  const { data } = useQuery(trpc.ebooks.offer.queryOptions({ isbn13, currency: 'USD' }, { retry: false }))
  if (!data) return null
  const canRead = data.lending !== null || data.mine?.isOwned === true
  return (
    <section aria-label={t.title} className="mt-10">
      <h2 className="font-serif text-2xl">{t.title}</h2>
      {canRead && (
        <>
          <p className="mt-1 mb-2 text-sm text-soft">{t.lead}</p>
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-y border-line py-3">
            <Standing offer={data} />
            <Action offer={data} />
          </div>
        </>
      )}
      {data.reading && <EbookAccessibility reading={data.reading} />}
    </section>
  )
}

function Standing({ offer: { lending, mine } }: { offer: EbookOffer }) {
  const say = () => {
    if (mine?.isOwned) return t.owned
    if (mine?.loan) return mine.loan.state === 'READY' ? t.kept : t.onLoan(formatDate(mine.loan.until))
    if (mine?.hold) return t.place(mine.hold.place)
    if (!lending || lending.isSuspended) return t.suspended
    return lending.free > 0 ? t.free(lending.free, lending.loanDays) : t.queue(lending.waiting)
  }
  const expected = mine?.hold?.expectedAt ?? (lending?.free === 0 && !mine?.loan ? lending.expectedAt : null)
  return (
    <p className="min-w-48 flex-1">
      {say()}
      {expected && <span className="block text-sm text-soft">{libraryTexts.expected(formatDate(expected))}</span>}
    </p>
  )
}

function Action({ offer: { isbn13, lending, mine } }: { offer: EbookOffer }) {
  const me = useMe()
  const { pathname } = useLocation()
  const borrow = useDeed((key) => client.ebooks.borrow.mutate({ isbn13, key }))
  const wait = useDeed((key) => client.ebooks.hold.mutate({ isbn13, key }))
  if (mine?.isOwned || mine?.loan?.state === 'ACTIVE')
    return (
      <Link to={paths.reader({ isbn: isbn13 })} reloadDocument className={buttonClass('primary')}>
        <BookOpen aria-hidden className="size-4" /> {libraryTexts.read}
      </Link>
    )
  if (mine?.hold)
    return (
      <Link to={paths.library()} className={buttonClass('plain')}>
        {t.toLibrary}
      </Link>
    )
  if (!lending || lending.isSuspended) return null
  if (me === null)
    return (
      <Link to={paths.signIn({ next: pathname })} className={buttonClass('plain')}>
        {t.signIn}
      </Link>
    )
  const isFree = lending.free > 0 || mine?.loan?.state === 'READY'
  const deed = isFree ? borrow : wait
  return (
    <>
      <Button look="plain" busy={deed.isBusy} onClick={deed.run}>
        {isFree ? t.borrow : t.wait}
      </Button>
      <DeedProblem error={deed.error} />
    </>
  )
}
