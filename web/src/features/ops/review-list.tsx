import { Link } from 'react-router'
import type { ReviewLine } from '../../api/shapes.ts'
import { useNow } from '../../local/use-now.ts'
import { paths } from '../../paths.ts'
import { opsTexts } from '../../texts/ops.ts'
import { formatAge, formatMoney } from '../../ui/format.ts'
import { NeedMark } from './need-mark.tsx'

const t = opsTexts.reviews

/** The purchases that need somebody: what, since when, and how much is at stake. */
export function ReviewList({ purchases }: { purchases: readonly ReviewLine[] }) {
  const now = useNow(30_000)
  return (
    <ul className="divide-y divide-line border-y border-line">
      {purchases.map((purchase) => (
        <li
          key={purchase.id}
          className="group relative flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-5"
        >
          <div className="min-w-0 flex-1 basis-72">
            <h2 className="font-serif text-2xl wrap-anywhere">
              <Link
                to={paths.opsPurchase({ id: purchase.id })}
                className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
              >
                {purchase.title}
              </Link>
            </h2>
            <NeedMark isNeeded={purchase.reason !== null} />
            <p className="mt-1">{purchase.what}</p>
            {purchase.reason && <code className="font-mono text-sm text-soft">{purchase.reason}</code>}
          </div>
          <p className="text-sm text-soft sm:text-right">
            <span className="price block text-lg font-semibold text-ink">
              {purchase.sellerName && purchase.orderTotal
                ? t.order(purchase.sellerName, formatMoney(purchase.orderTotal))
                : t.atMost(formatMoney(purchase.max))}
            </span>
            {t.since} <time dateTime={purchase.since}>{formatAge(purchase.since, now)}</time>
          </p>
        </li>
      ))}
    </ul>
  )
}
