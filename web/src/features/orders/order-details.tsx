import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Money, Order } from '../../api/shapes.ts'
import { isOwnShelf, nameSeller } from '../../parts/name-seller.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { careTexts } from '../../texts/care.ts'
import { Cover } from '../../ui/cover.tsx'
import { countryName } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'

const t = texts.orders

/** What was bought, where it goes, and what it cost in its parts. */
export function OrderDetails({ order }: { order: Order }) {
  const { shipTo, lines, isDigital } = order
  const isOwn = isOwnShelf(order)
  const isOne = lines.length === 1 && lines[0]?.quantity === 1
  return (
    <section aria-labelledby="details-title" className="rounded-lg border border-line bg-raised p-5 shadow-card">
      <h2 id="details-title" className="font-serif text-2xl">
        {t.details}
      </h2>
      {!isOne && <Lines lines={lines} isDigital={isDigital} />}
      <dl className="mt-4 grid grid-cols-[auto_1fr] gap-x-6 gap-y-2.5 text-[0.9375rem]">
        <Line name={t.seller}>{sourceOf(order)}</Line>
        <Line name={isOwn ? careTexts.number : t.sellerOrder}>
          <span className="price break-all whitespace-normal">{order.sellerOrderId}</span>
        </Line>
        {isOne && (
          <>
            {!isDigital && <Line name={t.condition}>{texts.conditions[order.condition]}</Line>}
            <Line name={t.isbn}>
              <span className="price">{order.isbn13}</span>
            </Line>
          </>
        )}
        <Line name={isDigital ? careTexts.taxedIn : t.shipTo}>
          {addressLines(shipTo).map((line) => (
            <span key={line} className="block">
              {line}
            </span>
          ))}
        </Line>
      </dl>
      <dl className="mt-4 grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 border-t border-line pt-4 text-[0.9375rem]">
        <Part name={isOne ? t.item : careTexts.books} money={sumOf(order.lines, 'item')} />
        {!isDigital && <Part name={t.shipping} money={sumOf(order.lines, 'shipping')} isFree />}
        <Part name={t.tax} money={sumOf(order.lines, 'tax')} />
        <dt className="mt-1 font-medium">{t.total}</dt>
        <dd className="mt-1 text-right">
          <Price money={order.total} size="medium" />
        </dd>
      </dl>
    </section>
  )
}

/** Who sold it: ourselves, from the shelf or as a file, or a seller. */
export function sourceOf(order: Order): string {
  return order.isDigital ? careTexts.ebooks : nameSeller(order)
}

/** Several books: each with how many and what they cost. */
function Lines({ lines, isDigital }: { lines: Order['lines']; isDigital: boolean }) {
  return (
    <ul className="mt-3 divide-y divide-line border-b border-line">
      {lines.map(({ line, isbn13, title, condition, quantity, item, total }) => (
        <li key={line} className="flex gap-3 py-3">
          <Cover title={title} authors={[]} className="w-10 shrink-0 self-start" />
          <div className="min-w-0 flex-1">
            <Link
              to={paths.book({ isbn: isbn13 })}
              className="inline-block min-h-6 font-serif text-lg leading-snug wrap-anywhere hover:text-accent"
            >
              {title}
            </Link>
            {!isDigital && (
              <p className="text-sm text-soft">
                {texts.conditions[condition]} · {careTexts.copies(quantity)}
              </p>
            )}
          </div>
          <Price money={item ?? total} />
        </li>
      ))}
    </ul>
  )
}

/** What the lines have of this part of the price; undefined where one of them does not tell it apart. */
function sumOf(lines: Order['lines'], part: 'item' | 'shipping' | 'tax'): Money | undefined {
  const parts = lines.flatMap((line) => line[part] ?? [])
  const [first] = parts
  if (!first || parts.length < lines.length) return undefined
  return { currency: first.currency, minor: parts.reduce((sum, { minor }) => sum + minor, 0) }
}

function addressLines({ recipient, lines, city, region, postalCode, country }: Order['shipTo']): string[] {
  const town = [city, region, postalCode].filter(Boolean).join(' ')
  return [recipient, ...(lines ?? []), town, countryName(country)].flatMap((line) => line || [])
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** `isFree`: nothing of it is said in a word. */
function Part({ name, money, isFree = false }: { name: string; money: Money | undefined; isFree?: boolean }) {
  if (!money) return null
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-right">{isFree && money.minor === 0 ? careTexts.free : <Price money={money} />}</dd>
    </>
  )
}
