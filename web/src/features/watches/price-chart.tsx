// What a book cost: the lowest asked as a stepped line, the shopper's price across it, and what was really paid as points.
// Every place can be reached with the arrow keys and is read out; the table below has the same in words.
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { PriceHistory } from '../../api/shapes.ts'
import { watchTexts } from '../../texts/watches.ts'
import { formatDateTime, formatDay, formatHour, formatMoney } from '../../ui/format.ts'
import { useNow } from '../../local/use-now.ts'
import { useWidth } from '../../local/use-width.ts'
import { type Frame, type Geometry, type Stop, nearestStop, toGeometry } from './chart-geometry.ts'
import { HistoryTable } from './history-table.tsx'
import { placeNames } from './place-names.ts'
import { ageMs } from './watch-view.ts'

const t = watchTexts.watches.chart
const height = 280
const dayMs = 86_400_000
const tipWidth = 208

/** `endedAt` is when the watch ended; until then the last price is drawn up to now. */
export function PriceChart({ history, endedAt }: { history: PriceHistory; endedAt: string | undefined }) {
  const now = useNow(ageMs)
  const [box, width] = useWidth<HTMLDivElement>()
  const frame: Frame = { width, height, left: 4, right: 56, top: 16, bottom: 30 }
  const drawn = width > 0 ? toGeometry(history, frame, endedAt ? Date.parse(endedAt) : now) : null
  const isEmpty = history.asked.length + history.paid.length === 0
  return (
    <section aria-labelledby="chart-title">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id="chart-title" className="font-serif text-2xl">
          {t.title}
        </h2>
        <Legend hasPaid={history.paid.length > 0} />
      </div>
      <div ref={box} className="mt-4" style={{ minHeight: height }}>
        {isEmpty && (
          <p
            className="flex items-center justify-center rounded-md border border-dashed border-line px-6 text-center text-soft"
            style={{ height }}
          >
            {t.empty}
          </p>
        )}
        {drawn && <Drawing drawn={drawn} frame={frame} history={history} />}
      </div>
      {!isEmpty && <HistoryTable history={history} />}
    </section>
  )
}

function Drawing({ drawn, frame, history }: { drawn: Geometry; frame: Frame; history: PriceHistory }) {
  const { stops } = drawn
  const [chosen, setChosen] = useState<number | null>(null)
  const plane = useRef<HTMLDivElement>(null)
  const stop = chosen === null ? undefined : stops[Math.min(chosen, stops.length - 1)]
  const last = stops.length - 1

  function onKeyDown(event: KeyboardEvent) {
    const at = chosen ?? last
    const moves: Record<string, number> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last, Escape: -1 }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    setChosen(event.key === 'Escape' ? null : Math.max(0, Math.min(last, next)))
  }
  function onPointerMove(event: PointerEvent) {
    const left = plane.current?.getBoundingClientRect().left ?? 0
    setChosen(nearestStop(stops, event.clientX - left))
  }

  return (
    <div
      ref={plane}
      role="slider"
      tabIndex={0}
      aria-label={t.label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={chosen ?? last}
      aria-valuetext={placeNames.inFull(stop ?? stops[last], history.currency)}
      onKeyDown={onKeyDown}
      onFocus={() => setChosen((before) => before ?? last)}
      onBlur={() => setChosen(null)}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerMove}
      onPointerLeave={() => setChosen(null)}
      className="relative touch-pan-y select-none"
    >
      <svg aria-hidden width={frame.width} height={frame.height} className="block overflow-visible">
        <Axes drawn={drawn} frame={frame} currency={history.currency} />
        <path d={drawn.area} className="fill-accent-wash" />
        <path
          d={drawn.line}
          fill="none"
          strokeWidth={2}
          strokeLinejoin="round"
          strokeLinecap="round"
          className="stroke-accent"
        />
        <Target drawn={drawn} frame={frame} history={history} />
        {stop && (
          <path
            d={`M${stop.x} ${frame.top}V${frame.height - frame.bottom}`}
            strokeWidth={1}
            className="stroke-line-strong"
          />
        )}
        {stops.map((point, index) => (
          <Mark key={index} stop={point} isChosen={point === stop} />
        ))}
      </svg>
      {stop && <Tip stop={stop} frame={frame} currency={history.currency} />}
    </div>
  )
}

function Axes({ drawn, frame, currency }: { drawn: Geometry; frame: Frame; currency: string }) {
  const right = frame.width - frame.right
  const toLabel = drawn.spanMs < 2 * dayMs ? formatHour : formatDay
  const labels = drawn.xTicks.map(({ ms, x }) => ({ x, label: toLabel(ms) }))
  return (
    <g fontSize={12} className="price fill-soft">
      {drawn.yTicks
        .filter(({ y }) => Math.abs(y - drawn.targetY) > 14) // the shopper's price has this place
        .map(({ minor, y }) => (
          <g key={minor}>
            <path d={`M${frame.left} ${y}H${right}`} strokeWidth={1} className="stroke-line" />
            <text x={right + 8} y={y + 4}>
              {formatMoney({ currency, minor })}
            </text>
          </g>
        ))}
      {labels
        .filter(({ label }, index) => label !== labels[index - 1]?.label) // a young watch has minutes to show, not hours
        .map(({ x, label }) => (
          <text key={x} x={x} y={frame.height - 8} textAnchor="middle">
            {label}
          </text>
        ))}
    </g>
  )
}

function Target({ drawn: { targetY }, frame, history }: { drawn: Geometry; frame: Frame; history: PriceHistory }) {
  const right = frame.width - frame.right
  return (
    <g>
      <path
        d={`M${frame.left} ${targetY}H${right}`}
        strokeWidth={1.5}
        strokeDasharray="2 5"
        strokeLinecap="round"
        className="stroke-ink"
      />
      <text x={right + 8} y={targetY + 4} fontSize={12} fontWeight={600} className="price fill-ink">
        {formatMoney(history.target)}
      </text>
    </g>
  )
}

/** What was paid is always marked; what was asked, where somebody looks. */
function Mark({ stop: { kind, x, y }, isChosen }: { stop: Stop; isChosen: boolean }) {
  if (y === null || (kind === 'asked' && !isChosen)) return null
  if (kind === 'asked') return <circle cx={x} cy={y} r={4.5} strokeWidth={2} className="fill-raised stroke-accent" />
  return (
    <path
      d={`M${x} ${y - 7}l7 7 -7 7 -7 -7z`}
      strokeWidth={2}
      className={`stroke-paper ${isChosen ? 'fill-accent' : 'fill-ink'}`}
    />
  )
}

function Tip({ stop, frame, currency }: { stop: Stop; frame: Frame; currency: string }) {
  const width = Math.min(tipWidth, frame.width)
  const left = Math.max(0, Math.min(stop.x - width / 2, frame.width - width))
  const isLow = stop.y !== null && stop.y < frame.height / 2 // beside the point, never upon it
  const style = { left, width, ...(isLow ? { bottom: frame.bottom + 8 } : { top: frame.top }) }
  return (
    <p
      aria-hidden
      style={style}
      className="pointer-events-none absolute rounded-md border border-line bg-raised px-3 py-2 text-sm shadow-card"
    >
      <span className="price block text-base font-semibold">{placeNames.price(stop, currency)}</span>
      <span className="block text-soft">{placeNames.what(stop)}</span>
      <span className="price block text-soft">{formatDateTime(stop.at)}</span>
    </p>
  )
}

function Legend({ hasPaid }: { hasPaid: boolean }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm text-soft">
      <li className="flex items-center gap-2">
        <svg aria-hidden width={20} height={10}>
          <path d="M1 8H10V2H19" fill="none" strokeWidth={2} className="stroke-accent" />
        </svg>
        {t.asked}
      </li>
      <li className="flex items-center gap-2">
        <svg aria-hidden width={20} height={10}>
          <path d="M1 5H19" strokeWidth={1.5} strokeDasharray="2 5" strokeLinecap="round" className="stroke-ink" />
        </svg>
        {t.target}
      </li>
      {hasPaid && (
        <li className="flex items-center gap-2">
          <svg aria-hidden width={12} height={12}>
            <path d="M6 0l6 6 -6 6 -6 -6z" className="fill-ink" />
          </svg>
          {t.paid}
        </li>
      )}
    </ul>
  )
}
