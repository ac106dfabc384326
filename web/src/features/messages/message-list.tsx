import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { News } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { Problem } from '../../parts/problem.tsx'
import { safeNext } from '../../paths.ts'
import { messageTexts } from '../../texts/messages.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'

const t = messageTexts
const shownAtFirst = 20 // about two screens

/** The newest first. Nothing is marked as read by being on the screen: news of money is put aside by hand. */
export function MessageList({ news }: { news: News }) {
  const [isWhole, setWhole] = useState(false)
  const { mutate, isPending, error } = useMutation(
    trpc.notify.markRead.mutationOptions({
      onSuccess: (after) => queryClient.setQueryData(trpc.notify.list.queryKey(), after),
    }),
  )
  const { messages } = news
  const shown = isWhole ? messages : messages.slice(0, Math.max(shownAtFirst, news.unread))
  const unread = messages.filter(({ isRead }) => !isRead).map(({ id }) => id)
  return (
    <>
      <Problem error={error} />
      <div className="mb-2 flex min-h-touch flex-wrap items-center justify-between gap-3">
        <p className="text-soft">{t.unread(unread.length)}</p>
        {unread.length > 0 && (
          <Button look="quiet" className="-mr-4" busy={isPending} onClick={() => mutate({ ids: unread })}>
            {t.markRead}
          </Button>
        )}
      </div>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised">
        {shown.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ul>
      {shown.length < messages.length && (
        <Button look="quiet" className="mt-2" onClick={() => setWhole(true)}>
          {t.more(messages.length - shown.length)}
        </Button>
      )}
    </>
  )
}

function Message({ message: { subject, body, link, at, isRead } }: { message: News['messages'][number] }) {
  return (
    <li
      className={`px-4 py-3 ${isRead ? '' : 'border-l-3 border-accent bg-accent-wash first:rounded-t-lg last:rounded-b-lg'}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className={isRead ? '' : 'font-medium'}>
          {!isRead && <span className="sr-only">{t.isNew}: </span>}
          {subject}
        </h2>
        <time dateTime={at} className="price text-sm text-soft">
          {formatDateTime(at)}
        </time>
      </div>
      <p className="mt-0.5 max-w-reading text-[0.9375rem] text-soft">
        {body}{' '}
        {link && (
          <Link to={safeNext(link)} className="text-accent underline underline-offset-4">
            {t.open}
            <span className="sr-only">: {subject}</span>
          </Link>
        )}
      </p>
    </li>
  )
}
