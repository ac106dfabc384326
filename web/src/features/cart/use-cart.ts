import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import type { Cart } from '../../api/shapes.ts'
import { queryClient, trpc } from '../../api/trpc.ts'
import type { Preferences } from '../../local/preferences.ts'

/** Changes go one after the other, so that the last answer is the last change. */
const inTurn = { scope: { id: 'cart' } }

/** Where to; without it there are no totals. */
export interface Look {
  destination?: { country: string; postalCode?: string }
}

/** Where to, as the server asks for it. */
export function toLook({ country, postalCode }: Pick<Preferences, 'country' | 'postalCode'>): Look {
  const code = postalCode.trim()
  return { destination: { country, ...(code && { postalCode: code }) } }
}

/** The cart, priced anew at every look. */
export function useCart(look: Look) {
  return useQuery(trpc.cart.get.queryOptions(look, { staleTime: 0, placeholderData: keepPreviousData }))
}

/** What a change answers is the cart as it is now; it is shown at once. */
function keepCart(look: Look, cart: Cart): void {
  queryClient.setQueryData(trpc.cart.get.queryKey(look), cart)
  queryClient.setQueryData(trpc.cart.count.queryKey(), { count: cart.count })
}

export function useCartChanges(look: Look) {
  const onSuccess = (cart: Cart) => keepCart(look, cart)
  /** What is refused was seen differently here: look again. */
  const onError = () => void queryClient.invalidateQueries(trpc.cart.pathFilter())
  return {
    update: useMutation(trpc.cart.update.mutationOptions({ ...inTurn, onSuccess, onError })),
    remove: useMutation(trpc.cart.remove.mutationOptions({ ...inTurn, onSuccess, onError })),
    accept: useMutation(trpc.cart.accept.mutationOptions({ ...inTurn, onSuccess, onError })),
  }
}
