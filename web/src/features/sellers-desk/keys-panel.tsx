import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import type { DeskSeller } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { deskTexts } from '../../texts/desk.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatDate, formatDateTime } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { KeyOnce } from './key-once.tsx'

const t = deskTexts.keys

/** The seller's API keys: make one, see it once, revoke one after being asked. */
export function KeysPanel({ seller, onTakenOff }: { seller: DeskSeller; onTakenOff: () => void }) {
  const { sellerId, keys, deskKeyId } = seller
  const [made, setMade] = useState<string | null>(null)
  const renew = () => queryClient.invalidateQueries(trpc.desk.get.queryFilter({ sellerId }))
  const create = useMutation(
    trpc.desk.createKey.mutationOptions({ onSuccess: ({ apiKey }) => setMade(apiKey), onSettled: renew }),
  )
  const revoke = useMutation(trpc.desk.revokeKey.mutationOptions({ onSettled: renew }))
  const takeOff = useMutation(
    trpc.desk.takeOff.mutationOptions({
      onSuccess: () => {
        queryClient.removeQueries(trpc.desk.get.queryFilter({ sellerId }))
        void queryClient.invalidateQueries(trpc.desk.list.queryFilter())
        onTakenOff()
      },
    }),
  )
  const error = create.error ?? revoke.error ?? takeOff.error
  return (
    <section aria-labelledby="keys-title">
      <h2 id="keys-title" className="font-serif text-2xl">
        {t.title}
      </h2>
      <p className="mt-1 mb-4 text-[0.9375rem] text-soft">{t.lead}</p>
      {made !== null && (
        <div className="mb-5">
          <KeyOnce apiKey={made} action={<Button onClick={() => setMade(null)}>{deskTexts.once.done}</Button>} />
        </div>
      )}
      {error && (
        <div className="mb-4">
          <Notice tone="danger" announce>
            {toTrouble(error).sentence}
          </Notice>
        </div>
      )}
      <ul className="divide-y divide-line border-y border-line">
        {keys.map(({ keyId, createdAt, lastUsedAt }) => (
          <li key={keyId} className="flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2">
            <div className="min-w-0">
              <code className="font-mono text-sm wrap-anywhere">qsk_{keyId}_…</code>
              <p className="text-sm text-soft">
                {createdAt && `${t.made} ${formatDate(createdAt)} · `}
                {t.used} {lastUsedAt ? formatDateTime(lastUsedAt) : t.never}
              </p>
            </div>
            {keyId === deskKeyId ? (
              <p className="text-sm text-soft">{t.desk}</p>
            ) : (
              <ConfirmDialog
                trigger={
                  <Button aria-label={t.revokeLabel(keyId)} busy={revoke.isPending}>
                    {t.revoke}
                  </Button>
                }
                title={t.revokeTitle}
                text={t.revokeText(keyId)}
                yes={t.revokeYes}
                no={t.revokeNo}
                onYes={() => revoke.mutate({ sellerId, keyId })}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button busy={create.isPending} onClick={() => create.mutate({ sellerId, key: randomKey() })}>
          {create.isPending ? t.making : t.make}
        </Button>
        <ConfirmDialog
          trigger={
            <Button look="quiet" busy={takeOff.isPending}>
              {t.takeOff}
            </Button>
          }
          title={t.takeOffTitle}
          text={t.takeOffText}
          yes={t.takeOffYes}
          no={t.takeOffNo}
          onYes={() => takeOff.mutate({ sellerId })}
        />
      </div>
    </section>
  )
}
