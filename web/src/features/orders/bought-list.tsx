import { CircleDot, CircleX, Clock, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { CheckoutState, CheckoutSummary, Money, PurchaseState, PurchaseSummary } from '../../api/shapes.ts'
import { nameSeller } from '../../parts/name-seller.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { careTexts } from '../../texts/care.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatDate, formatMoney } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { OrderStateMark } from './order-state-mark.tsx'

const t = texts.orders
const c = checkoutTexts.list

/** All that was bought, was not, or is under way: each with what came of it, in words. */
export function BoughtList({ entries }: { entries: readonly (PurchaseSummary | CheckoutSummary)[] }) {
  return (
    <ol className="divide-y divide-line border-y border-line">
      {entries.map((entry) =>
        'copies' in entry ? (
          <CheckoutRow key={entry.id} checkout={entry} />
        ) : (
          <Row
            key={entry.id}
            title={entry.title}
            to={addressOf(entry)}
            when={whenOf(entry)}
            isBought={entry.result !== undefined}
            price={entry.result?.total}
          >
            <Came purchase={entry} />
          </Row>
        ),
      )}
    </ol>
  )
}

function CheckoutRow({ checkout }: { checkout: CheckoutSummary }) {
  const { state, createdAt, total, copies, ebooks, cheapest } = checkout
  const isPaid = state === 'PAID'
  const ours = [...copies, ...ebooks]
  const [first = '', ...others] = ours.length > 0 ? ours : cheapest
  const isDigital = copies.length === 0 && ebooks.length > 0
  return (
    <Row
      title={others.length > 0 ? careTexts.several(first, others.length) : first}
      cover={first}
      to={pageOf(checkout)}
      when={(isDigital ? c.placedDigital : c.placed)(formatDate(createdAt))}
      isBought={isPaid}
      price={isPaid ? total : undefined}
    >
      {state === 'PAID' ? <OrderCame checkout={checkout} /> : <CheckoutCame state={state} />}
    </Row>
  )
}

/** Two orders are shown together, on the page of the checkout; one is shown itself. */
function pageOf({ id, state, orderId, ebookOrderId }: CheckoutSummary): string {
  const only = orderId && ebookOrderId ? undefined : (orderId ?? ebookOrderId)
  return state === 'PAID' && only ? paths.order({ id: only }) : paths.checkoutDone({ id })
}

/** How far the copies are; ebooks alone are where they belong. */
function OrderCame({ checkout: { orderState, ebookOrderId } }: { checkout: CheckoutSummary }) {
  if (orderState) return <OrderStateMark state={orderState} />
  return ebookOrderId ? <OrderStateMark state="DELIVERED" isDigital /> : null
}

function Row({
  title,
  cover = title,
  to,
  when,
  isBought,
  price,
  children,
}: {
  title: string
  cover?: string
  to: string
  when: string
  isBought: boolean
  price: Money | undefined
  children: ReactNode
}) {
  return (
    <li className="group relative flex items-center gap-4 py-4 sm:gap-6">
      <Cover title={cover} authors={[]} className={`w-14 shrink-0 ${isBought ? '' : 'opacity-60 saturate-50'}`} />
      <div className="min-w-0 flex-1">
        <h2 className="truncate font-serif text-xl">
          <Link to={to} className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent">
            {title}
          </Link>
        </h2>
        <p className="text-sm text-soft">{when}</p>
        {children}
      </div>
      {price && <Price money={price} size="medium" />}
    </li>
  )
}

/** Something bought is followed on the page of its order. */
function addressOf({ id, result }: PurchaseSummary): string {
  return result ? paths.order({ id: result.orderId }) : paths.purchase({ id })
}

function whenOf({ createdAt, result, maxTotal }: PurchaseSummary): string {
  const when = formatDate(createdAt)
  return result ? t.bought(when, nameSeller(result)) : t.asked(when, formatMoney(maxTotal))
}

function Came({ purchase: { state, lowestFound, orderState } }: { purchase: PurchaseSummary }) {
  if (state === 'PURCHASED') return orderState ? <OrderStateMark state={orderState} /> : null
  return (
    <Mark state={state}>
      {state === 'NO_OFFER' && lowestFound ? t.notBoughtLowest(formatMoney(lowestFound.total)) : t.came[state]}
    </Mark>
  )
}

function CheckoutCame({ state }: { state: Exclude<CheckoutState, 'PAID'> }) {
  return <Mark state={state}>{c.came[state]}</Mark>
}

/** Over, waiting for somebody, or under way: by a sign as well as in words and colour. */
function Mark({ state, children }: { state: PurchaseState | CheckoutState; children: ReactNode }) {
  const isOver = ['NO_OFFER', 'DECLINED', 'CANCELLED', 'EXPIRED'].includes(state)
  const needsShopper = state === 'ACTION_REQUIRED'
  const Icon = isOver ? CircleX : needsShopper ? UserRound : state === 'NEEDS_REVIEW' ? CircleDot : Clock
  const look = isOver ? 'text-soft' : needsShopper || state === 'NEEDS_REVIEW' ? 'text-caution' : 'text-accent'
  return (
    <p className={`mt-1 inline-flex items-center gap-1.5 text-sm font-medium ${look}`}>
      <Icon aria-hidden className="size-4 shrink-0" />
      {children}
    </p>
  )
}
