import { BellRing, ShoppingBag } from 'lucide-react'
import { Link } from 'react-router'
import type { Watch } from '../../api/shapes.ts'
import { useNow } from '../../local/use-now.ts'
import { paths } from '../../paths.ts'
import { watchTexts } from '../../texts/watches.ts'
import { Cover } from '../../ui/cover.tsx'
import { formatAge, formatDate, formatMoney } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { Sparkline } from './sparkline.tsx'
import { ageMs, standingOf } from './watch-view.ts'

const t = watchTexts.watches

export function WatchList({ watches }: { watches: readonly Watch[] }) {
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-4 md:grid-cols-2">
      {watches.map((watch) => (
        <li
          key={watch.id}
          className="group relative flex gap-4 rounded-lg border border-line bg-raised p-4 shadow-card"
        >
          <Cover title={watch.title} authors={[]} className="w-18 shrink-0 self-start" />
          <div className="min-w-0 flex-1">
            <h3 className="truncate font-serif text-xl">
              <Link
                to={paths.watch({ id: watch.id })}
                className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
              >
                {watch.title}
              </Link>
            </h3>
            <WatchKind watch={watch} />
            <div className="mt-3 flex items-end justify-between gap-3">
              <Now watch={watch} />
              <Sparkline watchId={watch.id} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}

/** What it does, at which price, and until when. */
export function WatchKind({ watch: { mandate, target, expiresAt } }: { watch: Watch }) {
  const Icon = mandate ? ShoppingBag : BellRing
  const isWaiting = mandate !== undefined && mandate.consent.state !== 'ACTIVE'
  return (
    <p className="mt-0.5 flex items-center gap-1.5 text-sm text-soft">
      <Icon aria-hidden className={`size-4 shrink-0 ${mandate ? 'text-accent' : ''}`} />
      <span>
        <span className={`font-medium ${isWaiting ? 'text-caution' : 'text-ink'}`}>
          {isWaiting ? t.notYet : mandate ? t.mayBuy : t.tells}
        </span>{' '}
        {t.target(formatMoney(target))}, {t.until(formatDate(expiresAt))}
      </span>
    </p>
  )
}

function Now({ watch }: { watch: Watch }) {
  const now = useNow(ageMs)
  const { lowest } = watch
  if (!lowest) return <p className="text-sm text-soft">{t.noLookOrNone}</p>
  const isReached = lowest.total.minor <= watch.target.minor
  return (
    <p className="min-w-0 text-sm text-soft">
      <Price money={lowest.total} size="medium" className={`block ${isReached ? 'text-accent' : 'text-ink'}`} />
      <span className="block truncate">
        {t.from(lowest.sellerName)}, {t.asked(formatAge(lowest.at, now))}
      </span>
      <span className={`block ${isReached ? 'font-medium text-accent' : ''}`}>{standingOf(watch, now)}</span>
    </p>
  )
}

/** Those that watch no more: one line each, with why. */
export function EndedList({ watches }: { watches: readonly Watch[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {watches.map(({ id, title, state, endedAt, expiresAt, target }) => (
        <li key={id} className="group relative flex flex-wrap items-baseline justify-between gap-x-4 py-3">
          <Link
            to={paths.watch({ id })}
            className="font-serif text-lg after:absolute after:inset-0 group-hover:text-accent"
          >
            {title}
          </Link>
          <span className="text-sm text-soft">
            {t.target(formatMoney(target))} · {t.states[state]} · {t.endedOn(formatDate(endedAt ?? expiresAt))}
          </span>
        </li>
      ))}
    </ul>
  )
}
