import { Link } from 'react-router'
import type { CheckoutLine } from '../../api/shapes.ts'
import { useNow } from '../../local/use-now.ts'
import { paths } from '../../paths.ts'
import { opsTexts } from '../../texts/ops.ts'
import { formatAge, formatMoney } from '../../ui/format.ts'
import { NeedMark } from './need-mark.tsx'

const t = opsTexts.checkouts

/** The checkouts that need somebody: what is the matter, since when, and how much is at stake. */
export function CheckoutList({ checkouts }: { checkouts: readonly CheckoutLine[] }) {
  const now = useNow(30_000)
  return (
    <ul className="divide-y divide-line border-y border-line">
      {checkouts.map(({ id, state, reason, what, total, since }) => (
        <li key={id} className="group relative flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-5">
          <div className="min-w-0 flex-1 basis-72">
            <NeedMark isNeeded={reason !== null} />
            <h2 className="mt-1 font-serif text-xl">
              <Link
                to={paths.opsCheckout({ id })}
                className="inline-block min-h-6 after:absolute after:inset-0 group-hover:text-accent"
              >
                {what}
              </Link>
            </h2>
            <code className="font-mono text-sm wrap-anywhere text-soft">
              {[state, reason].filter(Boolean).join(' · ')}
            </code>
          </div>
          <p className="text-sm text-soft sm:text-right">
            <span className="price block text-lg font-semibold text-ink">
              {total ? formatMoney(total) : t.wishesOnly}
            </span>
            {opsTexts.reviews.since} <time dateTime={since}>{formatAge(since, now)}</time>
          </p>
        </li>
      ))}
    </ul>
  )
}
