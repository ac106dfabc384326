import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { News } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { safeNext } from '../../paths.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'

const t = watchTexts.watches
const shownAtFirst = 3

/** What watches had to tell. Nothing is marked as read by being on the screen: news of money is put aside by hand. */
export function NewsList() {
  const { data } = useQuery(trpc.notify.list.queryOptions())
  const [isWhole, setWhole] = useState(false)
  const { mutate, isPending } = useMutation(
    trpc.notify.markRead.mutationOptions({
      onSuccess: (news) => queryClient.setQueryData(trpc.notify.list.queryKey(), news),
    }),
  )
  if (!data || data.messages.length === 0) return null
  const shown = isWhole ? data.messages : data.messages.slice(0, Math.max(shownAtFirst, data.unread))
  const unread = data.messages.filter(({ isRead }) => !isRead).map(({ id }) => id)
  return (
    <section aria-labelledby="news-title" className="mb-10">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="news-title" className="font-serif text-2xl">
          {t.news}
        </h2>
        {unread.length > 0 && (
          <Button look="quiet" busy={isPending} onClick={() => mutate({ ids: unread })}>
            {t.markRead}
          </Button>
        )}
      </div>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
        {shown.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
      {shown.length < data.messages.length && (
        <Button look="quiet" className="mt-2" onClick={() => setWhole(true)}>
          {t.more(data.messages.length - shown.length)}
        </Button>
      )}
    </section>
  )
}

function Message({ message: { subject, body, link, at, isRead } }: { message: News['messages'][number] }) {
  return (
    <li
      className={`px-4 py-3 ${isRead ? '' : 'border-l-3 border-accent bg-accent-wash first:rounded-t-lg last:rounded-b-lg'}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className={isRead ? '' : 'font-medium'}>
          {!isRead && <span className="sr-only">{t.isNew}: </span>}
          {subject}
        </h3>
        <time dateTime={at} className="price text-sm text-soft">
          {formatDateTime(at)}
        </time>
      </div>
      <p className="mt-0.5 max-w-reading text-[0.9375rem] text-soft">
        {body}{' '}
        {link && (
          <Link to={safeNext(link)} className="text-accent underline underline-offset-4">
            {t.openNews}
            <span className="sr-only">: {subject}</span>
          </Link>
        )}
      </p>
    </li>
  )
}
