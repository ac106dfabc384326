import { TriangleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import { Link } from 'react-router'
import type { StockItem } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { stockTexts } from '../../texts/stock.ts'
import { Button } from '../../ui/button.tsx'
import { listNames } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { ItemPanel } from './item-panel.tsx'

const t = stockTexts

/** One item: what it is, what it costs, how many are free; its details open below it. */
export function ShelfRow({ item }: { item: StockItem }) {
  const [isOpen, setOpen] = useState(false)
  const panelId = useId()
  const title = item.title ?? t.noTitle
  const condition = texts.conditions[item.condition]
  return (
    <li className="py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-serif text-xl wrap-anywhere">
            <Link to={paths.book({ isbn: item.isbn13 })} className="inline-block min-w-6 hover:text-accent">
              {title}
            </Link>
          </h2>
          <p className="text-sm text-soft">
            {[listNames(item.authors), item.format && (texts.formats[item.format] ?? item.format)]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <p className="text-sm text-soft">
            {condition} · <span className="price">{item.isbn13}</span>
          </p>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <Price money={item.price} />
          <div className="min-w-36 text-sm sm:text-right">
            <p className="flex items-center gap-1.5 text-[0.9375rem] font-medium sm:justify-end">
              {item.isLow && <TriangleAlert aria-hidden className="size-4 text-caution" />}
              {item.available === 0 ? t.soldOut : t.free(item.available)}
              {item.isLow && item.available > 0 && `, ${t.low}`}
            </p>
            <p className="text-soft">{t.ofThese(item.onHand, item.reserved)}</p>
          </div>
          <Button
            className="min-w-24"
            aria-expanded={isOpen}
            aria-controls={panelId}
            aria-label={isOpen ? undefined : t.detailsOf(title, condition)}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? t.close : t.details}
          </Button>
        </div>
      </div>
      <div id={panelId}>{isOpen && <ItemPanel item={item} />}</div>
    </li>
  )
}
