// All purchases and orders of the shopper, with what came of them: bought, not bought, under way.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { checkoutPages, purchasePages } from '../api/pages.ts'
import type { CheckoutState, PurchaseState } from '../api/shapes.ts'
import { BoughtList } from '../features/orders/bought-list.tsx'
import { mergeNewest } from '../features/orders/merge-newest.ts'
import { Problem } from '../parts/problem.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { Skeleton } from '../ui/skeleton.tsx'

const t = texts.orders
const refreshMs = 5_000 // while one is under way; its own page follows it live
const ends: readonly (PurchaseState | CheckoutState)[] = [
  'PURCHASED',
  'PAID',
  'NO_OFFER',
  'DECLINED',
  'CANCELLED',
  'EXPIRED',
  'NEEDS_REVIEW',
]

export function Component() {
  const { entries, next, error, refetch } = useBought()
  return (
    <Page title={t.title} heading={t.title} width="reading">
      {error && <Problem error={error} onRetry={refetch} />}
      {!entries && !error && <Waiting />}
      {entries?.length === 0 && (
        <Empty
          title={t.emptyTitle}
          action={
            <Link to={paths.home()} className={buttonClass('primary')}>
              {t.emptyAction}
            </Link>
          }
        >
          {t.emptyText}
        </Empty>
      )}
      {entries && entries.length > 0 && <BoughtList entries={entries} />}
      {next && (
        <div className="pt-6 text-center">
          <Button busy={next.isFetchingNextPage} onClick={() => void next.fetchNextPage()}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </Page>
  )
}

/** Both lists as one, newest first, with the one to read on for more. */
function useBought() {
  const purchases = useInfiniteQuery({
    ...purchasePages(),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ purchases: page }) => hasUnderWay(page)) ? refreshMs : false,
  })
  const checkouts = useInfiniteQuery({
    ...checkoutPages(),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ checkouts: page }) => hasUnderWay(page)) ? refreshMs : false,
  })
  const error = purchases.error ?? checkouts.error
  const isReady = purchases.data !== undefined && checkouts.data !== undefined
  const { entries, unread } = mergeNewest(
    { entries: purchases.data?.pages.flatMap((page) => page.purchases) ?? [], hasMore: purchases.hasNextPage },
    { entries: checkouts.data?.pages.flatMap((page) => page.checkouts) ?? [], hasMore: checkouts.hasNextPage },
  )
  const next = unread === null ? null : unread === 0 ? purchases : checkouts
  const refetch = () => void Promise.all([purchases.refetch(), checkouts.refetch()])
  return { entries: isReady ? entries : null, next: isReady ? next : null, error, refetch }
}

function hasUnderWay(entries: readonly { state: PurchaseState | CheckoutState }[]): boolean {
  return entries.some(({ state }) => !ends.includes(state))
}

function Waiting() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2].map((row) => (
        <div key={row} className="flex items-center gap-6 py-4">
          <Skeleton className="aspect-2/3 w-14" />
          <div className="flex-1 space-y-3">
            <Skeleton className="h-5 w-1/2" />
            <Skeleton className="h-4 w-1/3" />
          </div>
          <Skeleton className="h-6 w-16" />
        </div>
      ))}
    </div>
  )
}
