import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Checkout, CheckoutState } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { isOver, newerOf } from './checkout-view.ts'

const pollMs = 1_000 // most are over within some of these
const pollActionMs = 3_000 // the shopper is at the bank's page, perhaps in another tab
const pollReviewMs = 60_000 // a person is at work

/** The checkout as the server knows it, looked at again until it is over. At its end the cart may be another: it is looked at too. */
export function useCheckout(checkoutId: string) {
  const query = useQuery({
    ...trpc.checkout.get.queryOptions({ checkoutId }),
    structuralSharing: (before, after) => newerOf(before as Checkout | undefined, after as Checkout),
    refetchInterval: ({ state: { data } }) => (data && isOver(data.state) ? false : pollEvery(data?.state)),
    refetchIntervalInBackground: true, // the bank's page may be in front
    staleTime: 500,
  })
  const isFinished = query.data !== undefined && isOver(query.data.state)
  useEffect(() => {
    if (isFinished) void queryClient.invalidateQueries(trpc.cart.pathFilter())
  }, [isFinished])
  return query
}

function pollEvery(state: CheckoutState | undefined): number {
  if (state === 'NEEDS_REVIEW') return pollReviewMs
  return state === 'ACTION_REQUIRED' ? pollActionMs : pollMs
}
