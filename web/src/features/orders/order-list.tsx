import { Link } from 'react-router'
import type { OrderSummary } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatDate } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { OrderStateMark } from './order-state-mark.tsx'

const t = texts.orders

export function OrderList({ orders }: { orders: readonly OrderSummary[] }) {
  return (
    <ol className="divide-y divide-line border-y border-line">
      {orders.map((order) => (
        <li key={order.id} className="group relative flex items-center gap-4 py-4 sm:gap-6">
          <Cover title={order.title} authors={[]} className="w-14 shrink-0" />
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-serif text-xl">
              <Link
                to={paths.order({ id: order.id })}
                className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
              >
                {order.title}
              </Link>
            </h2>
            <p className="text-sm text-soft">
              {t.placed(formatDate(order.placedAt))} {t.from(order.sellerName)}
            </p>
            <OrderStateMark state={order.state} />
          </div>
          <Price money={order.total} size="medium" />
        </li>
      ))}
    </ol>
  )
}
