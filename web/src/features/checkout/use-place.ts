import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { toTrouble } from '../../api/errors.ts'
import type { PlaceCheckout } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'

/** The server's code: this key has begun an order with another body. */
export const keyReused = 'checkout.key_reused'

/** Sends the order and goes on to its page. `onRefused`: nothing was ordered, for certain. */
export function usePlace({ onPlaced, onRefused }: { onPlaced: () => void; onRefused: () => void }) {
  const navigate = useNavigate()
  const inFlight = useRef(false) // two clicks within one frame, before "busy" is on the screen
  const mutation = useMutation(
    trpc.checkout.place.mutationOptions({
      onSuccess: async (checkout) => {
        queryClient.setQueryData(trpc.checkout.get.queryKey({ checkoutId: checkout.id }), checkout)
        onPlaced()
        await navigate(paths.checkoutDone({ id: checkout.id }), { replace: true }) // "back" leads to the cart, not to a form that was sent
        await queryClient.invalidateQueries(trpc.cart.pathFilter()) // it is empty now
      },
      onError: async (error) => {
        if (!mayBePlaced(error)) onRefused()
        await queryClient.invalidateQueries(trpc.cart.pathFilter()) // what was refused was seen differently here
      },
      onSettled: () => {
        inFlight.current = false
      },
    }),
  )
  function place(input: PlaceCheckout) {
    if (inFlight.current) return
    inFlight.current = true
    mutation.mutate(input)
  }
  return { place, isPlacing: mutation.isPending, error: mutation.error }
}

/** Whether an order may have begun under this key: the answer got lost, or the server says that the key is taken. */
export function mayBePlaced(error: unknown): boolean {
  const { kind, refusal } = toTrouble(error)
  const isLost = kind === 'unreachable' || kind === 'offline' || (kind === 'fault' && refusal === null)
  return isLost || refusal === keyReused
}
