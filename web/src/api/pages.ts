// Lists that are read page by page. tRPC's own helper for them also sends a `direction`, which the server's strict inputs refuse.
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import type { FindInput, OrderWorkState, StockItem } from './shapes.ts'
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

/** The purchases that need a person, the oldest first. */
export function reviewPages() {
  return infiniteQueryOptions({
    queryKey: trpc.ops.listReviews.infiniteQueryKey({}),
    queryFn: ({ pageParam: cursor, signal }) => client.ops.listReviews.query({ cursor }, { signal }),
    initialPageParam: null as { createdAt: string; id: string } | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000, // somebody may have it open all day
  })
}

/** The checkouts that need a person, the oldest first. */
export function stuckCheckoutPages() {
  return infiniteQueryOptions({
    queryKey: trpc.ops.listCheckouts.infiniteQueryKey({}),
    queryFn: ({ pageParam: cursor, signal }) => client.ops.listCheckouts.query({ cursor }, { signal }),
    initialPageParam: null as { createdAt: string; id: string } | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: 30_000, // somebody may have it open all day
  })
}

/** One's own purchases, whatever came of them, the newest first. */
export function purchasePages() {
  const input = { limit: pageSize }
  return infiniteQueryOptions({
    queryKey: trpc.buying.list.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.buying.list.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** One's own checkouts, whatever came of them, the newest first. */
export function checkoutPages() {
  const input = { limit: pageSize }
  return infiniteQueryOptions({
    queryKey: trpc.checkout.list.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.checkout.list.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Our own items; low ones alone, or one book's. While a changed filter is asked for, the items before it stay. */
export function stockPages({ isLow, isbn13 }: { isLow: boolean; isbn13: string | null }) {
  const input = { limit: pageSize, isLow, ...(isbn13 && { isbn13 }) }
  return infiniteQueryOptions({
    queryKey: trpc.stock.list.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.stock.list.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })
}

/** What happened to one of our items, newest first. */
export function movementPages({ isbn13, condition }: Pick<StockItem, 'isbn13' | 'condition'>) {
  const input = { limit: pageSize, isbn13, condition }
  return infiniteQueryOptions({
    queryKey: trpc.stock.movements.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.stock.movements.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Our ebooks, by number. */
export function ebookPages() {
  const input = { limit: pageSize }
  return infiniteQueryOptions({
    queryKey: trpc.ebooks.catalogue.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.ebooks.catalogue.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

/** Loans of an ebook, for staff: those that run, or all; the newest first. */
export function loanPages({ isbn13, isLive }: { isbn13: string; isLive: boolean }) {
  const input = { limit: pageSize, isbn13, isLive }
  return infiniteQueryOptions({
    queryKey: trpc.ebooks.loans.infiniteQueryKey(input),
    queryFn: ({ pageParam: cursor, signal }) =>
      client.ebooks.loans.query({ ...input, ...(cursor && { cursor }) }, { signal }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: 15_000, // readers borrow and return while it is open
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
