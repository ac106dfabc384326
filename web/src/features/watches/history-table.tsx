import { Link } from 'react-router'
import type { PriceHistory } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { watchTexts } from '../../texts/watches.ts'
import { formatDateTime, formatMoney } from '../../ui/format.ts'

const t = watchTexts.watches.chart
const rowsMax = 200 // of at most 500 and what was paid; older ones are in the line

/** The chart in words, the newest first. */
export function HistoryTable({ history }: { history: PriceHistory }) {
  const rows = [...history.asked.map((step) => ({ ...step, purchaseId: null })), ...history.paid]
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, rowsMax)
  return (
    <details className="mt-3">
      <summary className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-4">
        {t.table}
      </summary>
      <div className="mt-2 max-h-96 overflow-auto" tabIndex={0} role="region" aria-label={t.title}>
        <table className="w-full border-collapse text-[0.9375rem]">
          <caption className="sr-only">{t.title}</caption>
          <thead>
            <tr className="border-b border-line-strong text-left text-sm text-soft">
              <th scope="col" className="py-2 pr-4 font-normal">
                {t.columns.when}
              </th>
              <th scope="col" className="py-2 pr-4 font-normal">
                {t.columns.what}
              </th>
              <th scope="col" className="py-2 pr-4 font-normal">
                {t.columns.seller}
              </th>
              <th scope="col" className="py-2 text-right font-normal">
                {t.columns.price}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ at, total, sellerName, purchaseId }) => (
              <tr key={`${at}${purchaseId ?? ''}`} className="border-b border-line align-baseline">
                <th scope="row" className="price py-2 pr-4 text-left font-normal">
                  {formatDateTime(at)}
                </th>
                <td className="py-2 pr-4">
                  {purchaseId ? (
                    <Link to={paths.purchase({ id: purchaseId })} className="text-accent underline underline-offset-4">
                      {t.paid}
                    </Link>
                  ) : (
                    t.lookedAt
                  )}
                </td>
                <td className="py-2 pr-4">{sellerName}</td>
                <td className="price py-2 text-right">{total ? formatMoney(total) : t.nobody}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
