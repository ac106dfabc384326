// Which messages come by mail.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { toTrouble } from '../api/errors.ts'
import type { MailChoice } from '../api/shapes.ts'
import { queryClient, trpc } from '../api/trpc.ts'
import { useMe } from '../api/session.ts'
import { Problem } from '../parts/problem.tsx'
import { texts } from '../texts.ts'
import { mailTexts } from '../texts/mail.ts'
import { Announcer } from '../ui/announcer.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Switch } from '../ui/switch.tsx'

const t = mailTexts

export function Component() {
  const me = useMe()
  const { data, error, isPending, refetch } = useQuery(trpc.notify.mailChoices.queryOptions())
  return (
    <Page title={t.title} heading={t.title} width="reading">
      <p className="mb-6 text-soft">{me ? t.leadTo(me.email) : t.lead}</p>
      <Problem error={error} onRetry={refetch} />
      {isPending && (
        <div aria-busy="true">
          <span className="sr-only">{texts.loading}</span>
          <Skeleton className="h-44 w-full" />
        </div>
      )}
      {data && <Choices choices={data.choices} />}
    </Page>
  )
}

/** Each is saved when it is switched; the server's answer is what is shown then. */
function Choices({ choices }: { choices: readonly MailChoice[] }) {
  const [wanted, setWanted] = useState<MailChoice | null>(null) // shown while it is under way, so that the switch does not jump back
  const { mutate, isPending, isSuccess, error } = useMutation(
    trpc.notify.chooseMail.mutationOptions({
      scope: { id: 'mail-choices' }, // one after the other, so that the last answer is the last choice
      onSuccess: (chosen) => queryClient.setQueryData(trpc.notify.mailChoices.queryKey(), chosen),
      onSettled: () => setWanted(null),
    }),
  )
  return (
    <>
      <Announcer message={isSuccess && !isPending ? t.saved : ''} />
      {error && (
        <div className="mb-4">
          <Notice tone="danger" announce>
            {toTrouble(error).sentence}
          </Notice>
        </div>
      )}
      <ul className="divide-y divide-line border-y border-line">
        <Row title={t.kinds.PURCHASE.title} text={t.kinds.PURCHASE.text} isOn />
        {choices.map(({ kind, isMailed }) => (
          <Row
            key={kind}
            title={t.kinds[kind].title}
            text={t.kinds[kind].text}
            isOn={wanted?.kind === kind ? wanted.isMailed : isMailed}
            onChange={(isOn) => {
              setWanted({ kind, isMailed: isOn })
              mutate({ kind, isMailed: isOn })
            }}
          />
        ))}
      </ul>
      <p className="mt-4 text-sm text-soft">{t.inApp}</p>
    </>
  )
}

function Row({
  title,
  text,
  isOn,
  onChange,
}: {
  title: string
  text: string
  isOn: boolean
  /** Without it the choice is not theirs to make. */
  onChange?: (isOn: boolean) => void
}) {
  return (
    <li>
      <label className="flex items-start justify-between gap-6 py-4">
        <span>
          <span className="block font-medium">{title}</span>
          <span className="block text-[0.9375rem] text-soft">{text}</span>
        </span>
        <span className="flex shrink-0 items-center gap-3">
          {!onChange && <span className="text-sm text-soft">{t.always}</span>}
          <Switch isOn={isOn} onChange={onChange} />
        </span>
      </label>
    </li>
  )
}
