// What Quire had to tell: of orders, refunds and watches.
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { MessageList } from '../features/messages/message-list.tsx'
import { Problem } from '../parts/problem.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { messageTexts } from '../texts/messages.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = messageTexts
const lookMs = 15_000

export function Component() {
  const { data, error, isPending, refetch } = useQuery(
    // The bell looks each minute; whoever comes here wants to see what there is now.
    trpc.notify.list.queryOptions(undefined, { refetchOnMount: 'always', refetchInterval: lookMs }),
  )
  return (
    <Page title={t.title} heading={t.title} width="reading">
      <Problem error={error} onRetry={refetch} />
      {isPending && (
        <div aria-busy="true" className="space-y-px">
          <span className="sr-only">{texts.loading}</span>
          <Skeleton className="h-20 w-full" />
          <Skeleton className="h-20 w-full" />
        </div>
      )}
      {data?.messages.length === 0 && <Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
      {data && data.messages.length > 0 && <MessageList news={data} />}
      {data && (
        <p className="mt-6 text-center text-sm">
          <Link to={paths.mail()} className="inline-flex min-h-6 items-center text-accent underline underline-offset-4">
            {t.choices}
          </Link>
        </p>
      )}
    </Page>
  )
}
