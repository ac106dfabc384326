// The purchase as one glance: what it is about, how far it is, what it came to.
import type { Purchase } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { Cover } from '../../ui/cover.tsx'
import { formatMoney } from '../../ui/format.ts'
import { PageHeading } from '../../ui/page.tsx'
import { CancelPurchase } from './cancel-purchase.tsx'
import { Outcome } from './outcome.tsx'
import { leadOf } from './purchase-view.ts'
import { Stages } from './stages.tsx'

const t = texts.purchase

export function PurchaseStatus({ purchase, isLive }: { purchase: Purchase; isLive: boolean }) {
  const { state, title, maxTotal } = purchase
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
            <PageHeading className="font-serif text-4xl leading-tight sm:text-5xl">{t.headline[state]}</PageHeading>
          </div>
          {lead && <p className="mt-2 max-w-reading text-lg text-soft">{lead}</p>}
          <div className="mt-6 empty:hidden">
            <Outcome purchase={purchase} />
          </div>
        </div>
        <Cover title={title} authors={[]} className="hidden w-36 shrink-0 self-start sm:block" />
      </div>
      <div className="mt-8 empty:hidden">
        <Stages state={state} />
      </div>
      <div className="mt-6 space-y-3 empty:hidden">
        <CancelPurchase purchaseId={purchase.id} isCancellable={purchase.cancellable} />
      </div>
      <Announcer message={`${t.headline[state]}. ${lead || spokenResult(purchase)}`} />
    </section>
  )
}

function spokenResult({ result }: Purchase): string {
  return result ? `${formatMoney(result.total)} ${t.boughtFrom(result.sellerName)}` : ''
}
