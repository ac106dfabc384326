import { useMutation } from '@tanstack/react-query'
import { queryClient, trpc } from '../../api/trpc.ts'
import { ConfirmedAct } from '../../parts/confirmed-act.tsx'
import { texts } from '../../texts.ts'
import { newerOf } from './purchase-view.ts'

/** Cancels while nothing has been ordered yet. */
export function CancelPurchase({ purchaseId, isCancellable }: { purchaseId: string; isCancellable: boolean }) {
  const cancel = useMutation(
    trpc.buying.cancel.mutationOptions({
      onSuccess: (purchase) =>
        queryClient.setQueryData(trpc.buying.get.queryKey({ purchaseId }), (before) => newerOf(before, purchase)),
      onError: () => queryClient.invalidateQueries(trpc.buying.get.queryFilter({ purchaseId })),
    }),
  )
  return (
    <ConfirmedAct
      words={texts.purchase.cancel}
      act={cancel}
      isOffered={isCancellable}
      onYes={() => cancel.mutate({ purchaseId })}
    />
  )
}
