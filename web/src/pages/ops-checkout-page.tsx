import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import type { OpsCheckout } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { CheckoutActions, CheckoutFacts } from '../features/ops/checkout-panel.tsx'
import { Deeds } from '../features/ops/deeds.tsx'
import { isEnded, pollEvery } from '../features/ops/follow.ts'
import { ReviewHead } from '../features/ops/review-head.tsx'
import { StaffPage } from '../features/staff/staff-page.tsx'
import { Known } from '../parts/known.tsx'
import { paths } from '../paths.ts'
import { opsTexts } from '../texts/ops.ts'
import { formatDateTime } from '../ui/format.ts'
import { Timeline } from '../ui/timeline.tsx'

const t = opsTexts.checkouts

/** For staff: one checkout, what is known of it, and what can be done. */
export function Component() {
  const { checkoutId = '' } = useParams()
  return (
    <StaffPage title={t.title} back={{ to: paths.opsCheckouts(), text: t.back }}>
      <Checkout checkoutId={checkoutId} />
    </StaffPage>
  )
}

function Checkout({ checkoutId }: { checkoutId: string }) {
  const query = useQuery(
    trpc.ops.getCheckout.queryOptions(
      { checkoutId },
      { staleTime: 1_000, refetchInterval: ({ state }) => pollEvery(state.data?.state) },
    ),
  )
  return (
    <Known heading={t.title} query={query}>
      {(checkout) => <Review checkout={checkout} />}
    </Known>
  )
}

function Review({ checkout }: { checkout: OpsCheckout }) {
  const { state, shopper, deeds, history } = checkout
  return (
    <>
      <ReviewHead title={shopper ? t.of(shopper.name) : t.ofNobody} of={checkout} />
      <div className="space-y-12">
        <div className="grid items-start gap-x-12 gap-y-10 lg:grid-cols-2">
          <CheckoutFacts checkout={checkout} />
          <CheckoutActions checkout={checkout} />
        </div>
        <Deeds deeds={deeds} names={t.actions} />
        <section aria-labelledby="history-title">
          <h2 id="history-title" className="mb-4 font-serif text-2xl">
            {opsTexts.purchase.history}
          </h2>
          <Timeline
            isRunning={state !== 'NEEDS_REVIEW' && !isEnded(state)}
            format={formatDateTime}
            entries={history.map(({ seq, at, to, event, by }) => ({
              key: seq,
              at,
              text: to,
              note: `${event}, by ${by}`,
            }))}
          />
        </section>
      </div>
    </>
  )
}
