// Lists that are read page by page. tRPC's own helper for them also sends a `direction`, which the server's strict inputs refuse.
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { FindInput, OrderWorkState } from './shapes.ts'
import { client, trpc } from './trpc.ts'

const pageSize = 20 // about two screens: enough to choose from, little to wait for

const firstPage: string | undefined = undefined

/** The results of a search. While a changed filter is asked for, the results before it stay. */
export function searchPages(search: FindInput) {
  const input = { ...search, limit: pageSize }
  return infiniteQueryOptions({
    queryKey: trpc.search.find.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.search.find.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** One's own orders, the newest first. */
export function orderPages() {
  const input = { limit: pageSize }
  return infiniteQueryOptions({
    queryKey: trpc.orders.list.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.orders.list.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Open orders in a state, for staff: those longest in it first. */
export function orderWorkPages(state: OrderWorkState) {
  const input = { state, limit: pageSize }
  return infiniteQueryOptions({
    queryKey: trpc.orders.work.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.orders.work.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}
