import { useMutation } from '@tanstack/react-query'
import { toTrouble } from '../../api/errors.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { newerOf } from './checkout-view.ts'

const t = checkoutTexts.done

/** Cancels while nothing has been paid; asks once. Never shown as done before the server says so. */
export function CancelCheckout({ checkoutId, isCancellable }: { checkoutId: string; isCancellable: boolean }) {
  const { mutate, isPending, error } = useMutation(
    trpc.checkout.cancel.mutationOptions({
      onSuccess: (checkout) =>
        queryClient.setQueryData(trpc.checkout.get.queryKey({ checkoutId }), (before) => newerOf(before, checkout)),
      onError: () => queryClient.invalidateQueries(trpc.checkout.get.queryFilter({ checkoutId })),
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
          onYes={() => mutate({ checkoutId })}
        />
      )}
    </>
  )
}
