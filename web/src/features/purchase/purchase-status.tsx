// The purchase as one glance: what it is about, how far it is, what it came to.
import { Link } from 'react-router'
import type { Purchase } from '../../api/shapes.ts'
import { nameSeller } from '../../parts/name-seller.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Cover } from '../../ui/cover.tsx'
import { formatMoney } from '../../ui/format.ts'
import { PageHeading } from '../../ui/page.tsx'
import { Stages } from '../../ui/stages.tsx'
import { CancelPurchase } from './cancel-purchase.tsx'
import { Outcome } from './outcome.tsx'
import { currentStage, headlineOf, leadOf, moneyOf, nextOf } from './purchase-view.ts'

const t = texts.purchase

export function PurchaseStatus({ purchase, isLive }: { purchase: Purchase; isLive: boolean }) {
  const { state, title, maxTotal } = purchase
  const headline = headlineOf(purchase)
  const lead = leadOf(purchase)
  const isUncertain = state === 'CONFIRMING' || state === 'NEEDS_REVIEW'
  return (
    <section
      aria-labelledby="purchase-headline"
      className={`rounded-lg border p-5 sm:p-8 ${isUncertain ? 'border-caution/40 bg-caution-wash' : 'border-line bg-raised shadow-card'}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-soft">
        <p>
          {t.forBook} <span className="font-serif text-lg text-ink italic">{title}</span>,{' '}
          {t.atMost(formatMoney(maxTotal))}
        </p>
        {isLive && (
          <p className="flex items-center gap-2 text-sm">
            <span aria-hidden className="working size-2 rounded-full bg-accent" /> {t.live}
          </p>
        )}
      </div>
      <div className="mt-5 flex justify-between gap-8">
        <div className="min-w-0">
          <div id="purchase-headline">
            <PageHeading className="font-serif text-4xl leading-tight sm:text-5xl">{headline}</PageHeading>
          </div>
          {lead && <p className="mt-2 max-w-reading text-lg text-soft">{lead}</p>}
          <div className="mt-6 empty:hidden">
            <Outcome purchase={purchase} />
          </div>
          <dl className="mt-6 grid max-w-reading grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 text-[0.9375rem]">
            <dt className="text-soft">{t.moneyTitle}</dt>
            <dd className="font-medium">{moneyOf(purchase)}</dd>
            <dt className="text-soft print:hidden">{t.nowTitle}</dt>
            <dd className="print:hidden">{nextOf(purchase)}</dd>
          </dl>
          {purchase.watchId && <Standing watchId={purchase.watchId} isBought={state === 'PURCHASED'} />}
        </div>
        <Cover title={title} authors={[]} className="hidden w-36 shrink-0 self-start sm:block" />
      </div>
      <div className="mt-8 empty:hidden print:hidden">
        <Stages names={t.stages} current={currentStage(state)} words={t.stageWords} />
      </div>
      <div className="mt-6 space-y-3 empty:hidden print:hidden">
        <CancelPurchase purchaseId={purchase.id} isCancellable={purchase.cancellable} />
      </div>
      <Announcer message={`${headline}. ${lead || spokenResult(purchase)} ${moneyOf(purchase)}`} />
    </section>
  )
}

/** An automatic purchase says what started it, and leads to where it is stopped. */
function Standing({ watchId, isBought }: { watchId: string; isBought: boolean }) {
  return (
    <p className="mt-3 text-[0.9375rem] text-soft">
      {isBought ? t.standing : t.standingOpen}{' '}
      <Link to={paths.watch({ id: watchId })} className="text-accent underline underline-offset-4">
        {t.standingLink}
      </Link>
      .
    </p>
  )
}

function spokenResult({ result }: Purchase): string {
  return result ? `${formatMoney(result.total)} ${t.boughtFrom(nameSeller(result))}` : ''
}
