import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Checkout, PurchaseState } from '../../api/shapes.ts'
import { trpc } from '../../api/trpc.ts'
import { nameSeller } from '../../parts/name-seller.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatMoney, listNames } from '../../ui/format.ts'
import { isWayOut } from './checkout-view.ts'

const t = checkoutTexts.done
const lookMs = 3_000 // each has a page of its own that follows it live
const ends: readonly PurchaseState[] = ['PURCHASED', 'NO_OFFER', 'DECLINED', 'CANCELLED', 'NEEDS_REVIEW']

type Begun = Checkout['purchases'][number]

/** What became of each "cheapest" line, as far as it is known. */
export function BegunPurchases({ checkout: { state, purchases } }: { checkout: Checkout }) {
  if (purchases.length === 0) return null
  return (
    <section aria-labelledby="purchases-title">
      <h2 id="purchases-title" className="mb-4 font-serif text-2xl">
        {t.begun}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {purchases.map((purchase) => (
          <li key={purchase.isbn13} className="group relative flex items-center gap-4 py-4">
            <Cover title={purchase.title} authors={[]} className="w-12 shrink-0" />
            <div className="min-w-0 flex-1">
              <h3 className="font-serif text-lg leading-snug wrap-anywhere">
                {purchase.purchaseId ? (
                  <Link
                    to={paths.purchase({ id: purchase.purchaseId })}
                    className="inline-block min-h-6 after:absolute after:inset-0 group-hover:text-accent"
                  >
                    {purchase.title}
                  </Link>
                ) : (
                  purchase.title
                )}
              </h3>
              <p className="text-sm text-soft">
                {listNames(purchase.conditions.map((condition) => texts.conditions[condition]))}
              </p>
              {purchase.purchaseId ? (
                <Came purchaseId={purchase.purchaseId} />
              ) : (
                <p className="mt-1 text-sm font-medium text-soft">{unbegun(purchase, isWayOut(state))}</p>
              )}
            </div>
            <p className="price text-right text-sm text-soft">
              {checkoutTexts.books.atMost(formatMoney(purchase.maxTotal))}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

function unbegun({ reason }: Begun, isEnded: boolean): string {
  if (reason) return t.notBegunGone
  return isEnded ? t.notBegun : t.waits
}

function Came({ purchaseId }: { purchaseId: string }) {
  const { data } = useQuery({
    ...trpc.buying.get.queryOptions({ purchaseId }),
    refetchInterval: ({ state: { data: known } }) => (known && ends.includes(known.state) ? false : lookMs),
  })
  if (!data) return <p className="mt-1 text-sm text-soft">{texts.loading}</p>
  const { state, result } = data
  return (
    <p className={`mt-1 text-sm font-medium ${toneOf(state)}`}>
      {state === 'PURCHASED'
        ? result && t.bought(formatMoney(result.total), nameSeller(result))
        : texts.orders.came[state]}
    </p>
  )
}

function toneOf(state: PurchaseState): string {
  if (state === 'ACTION_REQUIRED' || state === 'NEEDS_REVIEW') return 'text-caution'
  return ends.includes(state) && state !== 'PURCHASED' ? 'text-soft' : 'text-accent'
}
