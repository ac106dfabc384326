import { useMutation } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { newerOf } from './purchase-view.ts'

const t = texts.purchase

/** Cancels while nothing has been ordered yet; asks once. Never shown as done before the server says so. */
export function CancelPurchase({ purchaseId, isCancellable }: { purchaseId: string; isCancellable: boolean }) {
  const { mutate, isPending, error } = useMutation(
    trpc.buying.cancel.mutationOptions({
      onSuccess: (purchase) =>
        queryClient.setQueryData(trpc.buying.get.queryKey({ purchaseId }), (before) => newerOf(before, purchase)),
      onError: () => queryClient.invalidateQueries(trpc.buying.get.queryFilter({ purchaseId })),
    }),
  )
  return (
    <>
      {error && (
        <Notice tone="caution" announce>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isCancellable && (
        <ConfirmDialog
          trigger={<Button busy={isPending}>{isPending ? t.cancelling : t.cancel}</Button>}
          title={t.cancelTitle}
          text={t.cancelText}
          yes={t.cancelYes}
          no={t.cancelNo}
          onYes={() => mutate({ purchaseId })}
        />
      )}
    </>
  )
}
