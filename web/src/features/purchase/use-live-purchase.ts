import { useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useState } from 'react'
import type { Purchase } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { isOver, newerOf } from './purchase-view.ts'

const pollLostMs = 2_500 // without the stream: quick enough to follow, rare enough to cost nothing
const pollLiveMs = 15_000 // beside the stream: only a safety net for an event that got lost
const pollReviewMs = 60_000 // a person is at work

/** The purchase as the server knows it, followed live. The stream and the polling feed one place; the newer always wins. */
export function useLivePurchase(purchaseId: string) {
  const [isLive, setLive] = useState(false)
  const [wasLost, setWasLost] = useState(false)
  const queryKey = trpc.buying.get.queryKey({ purchaseId })
  const query = useQuery({
    ...trpc.buying.get.queryOptions({ purchaseId }),
    structuralSharing: (before, after) => newerOf(before as Purchase | undefined, after as Purchase),
    refetchInterval: ({ state: { data } }) => pollEvery(data, isLive),
    staleTime: 1_000,
  })

  const isFinished = query.data !== undefined && isOver(query.data.state)
  useSubscription(
    trpc.buying.live.subscriptionOptions(
      { purchaseId },
      {
        enabled: !isFinished,
        onStarted: () => {
          setLive(true)
          setWasLost(false)
        },
        onData: ({ data }) => queryClient.setQueryData(queryKey, (before) => newerOf(before, data)),
        onError: () => lose(),
        onConnectionStateChange: (connection) => {
          if (connection.state === 'connecting' && connection.error) lose()
          if (connection.state === 'idle') setLive(false)
        },
      },
    ),
  )
  function lose() {
    setLive(false)
    setWasLost(true)
  }
  return { ...query, isLive: isLive && !isFinished, isLost: wasLost && !isFinished }
}

function pollEvery(purchase: Purchase | undefined, isLive: boolean): number | false {
  if (purchase && isOver(purchase.state)) return false
  if (purchase?.state === 'NEEDS_REVIEW') return pollReviewMs
  return isLive ? pollLiveMs : pollLostMs
}
