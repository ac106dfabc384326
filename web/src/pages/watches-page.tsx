// The shopper's watches: what they wait for, where it stands, and what there is to tell.
import { useQuery } from '@tanstack/react-query'
import { Link, type LoaderFunctionArgs, replace } from 'react-router'
import { client, queryClient, trpc } from '../api/trpc.ts'
import { EndedList, WatchList } from '../features/watches/watch-list.tsx'
import { splitByEnd } from '../features/watches/watch-view.ts'
import { Problem } from '../parts/problem.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { watchTexts } from '../texts/watches.ts'
import { buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = watchTexts.watches
const refreshMs = 60_000 // sellers are asked every quarter of an hour at most

/** Banks send people back here, with secrets of the card in the address: it is asked how it went, and they have no business in the history. */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response | null> {
  const watchId = new URL(request.url).searchParams.get('confirmed')
  if (watchId === null) return null
  try {
    const watch = await client.watches.checkConsent.mutate({ watchId })
    queryClient.setQueryData(trpc.watches.get.queryKey({ watchId }), watch)
  } catch {
    // The page of the watch says what there is to say: that nobody is signed in, or that it still waits for the bank.
  }
  return replace(paths.watch({ id: watchId }))
}

export function Component() {
  const { data, error, isPending, refetch } = useQuery(
    trpc.watches.list.queryOptions(undefined, { refetchInterval: refreshMs }),
  )
  if (error && !data)
    return (
      <Page title={t.title} heading={t.title} width="reading">
        <Problem error={error} onRetry={refetch} signedOut={t.signIn} />
      </Page>
    )
  const { active, ended } = splitByEnd(data?.watches ?? [])
  return (
    <Page title={t.title} heading={t.title}>
      {isPending && <Waiting />}
      {data && data.watches.length === 0 && (
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
      )}
      {active.length > 0 && (
        <section aria-labelledby="active-title">
          <h2 id="active-title" className="mb-3 font-serif text-2xl">
            {t.active}
          </h2>
          <WatchList watches={active} />
        </section>
      )}
      {ended.length > 0 && (
        <section aria-labelledby="ended-title" className="mt-10">
          <h2 id="ended-title" className="mb-3 font-serif text-2xl">
            {t.ended}
          </h2>
          <EndedList watches={ended} />
        </section>
      )}
    </Page>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="grid gap-4 md:grid-cols-2">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1].map((row) => (
        <Skeleton key={row} className="h-42 rounded-lg" />
      ))}
    </div>
  )
}
