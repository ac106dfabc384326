import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import type { OpsPurchase } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { ActionPanel } from '../features/ops/action-panel.tsx'
import { isEnded, pollEvery } from '../features/ops/follow.ts'
import { KnownFacts } from '../features/ops/known-facts.tsx'
import { PurchaseRecords } from '../features/ops/purchase-records.tsx'
import { ReviewHead } from '../features/ops/review-head.tsx'
import { SaidNow } from '../features/ops/said-now.tsx'
import { StaffPage } from '../features/staff/staff-page.tsx'
import { Known } from '../parts/known.tsx'
import { Problem } from '../parts/problem.tsx'
import { paths } from '../paths.ts'
import { opsTexts } from '../texts/ops.ts'

/** For staff: one purchase, what we know beside what they say now, and what can be done. */
export function Component() {
  const { purchaseId = '' } = useParams()
  return (
    <StaffPage title={opsTexts.title} back={{ to: paths.ops(), text: opsTexts.purchase.back }}>
      <Purchase purchaseId={purchaseId} />
    </StaffPage>
  )
}

function Purchase({ purchaseId }: { purchaseId: string }) {
  const query = useQuery(
    trpc.ops.getPurchase.queryOptions(
      { purchaseId },
      { staleTime: 1_000, refetchInterval: ({ state }) => pollEvery(state.data?.state) },
    ),
  )
  return (
    <Known heading={opsTexts.title} query={query}>
      {(purchase) => <Review purchase={purchase} />}
    </Known>
  )
}

function Review({ purchase }: { purchase: OpsPurchase }) {
  const [isAsked, setAsked] = useState(false)
  const { id: purchaseId, state } = purchase
  const isReviewed = state === 'NEEDS_REVIEW'
  const sides = useQuery(
    trpc.ops.readSides.queryOptions(
      { purchaseId },
      { enabled: isReviewed || isAsked, staleTime: Infinity, refetchOnWindowFocus: false, retry: false },
    ),
  )
  return (
    <>
      <ReviewHead title={purchase.title} of={purchase} />
      <div className="mb-10 grid items-start gap-6 lg:grid-cols-2">
        <KnownFacts purchase={purchase} />
        <SaidNow
          sides={sides.data}
          isAsking={sides.isFetching}
          problem={<Problem error={sides.error} />}
          onLook={() => {
            setAsked(true)
            void sides.refetch()
          }}
        />
      </div>
      <ActionPanel purchase={purchase} sides={sides.isFetching ? undefined : sides.data} />
      <PurchaseRecords purchase={purchase} isRunning={!isReviewed && !isEnded(state)} />
    </>
  )
}
