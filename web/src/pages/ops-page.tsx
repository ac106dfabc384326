import { useInfiniteQuery } from '@tanstack/react-query'
import { toTrouble } from '../api/errors.ts'
import { reviewPages } from '../api/pages.ts'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { ReviewList } from '../features/ops/review-list.tsx'
import { texts } from '../texts.ts'
import { opsTexts } from '../texts/ops.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const t = opsTexts

/** For staff: the purchases that need somebody. */
export function Component() {
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <Reviews />
      </StaffFrame>
    </Page>
  )
}

function Reviews() {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(reviewPages())
  const purchases = data?.pages.flatMap((page) => page.purchases)
  return (
    <>
      <p className="mb-6 max-w-reading text-soft">{t.reviews.lead}</p>
      {error && (
        <Notice tone="danger" announce action={<Button onClick={() => void refetch()}>{texts.retry}</Button>}>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isPending && <p aria-busy="true">{texts.loading}</p>}
      {purchases?.length === 0 && <Empty title={t.reviews.emptyTitle}>{t.reviews.emptyText}</Empty>}
      {purchases && purchases.length > 0 && <ReviewList purchases={purchases} />}
      {hasNextPage && (
        <div className="pt-6 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {texts.showMore}
          </Button>
        </div>
      )}
    </>
  )
}
