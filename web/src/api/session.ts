import { useQuery } from '@tanstack/react-query'
import { queryClient, trpc } from './trpc.ts'

/** Who is signed in. `me` is null for nobody and undefined while it is not known yet. */
export function useMe() {
  const { data: me } = useQuery(trpc.accounts.me.queryOptions(undefined, { staleTime: 60_000 }))
  return me
}

/** After signing in or out everything may look different: all is asked again, and who one is first. */
export async function sessionChanged(): Promise<void> {
  await queryClient.refetchQueries(trpc.accounts.me.queryFilter())
  await queryClient.invalidateQueries()
}

/** After signing out nothing of the person before may stay on the screen or on this device. */
export async function forgetPerson(): Promise<void> {
  sessionStorage.clear()
  queryClient.clear()
  await queryClient.refetchQueries(trpc.accounts.me.queryFilter())
}
