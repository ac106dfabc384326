// What Quire had to tell: of orders, refunds and watches.
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import { trpc } from '../api/trpc.ts'
import { MessageList } from '../features/messages/message-list.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { messageTexts } from '../texts/messages.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
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
      {error && <Problem error={error} onRetry={() => void refetch()} />}
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

function Problem({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { pathname } = useLocation()
  const { kind, sentence } = toTrouble(error)
  const isSignedOut = kind === 'signed-out'
  const action = isSignedOut ? (
    <Link to={paths.signIn({ next: pathname })} className={buttonClass('primary')}>
      {texts.nav.signIn}
    </Link>
  ) : (
    <Button onClick={onRetry}>{texts.retry}</Button>
  )
  return (
    <Notice tone={isSignedOut ? 'info' : 'danger'} announce action={action}>
      {sentence}
    </Notice>
  )
}
