import { Link } from 'react-router'
import type { SearchHit } from '../../api/shapes.ts'
import { paths } from '../../paths.ts'
import { texts } from '../../texts.ts'
import { Cover } from '../../ui/cover.tsx'
import { listNames } from '../../ui/format.ts'
import { Price } from '../../ui/price.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const t = texts.search

export function ResultList({ hits }: { hits: readonly SearchHit[] }) {
  return (
    <ol className="divide-y divide-line border-y border-line">
      {hits.map((hit) => (
        <Result key={hit.workId} hit={hit} />
      ))}
    </ol>
  )
}

function Result({ hit }: { hit: SearchHit }) {
  return (
    <li className="group relative flex gap-4 py-5 sm:gap-6">
      <Cover title={hit.title} authors={hit.authors} className="w-17 shrink-0 self-start sm:w-20" />
      <div className="min-w-0 flex-1">
        <h2 className="font-serif text-xl leading-snug sm:text-2xl">
          {/* The link covers the whole entry, while its text stays the title alone. */}
          <Link
            to={paths.book({ isbn: hit.isbn13 })}
            className="inline-block min-w-6 after:absolute after:inset-0 group-hover:text-accent"
          >
            {hit.title}
          </Link>
        </h2>
        {hit.subtitle && <p className="font-serif text-lg text-soft italic">{hit.subtitle}</p>}
        <p className="mt-0.5 text-soft">{[listNames(hit.authors), hit.year].filter(Boolean).join(', ')}</p>
        {hit.description && (
          <p className="mt-2 line-clamp-2 hidden max-w-reading text-[0.9375rem] sm:[display:-webkit-box]">
            {hit.description}
          </p>
        )}
        <p className="mt-2 text-sm text-soft">
          {[t.editions(hit.editionCount), hit.series && texts.book.series(hit.series, hit.seriesNumber)]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <WhyMatched hit={hit} />
        <Lowest hit={hit} className="mt-3 sm:hidden" />
      </div>
      <Lowest hit={hit} className="hidden w-36 shrink-0 text-right sm:block" />
    </li>
  )
}

/** Fields that a reader sees anyway: what stands there needs no word, unless it was read as something else. */
const seen = new Set(['title', 'authors', 'isbn', 'subtitle'])
const reasonsMax = 2

function WhyMatched({ hit }: { hit: SearchHit }) {
  const reasons = hit.matched.filter(({ field, as }) => as || !seen.has(field)).slice(0, reasonsMax)
  if (reasons.length === 0) return null
  return (
    <p className="mt-0.5 text-sm text-soft">
      {t.matched(reasons.map(({ field, words, as }) => t.matchedIn[field](listNames((as ?? words).map(t.quoted)))))}
    </p>
  )
}

function Lowest({ hit, className }: { hit: SearchHit; className: string }) {
  if (!hit.lowest) return <p className={`text-sm text-accent ${className}`}>{t.noPrice}</p>
  return (
    <p className={className}>
      <span className="block text-xs text-soft">{t.lowest}</span>
      <Price money={hit.lowest.total} size="medium" />
      <span className="block text-sm text-soft">{t.lowestFrom(hit.lowest.sellerName)}</span>
    </p>
  )
}

export function ResultsSkeleton() {
  return (
    <div aria-busy="true" className="divide-y divide-line border-y border-line">
      <span className="sr-only">{texts.loading}</span>
      {[0, 1, 2, 3].map((row) => (
        <div key={row} className="flex gap-6 py-5">
          <Skeleton className="aspect-2/3 w-20" />
          <div className="flex-1 space-y-3 pt-1">
            <Skeleton className="h-6 w-2/5" />
            <Skeleton className="h-4 w-1/4" />
            <Skeleton className="h-4 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  )
}
