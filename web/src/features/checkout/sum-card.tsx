import type { ReactNode } from 'react'
import type { Cart, CartLine } from '../../api/shapes.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { formatMoney } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { type Sums, toSums } from './sums.ts'

const t = checkoutTexts

/** What it comes to, what exactly is agreed to, and below it the button. `children` are the totals of our own copies, the messages and the button. */
export function SumCard({
  cart,
  place,
  totals,
  children,
}: {
  cart: Cart
  /** Where to, in words; null while it is not said. */
  place: string | null
  totals: ReactNode
  children: ReactNode
}) {
  const sums = toSums(cart.lines, cart.totals)
  return (
    <section
      aria-labelledby="sum-title"
      className="space-y-4 rounded-lg border border-line bg-raised p-5 shadow-card lg:sticky lg:top-6"
    >
      <h2 id="sum-title" className="sr-only">
        {t.sum.title}
      </h2>
      {totals}
      {totals && sums.wishCount > 0 && <hr className="border-line" />}
      {sums.wishCount > 0 && <Wishes sums={sums} />}
      {place !== null && <Consent sums={sums} kinds={new Set(cart.lines.map(({ kind }) => kind))} place={place} />}
      {children}
    </section>
  )
}

function Wishes({ sums: { wishes, wishCount, most } }: { sums: Sums }) {
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-y-2">
      <dt className="text-soft">{t.sum.wishes(wishCount)}</dt>
      <dd className="pl-6 text-right">
        {wishes.map((sum) => (
          <Price key={sum.currency} money={sum} className="block" />
        ))}
      </dd>
      {most && (
        <>
          <dt className="font-medium">{t.sum.most}</dt>
          <dd className="pl-6 text-right">
            <Price money={most} size="medium" />
          </dd>
        </>
      )}
    </dl>
  )
}

function Consent({
  sums: { own, wishCount },
  kinds,
  place,
}: {
  sums: Sums
  kinds: ReadonlySet<CartLine['kind']>
  place: string
}) {
  if (own === null && wishCount === 0) return null
  const total = own ? formatMoney(own) : ''
  return (
    <div className="space-y-1.5 border-l-2 border-accent pl-3 text-sm" data-testid="consent">
      {own && <p>{kinds.has('copy') ? t.consent.own({ total, place }) : t.consent.digital({ total })}</p>}
      {kinds.has('copy') && kinds.has('ebook') && <p>{t.consent.digitalToo}</p>}
      {wishCount > 0 && <p>{own ? t.consent.wishes(wishCount) : t.consent.wishesOnly(wishCount)}</p>}
    </div>
  )
}
