import { CircleDot, CircleX, Clock, UserRound } from 'lucide-react'
import { Link } from 'react-router'
import type { PurchaseSummary } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatDate, formatMoney } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { OrderStateMark } from './order-state-mark.tsx'

const t = texts.orders

/** All that was bought, was not, or is under way: each with what came of it, in words. */
export function PurchaseList({ purchases }: { purchases: readonly PurchaseSummary[] }) {
  return (
    <ol className="divide-y divide-line border-y border-line">
      {purchases.map((purchase) => (
        <li key={purchase.id} className="group relative flex items-center gap-4 py-4 sm:gap-6">
          <Cover
            title={purchase.title}
            authors={[]}
            className={`w-14 shrink-0 ${purchase.result ? '' : 'opacity-60 saturate-50'}`}
          />
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-serif text-xl">
              <Link
                to={addressOf(purchase)}
                className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
              >
                {purchase.title}
              </Link>
            </h2>
            <p className="text-sm text-soft">{whenOf(purchase)}</p>
            <Came purchase={purchase} />
          </div>
          {purchase.result && <Price money={purchase.result.total} size="medium" />}
        </li>
      ))}
    </ol>
  )
}

/** Something bought is followed on the page of its order. */
function addressOf({ id, result }: PurchaseSummary): string {
  return result ? paths.order({ id: result.orderId }) : paths.purchase({ id })
}

function whenOf({ createdAt, result, maxTotal }: PurchaseSummary): string {
  const when = formatDate(createdAt)
  return result ? t.bought(when, result.sellerName) : t.asked(when, formatMoney(maxTotal))
}

function Came({ purchase: { state, lowestFound, orderState } }: { purchase: PurchaseSummary }) {
  if (state === 'PURCHASED') return orderState ? <OrderStateMark state={orderState} /> : null
  const isOver = state === 'NO_OFFER' || state === 'DECLINED' || state === 'CANCELLED'
  const needsShopper = state === 'ACTION_REQUIRED'
  const Icon = isOver ? CircleX : needsShopper ? UserRound : state === 'NEEDS_REVIEW' ? CircleDot : Clock
  const look = isOver ? 'text-soft' : needsShopper || state === 'NEEDS_REVIEW' ? 'text-caution' : 'text-accent'
  return (
    <p className={`mt-1 inline-flex items-center gap-1.5 text-sm font-medium ${look}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {state === 'NO_OFFER' && lowestFound ? t.notBoughtLowest(formatMoney(lowestFound.total)) : t.came[state]}
    </p>
  )
}
