import { useInfiniteQuery } from '@tanstack/react-query'
import { toTrouble } from '../api/errors.ts'
import { stuckCheckoutPages } from '../api/pages.ts'
import { CheckoutList } from '../features/ops/checkout-list.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { texts } from '../texts.ts'
import { opsTexts } from '../texts/ops.ts'
import { Button } from '../ui/button.tsx'
import { Empty } from '../ui/empty.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page } from '../ui/page.tsx'

const t = opsTexts.checkouts

/** For staff: the checkouts that need somebody. */
export function Component() {
  return (
    <Page title={t.title} heading={t.title}>
      <StaffFrame>
        <Checkouts />
      </StaffFrame>
    </Page>
  )
}

function Checkouts() {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery(stuckCheckoutPages())
  const checkouts = data?.pages.flatMap((page) => page.checkouts)
  return (
    <>
      <p className="mb-6 max-w-reading text-soft">{t.lead}</p>
      {error && (
        <Notice tone="danger" announce action={<Button onClick={() => void refetch()}>{texts.retry}</Button>}>
          {toTrouble(error).sentence}
        </Notice>
      )}
      {isPending && <p aria-busy="true">{texts.loading}</p>}
      {checkouts?.length === 0 && <Empty title={t.emptyTitle}>{t.emptyText}</Empty>}
      {checkouts && checkouts.length > 0 && <CheckoutList checkouts={checkouts} />}
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
