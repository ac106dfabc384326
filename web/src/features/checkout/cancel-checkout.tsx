import { useMutation } from '@tanstack/react-query'
import { queryClient, trpc } from '../../api/trpc.ts'
import { ConfirmedAct } from '../../parts/confirmed-act.tsx'
import { checkoutTexts } from '../../texts/checkout.ts'
import { newerOf } from './checkout-view.ts'

/** Cancels while nothing has been paid. */
export function CancelCheckout({ checkoutId, isCancellable }: { checkoutId: string; isCancellable: boolean }) {
  const cancel = useMutation(
    trpc.checkout.cancel.mutationOptions({
      onSuccess: (checkout) =>
        queryClient.setQueryData(trpc.checkout.get.queryKey({ checkoutId }), (before) => newerOf(before, checkout)),
      onError: () => queryClient.invalidateQueries(trpc.checkout.get.queryFilter({ checkoutId })),
    }),
  )
  return (
    <ConfirmedAct
      words={checkoutTexts.done.cancel}
      act={cancel}
      isOffered={isCancellable}
      onYes={() => cancel.mutate({ checkoutId })}
    />
  )
}
