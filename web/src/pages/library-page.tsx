// What somebody owns and has borrowed, and what they wait for.
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Library } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { HoldRow } from '../features/library/hold-row.tsx'
import { LoanRow } from '../features/library/loan-row.tsx'
import { OwnedRow } from '../features/library/owned-row.tsx'
import { ReadingApps } from '../features/library/reading-apps.tsx'
import { isOver } from '../features/library/library-view.ts'
import { Problem } from '../parts/problem.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { libraryTexts } from '../texts/library.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = libraryTexts
const refreshMs = 60_000 // loans end and copies come while the page is open

export function Component() {
  const { data, error, isPending, refetch } = useQuery(
    trpc.ebooks.library.queryOptions(undefined, { refetchInterval: refreshMs }),
  )
  return (
    <Page title={t.title} heading={t.title}>
      {error && !data && <Problem error={error} onRetry={refetch} signedOut={t.signIn} />}
      {isPending && <Waiting />}
      {data && <Shelves library={data} />}
      {data && <ReadingApps />}
    </Page>
  )
}

function Shelves({ library: { owned, loans, holds } }: { library: Library }) {
  const live = loans.filter((loan) => !isOver(loan))
  const over = loans.filter(isOver)
  if (owned.length + loans.length + holds.length === 0)
    return (
      <Empty
        title={t.emptyTitle}
        action={
          <Link to={paths.home()} className={buttonClass('primary')}>
            {t.emptyAction}
          </Link>
        }
      >
        {t.emptyText}
      </Empty>
    )
  return (
    <div className="space-y-12">
      {live.length > 0 && (
        <Shelf title={t.onLoan}>
          {live.map((loan) => (
            <LoanRow key={loan.id} loan={loan} />
          ))}
        </Shelf>
      )}
      {holds.length > 0 && (
        <Shelf title={t.waiting}>
          {holds.map((hold) => (
            <HoldRow key={hold.id} hold={hold} />
          ))}
        </Shelf>
      )}
      {owned.length > 0 && (
        <Shelf title={t.owned}>
          {owned.map((book) => (
            <OwnedRow key={book.id} book={book} />
          ))}
        </Shelf>
      )}
      {over.length > 0 && (
        <Shelf title={t.over}>
          {over.map((loan) => (
            <LoanRow key={loan.id} loan={loan} />
          ))}
        </Shelf>
      )}
    </div>
  )
}

function Shelf({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-3 font-serif text-2xl">{title}</h2>
      <ul className="divide-y divide-line border-y border-line">{children}</ul>
    </section>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex gap-5 py-5">
          <Skeleton className="aspect-2/3 w-17" />
          <div className="flex-1 space-y-3 pt-1">
            <Skeleton className="h-6 w-2/5" />
            <Skeleton className="h-4 w-1/4" />
          </div>
        </div>
      ))}
    </div>
  )
}
