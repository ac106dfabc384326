// The one client to the server: queries in batches, subscriptions over SSE, the session in its cookie.
import { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { isWorthRetrying } from './errors.ts'
import type { AppRouter } from './shapes.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000, // going back to a page just left shows it at once and asks nothing
      networkMode: 'always', // offline is an answer to show, not a reason to hang
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      retryDelay: (failures) => 400 * 2 ** failures,
    },
    // A mutation is never repeated by itself: the person presses again, under the same key.
    mutations: { networkMode: 'always', retry: false },
  },
})

export const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      condition: (op) => op.type === 'subscription',
      true: httpSubscriptionLink({ url: '/trpc' }),
      false: httpBatchLink({ url: '/trpc', maxItems: 10 }), // the server refuses larger batches
    }),
  ],
})

export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
