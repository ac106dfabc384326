import { useQuery } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { Link, useParams } from 'react-router'
import { toTrouble } from '../api/errors.ts'
import type { OpsCheckout } from '../api/shapes.ts'
import { trpc } from '../api/trpc.ts'
import { CheckoutActions, CheckoutFacts, isEnded } from '../features/ops/checkout-panel.tsx'
import { Deeds } from '../features/ops/deeds.tsx'
import { StaffFrame } from '../features/staff/staff-frame.tsx'
import { paths } from '../paths.ts'
import { texts } from '../texts.ts'
import { opsTexts } from '../texts/ops.ts'
import { Button } from '../ui/button.tsx'
import { formatDateTime } from '../ui/format.ts'
import { Notice } from '../ui/notice.tsx'
import { Page, PageHeading } from '../ui/page.tsx'
import { Timeline } from '../ui/timeline.tsx'

const t = opsTexts.checkouts
const followMs = 2_000 // while it goes on by itself
const watchMs = 15_000 // in review: a colleague may act too

/** For staff: one checkout, what is known of it, and what can be done. */
export function Component() {
  const { checkoutId = '' } = useParams()
  return (
    <Page title={t.title}>
      <div className="pt-8">
        <StaffFrame>
          <Link
            to={paths.opsCheckouts()}
            className="inline-flex min-h-touch items-center gap-2 text-sm text-soft hover:underline"
          >
            <ArrowLeft aria-hidden className="size-4" /> {t.back}
          </Link>
          <Known checkoutId={checkoutId} />
        </StaffFrame>
      </div>
    </Page>
  )
}

function Known({ checkoutId }: { checkoutId: string }) {
  const { data, error, refetch } = useQuery(
    trpc.ops.getCheckout.queryOptions(
      { checkoutId },
      { staleTime: 1_000, refetchInterval: ({ state }) => pollEvery(state.data?.state) },
    ),
  )
  if (data) return <Review checkout={data} />
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

function Review({ checkout }: { checkout: OpsCheckout }) {
  const { id, state, reason, what, advice, shopper, deeds, history } = checkout
  return (
    <>
      <PageHeading className="font-serif text-4xl wrap-anywhere">
        {shopper ? t.of(shopper.name) : t.ofNobody}
      </PageHeading>
      <p className="mt-2 text-lg">{what}</p>
      {advice && <p className="mt-1 text-soft">{advice}</p>}
      <p className="mt-2 mb-8 font-mono text-sm wrap-anywhere text-soft" data-testid="state">
        {state}
        {reason && ` · ${reason}`} · {id}
      </p>
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
