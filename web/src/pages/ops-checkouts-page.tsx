import { useInfiniteQuery } from '@tanstack/react-query'
import { stuckCheckoutPages } from '../api/pages.ts'
import { CheckoutList } from '../features/ops/checkout-list.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { Paged } from '../parts/paged.tsx'
import { opsTexts } from '../texts/ops.ts'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'

const t = opsTexts.checkouts

/** For staff: the checkouts that need somebody. */
export function Component() {
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <p className="mb-6 max-w-reading text-soft">{t.lead}</p>
        <Checkouts />
      </StaffFrame>
    </Page>
  )
}

function Checkouts() {
  const query = useInfiniteQuery(stuckCheckoutPages())
  return (
    <Paged
      query={query}
      items={query.data?.pages.flatMap((page) => page.checkouts)}
      empty={<Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
    >
      {(checkouts) => <CheckoutList checkouts={checkouts} />}
    </Paged>
  )
}
