import { TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import type { CartLine } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { cartTexts } from '../../texts/cart.ts'
import { Button } from '../../ui/button.tsx'
import { Cover } from '../../ui/cover.tsx'
import { formatMoney, listNames } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { QuantityField } from './quantity-field.tsx'

const t = cartTexts

interface LinesProps {
  lines: readonly CartLine[]
  onQuantity: (id: string, quantity: number) => void
  onRemove: (line: CartLine) => void
}

/** What is in the cart, each line with what changed about it. */
export function CartLines({ lines, onQuantity, onRemove }: LinesProps) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {lines.map((line) => (
        <Line
          key={line.id}
          line={line}
          onQuantity={(quantity) => onQuantity(line.id, quantity)}
          onRemove={() => onRemove(line)}
        />
      ))}
    </ul>
  )
}

function Line({
  line,
  onQuantity,
  onRemove,
}: {
  line: CartLine
  onQuantity: (quantity: number) => void
  onRemove: () => void
}) {
  const title = line.title ?? t.noTitle
  return (
    <li className="flex gap-4 py-5 sm:gap-6">
      <Cover title={title} authors={line.authors} className="h-24 w-16 shrink-0" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 className="min-w-0 font-serif text-xl">
            <Link to={paths.book({ isbn: line.isbn13 })} className="inline-block min-h-6 hover:text-accent">
              {title}
            </Link>
          </h2>
          <LinePrice line={line} />
        </div>
        {line.authors.length > 0 && <p className="truncate text-sm text-soft">{listNames(line.authors)}</p>}
        <p className="text-sm text-soft">{describe(line)}</p>
        {line.changes.map(({ kind, say }) => (
          <p key={kind} className="mt-1 flex items-start gap-1.5 text-sm">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-caution" />
            <span>{say}</span>
          </p>
        ))}
        <div className="mt-1 flex flex-wrap items-center justify-between gap-x-4">
          {line.kind === 'copy' ? (
            <QuantityField title={title} quantity={line.quantity} onChange={onQuantity} />
          ) : (
            <span />
          )}
          <Button look="quiet" className="-mr-4" aria-label={t.removeThis(title)} onClick={onRemove}>
            {t.remove}
          </Button>
        </div>
      </div>
    </li>
  )
}

function LinePrice({ line }: { line: CartLine }) {
  if (line.kind === 'cheapest') return <span className="price font-medium">{t.atMost(formatMoney(line.maxTotal))}</span>
  if (line.kind === 'ebook')
    return line.price ? (
      <Price money={line.price} size="medium" />
    ) : (
      <span className="font-medium text-soft">{t.notForSale}</span>
    )
  if (line.goods === null) return <span className="font-medium text-soft">{t.soldOut}</span>
  return <Price money={line.goods} size="medium" />
}

/** "New · $9.99 each", "Ebook", or what a wish accepts. */
function describe(line: CartLine): string {
  if (line.kind === 'cheapest')
    return `${t.cheapest} · ${line.conditions.map((condition) => texts.conditions[condition]).join(', ')}`
  if (line.kind === 'ebook') return t.ebook
  const condition = texts.conditions[line.condition]
  return line.price ? `${condition} · ${t.each(formatMoney(line.price))}` : condition
}
