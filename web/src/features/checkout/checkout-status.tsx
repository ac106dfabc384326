// The checkout as one glance: how far it is, whether money has moved, what to do.
import { ExternalLink } from 'lucide-react'
import { Link } from 'react-router'
import type { Checkout } from '../../api/shapes.ts'
import { safeActionUrl } from '../../local/safe-action-url.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { Announcer } from '../../ui/announcer.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { PageHeading } from '../../ui/page.tsx'
import { Price } from '../../ui/price.tsx'
import { Stages } from '../../ui/stages.tsx'
import { CancelCheckout } from './cancel-checkout.tsx'
import { headlineOf, isOver, isWayOut, leadOf, moneyOf, nextOf, stagesOf } from './checkout-view.ts'

const t = checkoutTexts.done

export function CheckoutStatus({ checkout }: { checkout: Checkout }) {
  const { id, state, createdAt, total, cancellable } = checkout
  const headline = headlineOf(checkout)
  const lead = leadOf(checkout)
  const { names, current } = stagesOf(checkout)
  return (
    <section
      aria-labelledby="checkout-headline"
      className={`rounded-lg border p-5 sm:p-8 ${state === 'NEEDS_REVIEW' ? 'border-caution/40 bg-caution-wash' : 'border-line bg-raised shadow-card'}`}
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-soft">
        <p>{t.placed(formatDateTime(createdAt))}</p>
        {!isOver(state) && state !== 'NEEDS_REVIEW' && (
          <p className="flex items-center gap-2 text-sm">
            <span aria-hidden className="working size-2 rounded-full bg-accent" /> {texts.purchase.live}
          </p>
        )}
      </div>
      <div id="checkout-headline" className="mt-5">
        <PageHeading className="font-serif text-4xl leading-tight sm:text-5xl">{headline}</PageHeading>
      </div>
      <p className="mt-2 max-w-reading text-lg text-soft">{lead}</p>
      {state === 'PAID' && total && (
        <div className="arrive mt-6">
          <Price money={total} size="huge" className="block" />
        </div>
      )}
      <div className="mt-6 flex flex-wrap gap-3 empty:hidden print:hidden">
        <WayOn checkout={checkout} />
      </div>
      <dl className="mt-6 grid max-w-reading gap-x-4 gap-y-0.5 text-[0.9375rem] sm:grid-cols-[auto_minmax(0,1fr)] sm:gap-y-1.5">
        <dt className="text-soft">{t.moneyTitle}</dt>
        <dd className="mb-1.5 font-medium sm:mb-0">{moneyOf(checkout)}</dd>
        <dt className="text-soft print:hidden">{t.nowTitle}</dt>
        <dd className="print:hidden">{nextOf(checkout)}</dd>
      </dl>
      <div className="mt-8 empty:hidden print:hidden">
        <Stages names={names} current={current} words={texts.purchase.stageWords} />
      </div>
      <div className="mt-6 space-y-3 empty:hidden print:hidden">
        <CancelCheckout checkoutId={id} isCancellable={cancellable} />
      </div>
      <Announcer message={`${headline}. ${lead} ${moneyOf(checkout)}`} />
    </section>
  )
}

/** The one thing to do next: to the bank, to the order, or once more to the cart. */
function WayOn({ checkout: { state, orderId, ebookOrderId, actionUrl } }: { checkout: Checkout }) {
  const url = safeActionUrl(actionUrl)
  if (state === 'ACTION_REQUIRED' && url !== null)
    return (
      <a href={url} rel="noreferrer" className={buttonClass('primary')}>
        {t.toBank} <ExternalLink aria-hidden className="size-4" />
      </a>
    )
  if (state === 'PAID')
    return (
      <>
        {orderId && (
          <Link to={paths.order({ id: orderId })} className={buttonClass('primary')}>
            {t.seeOrder}
          </Link>
        )}
        {ebookOrderId && (
          <Link to={paths.library()} className={buttonClass(orderId ? 'plain' : 'primary')}>
            {t.toLibrary}
          </Link>
        )}
        {ebookOrderId && (
          <Link to={paths.order({ id: ebookOrderId })} className={buttonClass('plain')}>
            {orderId ? t.seeEbookOrder : t.seeOrder}
          </Link>
        )}
      </>
    )
  if (!isWayOut(state)) return null
  return (
    <>
      <Link to={paths.checkout()} className={buttonClass('primary')}>
        {t.again}
      </Link>
      <Link to={paths.cart()} className={buttonClass('plain')}>
        {t.toCart}
      </Link>
    </>
  )
}
