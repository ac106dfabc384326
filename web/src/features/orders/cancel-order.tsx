import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient, trpc } from '../../api/trpc.ts'
import { randomKey } from '../../local/random-key.ts'
import { ConfirmedAct } from '../../parts/confirmed-act.tsx'
import { careTexts } from '../../texts/care.ts'

/** Cancels a paid order while nobody packs it. Pressed again after a lost answer it is the same request. */
export function CancelOrder({ orderId }: { orderId: string }) {
  const [key] = useState(randomKey)
  const cancel = useMutation(
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
      <ConfirmedAct words={careTexts.cancel} act={cancel} onYes={() => cancel.mutate({ orderId, key })} />
    </div>
  )
}
