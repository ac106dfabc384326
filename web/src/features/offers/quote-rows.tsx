import { ChevronDown, ChevronUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Condition, Quote } from '../../api/shapes.ts'
import { isOwnShelf, nameSeller } from '../../parts/name-seller.ts'
import { texts } from '../../texts.ts'
import { countryName, formatAge, formatMoney } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type BoardRow, beforeTax, keptOf, obstacleOf, ownSellerId } from './board-rows.ts'

const t = texts.board
const rowClass = 'h-(--row-height) border-b border-line'

interface RowProps {
  row: BoardRow
  /** Milliseconds since the epoch, for the ages of prices. */
  now: number
  accepted: readonly Condition[]
  isCheapest: boolean
  isOpen: boolean
  /** What can be done with a copy of our own. */
  actionOf: (quote: Quote) => ReactNode
  onToggle: () => void
}

/** One seller: its best copy, and on request its others. */
export function QuoteRows({ row, now, accepted, isCheapest, isOpen, actionOf, onToggle }: RowProps) {
  const { shown, others, sellerName } = row
  if (shown === null) return <SilentRow row={row} />
  return (
    <>
      <QuoteRow
        quote={shown}
        row={row}
        now={now}
        accepted={accepted}
        isCheapest={isCheapest}
        action={isOwnShelf(row) && actionOf(shown)}
      >
        {others.length > 0 && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className="-my-1 inline-flex min-h-6 items-center gap-0.5 py-1 text-sm text-accent underline-offset-4 hover:underline"
          >
            {isOpen ? t.fewer : t.more(others.length)}
            <span className="sr-only">: {sellerName}</span>
            {isOpen ? <ChevronUp aria-hidden className="size-3.5" /> : <ChevronDown aria-hidden className="size-3.5" />}
          </button>
        )}
      </QuoteRow>
      {isOpen &&
        others.map((quote) => (
          <QuoteRow
            key={quote.quoteId}
            quote={quote}
            row={row}
            now={now}
            accepted={accepted}
            isCheapest={false}
            action={isOwnShelf(row) && actionOf(quote)}
          />
        ))}
    </>
  )
}

function QuoteRow({
  quote,
  row,
  now,
  accepted,
  isCheapest,
  action,
  children,
}: {
  quote: Quote
  row: BoardRow
  now: number
  accepted: readonly Condition[]
  isCheapest: boolean
  /** In the place of where the price comes from: of our own that is known. */
  action: ReactNode
  children?: ReactNode
}) {
  const obstacle = obstacleOf(quote, accepted)
  const isFirst = quote === row.shown
  const condition = texts.conditions[quote.condition]
  return (
    <tr data-row={isFirst ? row.sellerId : undefined} className={`${rowClass} ${isCheapest ? 'bg-accent-wash' : ''}`}>
      <th
        scope="row"
        className={`py-2 pr-2 text-left font-normal ${isCheapest ? 'border-l-3 border-accent pl-3' : isFirst ? '' : 'pl-4'}`}
      >
        <span className="block truncate font-medium">{nameSeller(row)}</span>
        <span className="block truncate text-sm text-soft md:hidden">
          {condition} · {delivery(quote)}
        </span>
        <span className="flex items-baseline gap-2 text-sm text-soft">
          {action ? (
            <span>{action}</span>
          ) : (
            <span className="truncate">{t.sourceAge[quote.source](formatAge(quote.fetchedAt, now))}</span>
          )}
          {children && <span className="shrink-0">{children}</span>}
        </span>
        {isFirst && <span className="block truncate text-xs leading-snug text-soft">{recordOf(quote)}</span>}
      </th>
      <td className="hidden py-2 pr-2 align-middle md:table-cell">
        {condition}
        {quote.quantity !== undefined && quote.quantity <= 3 && (
          <span className="block text-sm text-soft">{t.left(quote.quantity)}</span>
        )}
      </td>
      <td className="hidden py-2 pr-2 align-middle md:table-cell">
        {delivery(quote)}
        {quote.shipsFrom && (
          <span className="block truncate text-sm text-soft">{t.shipsFrom(placeName(quote.shipsFrom))}</span>
        )}
      </td>
      <td className={`py-2 text-right ${isCheapest ? 'pr-3' : ''}`}>
        <Total quote={quote} isMuted={obstacle !== null && obstacle !== 'taxLater'} />
        {isCheapest && <span className="block text-xs leading-snug font-medium text-accent">{t.cheapest}</span>}
        <span className="block text-xs leading-snug text-soft">
          {obstacle === null || obstacle === 'taxLater' ? parts(quote) : t[obstacle]}
        </span>
      </td>
    </tr>
  )
}

function Total({ quote, isMuted }: { quote: Quote; isMuted: boolean }) {
  const look = isMuted ? 'text-soft' : ''
  const known = quote.total ?? beforeTax(quote)
  return (
    <span className="arrive inline-block">
      {known ? (
        <Price money={known} size="medium" className={look} />
      ) : (
        <span className={look}>
          <Price money={quote.item} size="medium" /> +&nbsp;?
        </span>
      )}
    </span>
  )
}

/** A seller without a price: still asking, without a copy, failed, or not asked. It says which. */
function SilentRow({ row }: { row: BoardRow }) {
  const { sellerId, status } = row
  const isAsking = status.kind === 'asking'
  return (
    <tr data-row={sellerId} className={rowClass}>
      <th scope="row" className="py-1.5 pr-2 text-left font-normal">
        <span className={`block truncate font-medium ${isAsking ? '' : 'text-soft'}`}>{nameSeller(row)}</span>
        {/* The sentence may run on over the empty cells beside it, rather than make the row higher. */}
        <span className="line-clamp-2 text-sm text-soft md:line-clamp-none md:whitespace-nowrap">
          {silence(status)}
        </span>
      </th>
      <td className="hidden md:table-cell" />
      <td className="hidden md:table-cell" />
      <td className="text-right">
        {isAsking ? <Skeleton className="ml-auto h-6 w-18" /> : <span className="text-soft">–</span>}
      </td>
    </tr>
  )
}

/** The place of a seller not yet heard of. */
export function WaitingRow() {
  return (
    <tr className={rowClass} aria-hidden>
      <td>
        <Skeleton className="h-5 w-3/5" />
      </td>
      <td className="hidden md:table-cell" />
      <td className="hidden md:table-cell" />
      <td>
        <Skeleton className="ml-auto h-6 w-18" />
      </td>
    </tr>
  )
}

function silence(status: BoardRow['status']): string {
  switch (status.kind) {
    case 'asking':
      return t.asking
    case 'answered':
      return t.noCopies
    case 'failed':
      return t.failed[status.failure]
    case 'skipped':
      return t.skipped[status.reason]
  }
}

/** What its earlier orders say of a seller; of one with few, and of ourselves, there is nothing to say. */
function recordOf({ sellerId, standing }: Quote): string | null {
  if (isOwnShelf({ sellerId })) return t.packedByUs
  if (!standing) return null
  const kept = keptOf(standing)
  return kept === null ? t.isNew : t.kept(kept)
}

/** "incl. $3.00 delivery, $0.50 tax"; a tax of nothing is not worth a word. */
function parts({ sellerId, shipping, tax }: Quote): string {
  const said = [t.partDelivery(shipping === undefined ? null : shipping.minor === 0 ? t.free : formatMoney(shipping))]
  if (tax === undefined && sellerId === ownSellerId) said.push(t.taxLater)
  else if (tax?.minor !== 0) said.push(t.partTax(tax === undefined ? null : formatMoney(tax)))
  return said.join(', ')
}

function delivery(quote: Quote): string {
  return quote.deliveryDays ? t.days(quote.deliveryDays.min, quote.deliveryDays.max) : t.daysUnknown
}

/** Sellers give a country code or a place in words. */
function placeName(place: string): string {
  return /^[A-Z]{2}$/.test(place) ? countryName(place) : place
}
