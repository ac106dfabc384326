import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import type { OpsPurchase } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { ActionPanel, isEnded } from '../features/ops/action-panel.tsx'
import { KnownFacts } from '../features/ops/known-facts.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { PurchaseRecords } from '../features/ops/purchase-records.tsx'
import { SaidNow } from '../features/ops/said-now.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { opsTexts } from '../texts/ops.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Page, PageHeading } from '../ui/page.tsx'

const t = opsTexts.purchase
const followMs = 2_000 // while it goes on by itself
const watchMs = 15_000 // in review: a colleague may act too

/** For staff: one purchase, what we know beside what they say now, and what can be done. */
export function Component() {
  const { purchaseId = '' } = useParams()
  return (
    <Page title={opsTexts.title}>
      <div className="pt-8">
        <StaffFrame>
          <Link
            to={paths.ops()}
            className="inline-flex min-h-touch items-center gap-2 text-sm text-soft hover:underline"
          >
            <ArrowLeft aria-hidden className="size-4" /> {t.back}
          </Link>
          <Known purchaseId={purchaseId} />
        </StaffFrame>
      </div>
    </Page>
  )
}

function Known({ purchaseId }: { purchaseId: string }) {
  const { data, error, refetch } = useQuery(
    trpc.ops.getPurchase.queryOptions(
      { purchaseId },
      { staleTime: 1_000, refetchInterval: ({ state }) => pollEvery(state.data?.state) },
    ),
  )
  if (data) return <Review purchase={data} />
  if (!error) return <p aria-busy="true">{texts.loading}</p>
  return (
    <Notice tone="danger" announce action={<Button onClick={() => void refetch()}>{texts.retry}</Button>}>
      {toTrouble(error).sentence}
    </Notice>
  )
}

function pollEvery(state: string | undefined): number | false {
  if (state === undefined || isEnded(state)) return false
  return state === 'NEEDS_REVIEW' ? watchMs : followMs
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
  const problem = sides.error && (
    <Notice tone="danger" announce>
      {toTrouble(sides.error).sentence}
    </Notice>
  )
  return (
    <>
      <PageHeading className="font-serif text-4xl wrap-anywhere">{purchase.title}</PageHeading>
      <p className="mt-2 text-lg">{purchase.what}</p>
      {purchase.advice && <p className="mt-1 text-soft">{purchase.advice}</p>}
      <p className="mt-2 mb-8 font-mono text-sm wrap-anywhere text-soft" data-testid="state">
        {state}
        {purchase.reason && ` · ${purchase.reason}`} · {purchaseId}
      </p>
      <div className="mb-10 grid items-start gap-6 lg:grid-cols-2">
        <KnownFacts purchase={purchase} />
        <SaidNow
          sides={sides.data}
          isAsking={sides.isFetching}
          problem={problem}
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
