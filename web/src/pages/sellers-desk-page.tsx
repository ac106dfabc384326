import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { Link, useNavigate } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { trpc } from '../api/trpc.ts'
import { ConnectForm } from '../features/sellers-desk/connect-form.tsx'
import { DeskList } from '../features/sellers-desk/desk-list.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { deskTexts } from '../texts/desk.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = deskTexts

/** The sellers that one acts for: how each stands, and two ways to add one. */
export function Component() {
  const navigate = useNavigate()
  const { data, error, isPending, refetch } = useQuery(trpc.desk.list.queryOptions())
  const isSignedOut = error !== null && toTrouble(error).kind === 'signed-out'
  return (
    <Page title={t.title} heading={t.title} width="reading">
      <div className="mb-6 flex flex-wrap items-end justify-between gap-4">
        <p className="min-w-0 flex-1 basis-64 text-soft">{t.lead}</p>
        {data && data.sellers.length > 0 && (
          <Link to={paths.deskRegister()} className={buttonClass('primary')}>
            <Plus aria-hidden className="size-4" /> {t.register}
          </Link>
        )}
      </div>
      {error && (
        <Notice
          tone={isSignedOut ? 'info' : 'danger'}
          announce
          action={
            isSignedOut ? (
              <Link to={paths.signIn({ next: paths.desk() })} className={buttonClass('primary')}>
                {texts.nav.signIn}
              </Link>
            ) : (
              <Button onClick={() => void refetch()}>{texts.retry}</Button>
            )
          }
        >
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isPending && <Waiting />}
      {data && data.sellers.length === 0 && (
        <Empty
          title={t.emptyTitle}
          action={
            <Link to={paths.deskRegister()} className={buttonClass('primary')}>
              {t.register}
            </Link>
          }
        >
          {t.emptyText}
        </Empty>
      )}
      {data && data.sellers.length > 0 && <DeskList sellers={data.sellers} />}
      {data && (
        <div className="mt-10">
          <ConnectForm onConnected={(id) => void navigate(paths.deskSeller({ id }))} />
        </div>
      )}
    </Page>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1].map((row) => (
        <div key={row} className="flex justify-between gap-6 py-5">
          <div className="flex-1 space-y-3">
            <Skeleton className="h-6 w-1/2" />
            <Skeleton className="h-4 w-1/4" />
          </div>
          <Skeleton className="h-8 w-20" />
        </div>
      ))}
    </div>
  )
}
