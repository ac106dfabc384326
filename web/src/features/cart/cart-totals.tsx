import type { CartTotals } from '../../api/shapes.ts'
import { cartTexts } from '../../texts/cart.ts'
import { formatMoney } from '../../ui/format.ts'
import { Notice } from '../../ui/notice.tsx'
import { Price } from '../../ui/price.tsx'

const t = cartTexts.totals

/** What our own copies and ebooks come to where they go, part by part; or why that cannot be said. */
export function Totals({ totals, hasWishes }: { totals: CartTotals | null; hasWishes: boolean }) {
  return (
    <section aria-labelledby="totals-title" className="space-y-3">
      {totals && (
        <h2 id="totals-title" className="font-serif text-2xl">
          {totals.kind === 'known' && !totals.days ? t.titleDigital : t.title}
        </h2>
      )}
      {totals?.kind === 'refused' && <Notice tone="caution">{t[totals.reason]}</Notice>}
      {totals?.kind === 'known' && <KnownTotals totals={totals} />}
      {hasWishes && <p className="text-sm text-soft">{t.wishes}</p>}
    </section>
  )
}

function KnownTotals({ totals }: { totals: Extract<CartTotals, { kind: 'known' }> }) {
  const { goods, shipping, tax, taxName, total, isEstimate, days } = totals
  return (
    <>
      <dl className="grid grid-cols-[1fr_auto] gap-y-2">
        <dt className="text-soft">{t.goods}</dt>
        <dd className="price pl-6 text-right">{formatMoney(goods)}</dd>
        {days && (
          <>
            <dt className="text-soft">{t.shipping}</dt>
            <dd className="price pl-6 text-right">{shipping.minor === 0 ? t.free : formatMoney(shipping)}</dd>
          </>
        )}
        <dt className="text-soft">{taxName === null ? t.noTax : t.tax(taxName)}</dt>
        <dd className="price pl-6 text-right">{formatMoney(tax)}</dd>
        <dt className="border-t border-line pt-2 font-medium">{t.total}</dt>
        <dd data-testid="total" className="border-t border-line pt-2 pl-6 text-right">
          <Price money={total} size="medium" />
        </dd>
      </dl>
      {isEstimate && <p className="text-sm">{t.isEstimate}</p>}
      <p className="text-sm text-soft">{days ? t.days(days.min, days.max) : t.atOnce}</p>
    </>
  )
}
