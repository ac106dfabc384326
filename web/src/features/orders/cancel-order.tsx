import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { toTrouble } from '../../api/errors.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { careTexts } from '../../texts/care.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

const t = careTexts.cancel

/** Cancels a paid order while nobody packs it; asks once. Pressed again after a lost answer it is the same request. */
export function CancelOrder({ orderId }: { orderId: string }) {
  const [key] = useState(randomKey)
  const { mutate, isPending, error } = useMutation(
    trpc.orders.cancel.mutationOptions({
      onSuccess: (order) => {
        queryClient.setQueryData(trpc.orders.get.queryKey({ orderId }), order)
        return queryClient.invalidateQueries(trpc.refunds.list.queryFilter({ orderId }))
      },
      onError: () => queryClient.invalidateQueries(trpc.orders.get.queryFilter({ orderId })),
    }),
  )
  return (
    <div className="mt-6 space-y-3">
      {error && (
        <Notice tone="caution" announce>
          {toTrouble(error).sentence}
        </Notice>
      )}
      <ConfirmDialog
        trigger={<Button busy={isPending}>{isPending ? t.working : t.action}</Button>}
        title={t.title}
        text={t.text}
        yes={t.yes}
        no={t.no}
        onYes={() => mutate({ orderId, key })}
      />
    </div>
  )
}
