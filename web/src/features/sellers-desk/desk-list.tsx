import { Link } from 'react-router'
import type { DeskLine } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { deskTexts } from '../../texts/desk.ts'
import { formatShare } from './basis-points.ts'
import { StateMark } from './state-mark.tsx'

const t = deskTexts

/** One's sellers: how each stands in plain words, what to do about it, and the share of promises kept. */
export function DeskList({ sellers }: { sellers: readonly DeskLine[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {sellers.map((seller) => (
        <li
          key={seller.sellerId}
          className="group relative flex flex-wrap items-start justify-between gap-x-6 gap-y-2 py-5"
        >
          <div className="min-w-0 flex-1 basis-64">
            <h2 className="font-serif text-2xl wrap-anywhere">
              <Link
                to={paths.deskSeller({ id: seller.sellerId })}
                className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
              >
                {seller.name}
              </Link>
            </h2>
            <StateMark state={seller.state} hasFailedTests={seller.hasFailedTests} />
            <p className="mt-1 text-[0.9375rem] text-soft">
              {seller.trouble ? t.trouble[seller.trouble] : seller.stateReason}
            </p>
          </div>
          <Kept seller={seller} />
        </li>
      ))}
    </ul>
  )
}

function Kept({ seller: { standing } }: { seller: DeskLine }) {
  if (!standing) return null
  if (standing.placed === 0) return <p className="text-sm text-soft sm:text-right">{t.noOrders}</p>
  return (
    <p className="text-sm text-soft sm:text-right">
      <span className="price block text-2xl font-semibold text-ink">{formatShare(standing.keptBasisPoints)}</span>
      {t.kept}, {t.basedOn(standing.placed)}
    </p>
  )
}
