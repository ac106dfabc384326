import { Check, Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Purchase } from '../../api/shapes.ts'
import { nameSeller } from '../../parts/name-seller.ts'
import { texts } from '../../texts.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime, formatMoney, listNames } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import {
  type ReasonGroup,
  type ReceiptQuote,
  ageSeconds,
  boughtQuote,
  passedOver,
  silentSellers,
} from './receipt-view.ts'

const t = texts.receipt
const shownAtFirst = 4 // of one reason: enough to believe it; the rest is a press away, and printed

type Receipt = NonNullable<Purchase['receipt']>

/** What was paid and to whom, why there and not elsewhere, and what was agreed to. Made to be printed too. */
export function ReceiptSheet({ purchase, receipt }: { purchase: Purchase; receipt: Receipt }) {
  const bought = boughtQuote(receipt)
  return (
    <section aria-labelledby="receipt-title" className="rounded-lg border border-line bg-raised p-5 shadow-card sm:p-8">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div>
          <h2 id="receipt-title" className="font-serif text-3xl">
            {bought ? t.title : t.titleUnbought}
          </h2>
          <p className="mt-1 text-soft">
            {t.lead(formatDateTime(receipt.decidedAt), receipt.coverage.answered, receipt.coverage.asked)}
          </p>
        </div>
        <Button className="print:hidden" onClick={() => window.print()}>
          <Printer aria-hidden className="size-4" /> {t.print}
        </Button>
      </div>
      <div className="mt-6 space-y-7">
        {bought && purchase.result && (
          <Paid quote={bought} paid={purchase.result.total} decidedAt={receipt.decidedAt} />
        )}
        <PassedOver receipt={receipt} hasBought={bought !== null} />
        <Silent receipt={receipt} />
        <Part title={t.consent}>
          <p className="max-w-reading">{receipt.consent}</p>
        </Part>
      </div>
      <p className="mt-6 border-t border-line pt-3 text-sm text-soft">
        {t.number} <span className="price wrap-anywhere whitespace-normal">{purchase.id}</span>
      </p>
    </section>
  )
}

function Paid({
  quote,
  paid,
  decidedAt,
}: {
  quote: ReceiptQuote
  paid: NonNullable<Purchase['result']>['total']
  decidedAt: string
}) {
  const { total, item, shipping, tax, sellerTotal, fxRate, fxAt } = quote
  const hasParts = total?.minor === paid.minor && total.currency === paid.currency // the seller may have confirmed less
  return (
    <div className="grid gap-x-12 gap-y-6 sm:grid-cols-[minmax(0,1fr)_18rem]">
      <Part title={t.why}>
        <p className="flex gap-2">
          <Check aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <span>
            <strong className="font-medium">{nameSeller(quote)}</strong>: {quote.why}
          </span>
        </p>
        <p className="mt-1 text-soft">
          {texts.conditions[quote.condition]} · {t.age(ageSeconds(quote, decidedAt))}
        </p>
        {sellerTotal && fxRate && (
          <p className="mt-1 text-soft">{t.fx(formatMoney(sellerTotal), fxRate, fxAt ? formatDateTime(fxAt) : null)}</p>
        )}
      </Part>
      <div>
        <h3 className="mb-2 text-sm text-soft">{t.paid}</h3>
        <dl className="grid grid-cols-[1fr_auto] gap-y-1.5">
          {hasParts && (
            <>
              <Line name={texts.orders.item}>{formatMoney(item)}</Line>
              {shipping && <Line name={texts.orders.shipping}>{formatMoney(shipping)}</Line>}
              {tax && <Line name={texts.orders.tax}>{formatMoney(tax)}</Line>}
            </>
          )}
          <dt className="border-t border-line-strong pt-2 font-medium">{t.charged}</dt>
          <dd className="border-t border-line-strong pt-2 text-right">
            <Price money={paid} size="medium" />
          </dd>
        </dl>
      </div>
    </div>
  )
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="price text-right">{children}</dd>
    </>
  )
}

function PassedOver({ receipt, hasBought }: { receipt: Receipt; hasBought: boolean }) {
  const groups = passedOver(receipt)
  if (groups.length === 0) return null
  return (
    <Part title={hasBought ? t.others : t.offers}>
      <ul className="space-y-4">
        {groups.map((group) => (
          <li key={group.why}>
            <p className="font-medium">{group.why}</p>
            <Quotes isFirst quotes={group.quotes.slice(0, shownAtFirst)} decidedAt={receipt.decidedAt} />
            {group.quotes.length > shownAtFirst && (
              <details>
                <summary className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-4 print:hidden">
                  {t.more(group.quotes.length - shownAtFirst)}
                </summary>
                <Quotes quotes={group.quotes.slice(shownAtFirst)} decidedAt={receipt.decidedAt} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Quotes({
  quotes,
  decidedAt,
  isFirst = false,
}: {
  quotes: ReasonGroup['quotes']
  decidedAt: string
  isFirst?: boolean
}) {
  return (
    <ul className={`divide-y divide-line border-b border-line ${isFirst ? 'mt-1 border-t' : ''}`}>
      {quotes.map((quote) => (
        <li key={quote.quoteId} className="flex items-baseline justify-between gap-4 py-1.5">
          <span className="min-w-0">
            {nameSeller(quote)}
            <span className="ml-2 text-sm text-soft">
              {texts.conditions[quote.condition]} · {t.age(ageSeconds(quote, decidedAt))}
            </span>
          </span>
          {quote.total ? <Price money={quote.total} /> : <span className="shrink-0 text-soft">{t.unknownTotal}</span>}
        </li>
      ))}
    </ul>
  )
}

function Silent({ receipt }: { receipt: Receipt }) {
  const groups = silentSellers(receipt)
  if (groups.length === 0) return null
  return (
    <Part title={t.unanswered}>
      <ul className="space-y-1">
        {groups.map(({ why, names }) => (
          <li key={why}>
            {listNames(names)}: <span className="text-soft">{why}</span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="break-inside-avoid-page text-[0.9375rem]">
      <h3 className="mb-2 text-sm text-soft">{title}</h3>
      {children}
    </div>
  )
}
