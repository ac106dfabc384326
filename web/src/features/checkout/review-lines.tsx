import type { ReactNode } from 'react'
import { TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import type { Cart, CartLine, Money } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { cartTexts } from '../../texts/cart.ts'
import { checkoutTexts } from '../../texts/checkout.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatMoney, listNames } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = checkoutTexts.books

type Copy = Extract<CartLine, { kind: 'copy' }>
type Wish = Extract<CartLine, { kind: 'cheapest' }>

/** What is ordered: our own copies and the ebooks, an order each, and the wishes, each of which becomes a purchase. */
export function ReviewLines({ cart: { lines, totals } }: { cart: Cart }) {
  const copies = lines.filter((line) => line.kind === 'copy')
  const ebooks = lines.filter((line) => line.kind === 'ebook')
  const wishes = lines.filter((line) => line.kind === 'cheapest')
  const taxes = new Map(totals?.kind === 'known' ? totals.lines.map(({ id, tax }) => [id, tax]) : [])
  return (
    <div className="space-y-8">
      {copies.length > 0 && (
        <Group title={t.own} note={t.ownNote}>
          {copies.map((line) => (
            <Line key={line.id} line={line} facts={factsOf(line)}>
              <LinePrice price={line.goods} none={cartTexts.soldOut} tax={taxes.get(line.id)} />
            </Line>
          ))}
        </Group>
      )}
      {ebooks.length > 0 && (
        <Group title={t.ebooks} note={t.ebooksNote}>
          {ebooks.map((line) => (
            <Line key={line.id} line={line} facts={t.ebook}>
              <LinePrice price={line.price} none={cartTexts.notForSale} tax={taxes.get(line.id)} />
            </Line>
          ))}
        </Group>
      )}
      {wishes.length > 0 && (
        <Group title={t.wishes} note={t.wishesNote}>
          {wishes.map((line) => (
            <Line key={line.id} line={line} facts={acceptedOf(line)}>
              <span className="price font-medium">{t.atMost(formatMoney(line.maxTotal))}</span>
            </Line>
          ))}
        </Group>
      )}
    </div>
  )
}

function Group({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="font-medium">{title}</h3>
      <p className="mb-2 max-w-reading text-sm text-soft">{note}</p>
      <ul className="divide-y divide-line border-y border-line">{children}</ul>
    </div>
  )
}

function Line({ line, facts, children }: { line: CartLine; facts: string; children: ReactNode }) {
  const title = line.title ?? cartTexts.noTitle
  return (
    <li className="flex items-start gap-4 py-4">
      <Cover title={title} authors={line.authors} className="w-12 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline justify-between gap-x-4">
        <div className="min-w-0 flex-1 basis-40">
          <p className="font-serif text-lg leading-snug wrap-anywhere">
            <Link to={paths.book({ isbn: line.isbn13 })} className="inline-block min-h-6 hover:text-accent">
              {title}
            </Link>
          </p>
          <p className="text-sm text-soft">{facts}</p>
          {line.changes.map(({ kind, say }) => (
            <p key={kind} className="mt-1 flex items-start gap-1.5 text-sm">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-caution" />
              <span>{say}</span>
            </p>
          ))}
        </div>
        <div className="text-right">{children}</div>
      </div>
    </li>
  )
}

/** `none`: what is said where it cannot be had. */
function LinePrice({ price, none, tax }: { price: Money | null; none: string; tax: Money | undefined }) {
  if (price === null) return <span className="font-medium text-soft">{none}</span>
  return (
    <>
      <Price money={price} />
      {tax && tax.minor > 0 && <span className="price block text-sm text-soft">{t.tax(formatMoney(tax))}</span>}
    </>
  )
}

/** "New · 2 copies · $9.99 each" */
function factsOf({ condition, quantity, price }: Copy): string {
  const each = price && quantity > 1 ? cartTexts.each(formatMoney(price)) : null
  return [texts.conditions[condition], t.quantity(quantity), each].filter(Boolean).join(' · ')
}

function acceptedOf({ conditions }: Wish): string {
  return listNames(conditions.map((condition) => texts.conditions[condition]))
}
