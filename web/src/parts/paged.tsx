import type { ReactNode } from 'react'
import { texts } from '../texts.ts'
import { Button } from '../ui/button.tsx'
import { Problem } from './problem.tsx'

/** What of an infinite query its list needs. */
interface Pages {
  readonly error: unknown
  readonly isPending: boolean
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): unknown
  refetch(): unknown
}

/** A list that is read page by page: its items, or why there are none to see, and a button for more. `items` is undefined until they are known. */
export function Paged<T>({
  query,
  items,
  empty,
  waiting = <p aria-busy="true">{texts.loading}</p>,
  children,
}: {
  query: Pages
  items: readonly T[] | undefined
  empty: ReactNode
  waiting?: ReactNode
  children: (items: readonly T[]) => ReactNode
}) {
  return (
    <>
      <Problem error={query.error} onRetry={() => query.refetch()} />
      {query.isPending && waiting}
      {items?.length === 0 && empty}
      {items && items.length > 0 && children(items)}
      {query.hasNextPage && (
        <div className="pt-6 text-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}
