import { Check } from 'lucide-react'
import type { Purchase } from '../../api/shapes.ts'
import { texts } from '../../texts.ts'
import { formatTime } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = texts.receipt

/** The decision laid open: every quote, why it was chosen or passed over, who did not answer, and what was agreed to. */
export function Receipt({ receipt }: { receipt: NonNullable<Purchase['receipt']> }) {
  const { decidedAt, quotes, coverage, unanswered, consent } = receipt
  return (
    <section aria-labelledby="receipt-title">
      <h2 id="receipt-title" className="font-serif text-2xl">
        {t.title}
      </h2>
      <p className="mt-1 mb-3 text-soft">{t.lead(formatTime(decidedAt), coverage.answered, coverage.asked)}</p>
      {quotes.length > 0 && (
        <table className="w-full border-collapse text-[0.9375rem]">
          <caption className="sr-only">{t.title}</caption>
          <thead>
            <tr className="border-b border-line-strong text-left text-sm text-soft">
              <th scope="col" className="py-2 pr-4 font-normal">
                {t.columns.seller}
              </th>
              <th scope="col" className="hidden py-2 pr-4 font-normal sm:table-cell">
                {t.columns.condition}
              </th>
              <th scope="col" className="hidden py-2 pr-4 font-normal sm:table-cell">
                {t.columns.why}
              </th>
              <th scope="col" className="py-2 text-right font-normal">
                {t.columns.total}
              </th>
            </tr>
          </thead>
          <tbody>
            {quotes.map((quote) => {
              const isChosen = quote.verdict === 'CHOSEN'
              return (
                <tr
                  key={quote.quoteId}
                  className={`border-b border-line align-baseline ${isChosen ? 'bg-accent-wash' : ''}`}
                >
                  <th
                    scope="row"
                    className={`py-2.5 pr-4 text-left font-medium ${isChosen ? 'border-l-3 border-accent pl-3' : ''}`}
                  >
                    {isChosen && (
                      <Check aria-label={t.chosen} className="mr-1 inline size-4 align-[-2px] text-accent" />
                    )}
                    {quote.sellerName}
                    <span className="block text-sm font-normal text-soft sm:hidden">
                      {texts.conditions[quote.condition]}. {quote.why}
                    </span>
                  </th>
                  <td className="hidden py-2.5 pr-4 sm:table-cell">{texts.conditions[quote.condition]}</td>
                  <td className="hidden py-2.5 pr-4 text-soft sm:table-cell">{quote.why}</td>
                  <td className={`py-2.5 text-right ${isChosen ? 'pr-3' : ''}`}>
                    {quote.total ? <Price money={quote.total} /> : <span className="text-soft">{t.unknownTotal}</span>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      {unanswered.length > 0 && (
        <>
          <h3 className="mt-5 text-sm text-soft">{t.unanswered}</h3>
          <ul className="mt-1 space-y-1 text-[0.9375rem]">
            {unanswered.map(({ sellerName, why }) => (
              <li key={sellerName}>
                {sellerName}: <span className="text-soft">{why}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3 className="mt-5 text-sm text-soft">{t.consent}</h3>
      <p className="mt-1 max-w-reading text-[0.9375rem]">{consent}</p>
    </section>
  )
}
