import type { Checkout, Money } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { Link } from 'react-router'
import { texts } from '../../texts.ts'
import { cartTexts } from '../../texts/cart.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { Cover } from '../../ui/cover.tsx'
import { countryName, formatMoney } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = checkoutTexts

/** Our own copies and the ebooks of a checkout with what they cost in all, and where they go. */
export function OrderedBooks({ checkout }: { checkout: Checkout }) {
  const { copies, ebooks, goods, shipping, tax, total, shipTo } = checkout
  const isSent = copies.length > 0
  if (!total || !goods || !shipping || !tax) return null
  return (
    <section aria-labelledby="books-title">
      <h2 id="books-title" className="mb-4 font-serif text-2xl">
        {t.done.what}
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        {copies.map(({ condition, quantity, ...book }) => (
          <Book
            key={`${book.isbn13} ${condition}`}
            {...book}
            facts={`${texts.conditions[condition]} · ${t.books.quantity(quantity)}`}
          />
        ))}
        {ebooks.map((book) => (
          <Book key={book.isbn13} {...book} facts={cartTexts.ebook} />
        ))}
      </ul>
      <dl className="mt-4 grid grid-cols-[1fr_auto] gap-y-1.5 text-[0.9375rem]">
        <dt className="text-soft">{cartTexts.totals.goods}</dt>
        <dd className="price text-right">{formatMoney(goods)}</dd>
        {isSent && (
          <>
            <dt className="text-soft">{cartTexts.totals.shipping}</dt>
            <dd className="price text-right">{shipping.minor === 0 ? cartTexts.totals.free : formatMoney(shipping)}</dd>
          </>
        )}
        <dt className="text-soft">{cartTexts.totals.noTax}</dt>
        <dd className="price text-right">{formatMoney(tax)}</dd>
        <dt className="border-t border-line pt-2 font-medium">{cartTexts.totals.total}</dt>
        <dd className="border-t border-line pt-2 text-right">
          <Price money={total} size="medium" />
        </dd>
      </dl>
      <p className="mt-4 text-[0.9375rem] text-soft">
        {isSent ? t.done.to : t.done.taxedIn} {addressOf(isSent ? shipTo : taxPlaceOf(shipTo))}
      </p>
    </section>
  )
}

function Book({ isbn13, title, item, facts }: { isbn13: string; title: string; item: Money; facts: string }) {
  return (
    <li className="flex items-center gap-4 py-4">
      <Cover title={title} authors={[]} className="w-12 shrink-0" />
      <div className="min-w-0 flex-1">
        <h3 className="font-serif text-lg leading-snug wrap-anywhere">
          <Link to={paths.book({ isbn: isbn13 })} className="inline-block min-h-6 hover:text-accent">
            {title}
          </Link>
        </h3>
        <p className="text-sm text-soft">{facts}</p>
      </div>
      <Price money={item} />
    </li>
  )
}

/** Ebooks go nowhere: of an address only what their tax is of. */
function taxPlaceOf({ country, postalCode }: Checkout['shipTo']) {
  return { country, ...(postalCode !== undefined && { postalCode }) }
}

/** The address in one line. */
function addressOf({
  recipient,
  lines = [],
  city,
  region,
  postalCode,
  country,
}: Pick<Checkout['shipTo'], 'country'> & Partial<Checkout['shipTo']>): string {
  const town = [city, region, postalCode].filter(Boolean).join(' ')
  return [recipient, ...lines, town, countryName(country)].filter(Boolean).join(', ')
}
