import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Mandate } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { paths } from '../../paths.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Definition, Definitions } from '../../ui/definition.tsx'
import { formatDateTime, formatMoney, listNames } from '../../ui/format.ts'

const t = watchTexts.watches.mandate

/** What Quire may buy without asking, how much of it is used, and each purchase made so. */
export function MandatePanel({ mandate }: { mandate: Mandate }) {
  const { capPerCopy, count, bought, budget, spent, reserved, purchases } = mandate
  const sellers = useSellerRule(mandate)
  return (
    <section aria-labelledby="mandate-title">
      <h2 id="mandate-title" className="mb-3 font-serif text-2xl">
        {t.title}
      </h2>
      <Definitions>
        <Definition name={t.copies}>{t.copiesUsed(bought, count)}</Definition>
        <Definition name={t.each}>{formatMoney(capPerCopy)}</Definition>
        <Definition name={t.budget}>
          {t.spent(formatMoney(spent), formatMoney(budget))}
          <Spent share={budget.minor > 0 ? spent.minor / budget.minor : 0} reserved={reserved.minor / budget.minor} />
          {reserved.minor > 0 && <span className="block text-sm text-soft">{t.reserved(formatMoney(reserved))}</span>}
        </Definition>
        <Definition name={t.sellers}>{sellers}</Definition>
      </Definitions>
      <h3 className="mt-6 mb-2 font-medium">{t.purchases}</h3>
      {purchases.length === 0 ? (
        <p className="text-soft">{t.noPurchases}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {purchases.map(({ purchaseId, state, spent: paid, reserved: aside, sellerName, at }) => (
            <li
              key={purchaseId}
              className="group relative flex flex-wrap items-baseline justify-between gap-x-4 py-2.5"
            >
              <Link
                to={paths.purchase({ id: purchaseId })}
                className="after:absolute after:inset-0 group-hover:text-accent"
              >
                {t.use[state](formatMoney(paid ?? aside))} {sellerName && watchTexts.watches.from(sellerName)}
              </Link>
              <time dateTime={at} className="price text-sm text-soft">
                {formatDateTime(at)}
              </time>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The budget as a bar; the words above it say the same. Shares of one. */
function Spent({ share, reserved }: { share: number; reserved: number }) {
  return (
    <span aria-hidden className="mt-1.5 flex h-1.5 w-full max-w-72 overflow-hidden rounded-full bg-line">
      <span className="bg-accent" style={{ width: `${share * 100}%` }} />
      <span className="working bg-caution" style={{ width: `${reserved * 100}%` }} />
    </span>
  )
}

function useSellerRule({ sellersAllowed, sellersRefused }: Mandate): string {
  const { data } = useQuery(trpc.sellers.list.queryOptions(undefined, { staleTime: 600_000 }))
  const names = (ids: readonly string[]) =>
    listNames(ids.map((id) => data?.sellers.find((seller) => seller.id === id)?.name ?? id))
  if (sellersAllowed) return t.only(names(sellersAllowed))
  return sellersRefused ? t.except(names(sellersRefused)) : t.anySeller
}
