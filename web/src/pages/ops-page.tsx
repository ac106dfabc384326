import { useInfiniteQuery } from '@tanstack/react-query'
import { reviewPages } from '../api/pages.ts'
import { ReviewList } from '../features/ops/review-list.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { Paged } from '../parts/paged.tsx'
import { opsTexts } from '../texts/ops.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'

const t = opsTexts.reviews

/** For staff: the purchases that need somebody. */
export function Component() {
  return (
    <Page title={opsTexts.title} heading={opsTexts.title}>
      <StaffFrame>
        <p className="mb-6 max-w-reading text-soft">{t.lead}</p>
        <Reviews />
      </StaffFrame>
    </Page>
  )
}

function Reviews() {
  const query = useInfiniteQuery(reviewPages())
  return (
    <Paged
      query={query}
      items={query.data?.pages.flatMap((page) => page.purchases)}
      empty={<Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
    >
      {(purchases) => <ReviewList purchases={purchases} />}
    </Paged>
  )
}
